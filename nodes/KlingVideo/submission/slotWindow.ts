/** The most offers under way at once, as long as nothing was refused: as many as requests. */
const MOST_OFFERS = 20;

/** So many offers are under way at first: few enough for an account with one slot, and none holds up all others. */
const FIRST_OFFERS = 4;

/** The pause before an account that refused is asked again without any sign of room, in milliseconds; it doubles. */
const PAUSE = { firstMs: 10_000, longestMs: 90_000, spread: 0.25 };

/** A gateway's own Retry-After is kept to up to this, in milliseconds. */
const LONGEST_ASKED_MS = 90_000;

/** So many refusals for each accepted task, on the average, are worth knowing sooner of new room. */
const REFUSALS_A_TASK = 1.3;

/**
 * When the next task may be offered to an account that takes a number of tasks at a time, which nobody tells. Pure: it is
 * told what happened and when, in milliseconds of one clock.
 *
 * At first one more offer is made at a time for each that is accepted, up to twenty. After the first refusal one offer is made at a
 * time: when one of the own tasks has ended, once more after each acceptance (there may be new room), and else after a
 * growing pause. An account that others use too gives its slots to whoever asks next; the pause keeps it from being
 * hammered, its limit keeps everybody from starving.
 */
export class SlotWindow {
	/** Own tasks that are accepted and not over. */
	open = 0;

	/** Offers without an answer yet. */
	private offers = 0;

	private atOnce = FIRST_OFFERS;

	/** Whether the account has refused an offer for lack of room. */
	private isLimited = false;

	/** Offers that a sign of room since the last refusal allows. */
	private signs = 0;

	private pauseMs = PAUSE.firstMs;

	/** When an offer may be made without a sign of room. */
	private askAgainAt = 0;

	/** No offer before: the gateway asked for it. */
	private notBefore = 0;

	private accepted = 0;

	/** The account accepts every task, and fails those for which it has no room a moment later. */
	private refusesLate = false;

	/** Accepted tasks that may still fail for lack of room. */
	private unconfirmed = 0;

	/** Whether the offer under way was made to an account known to be limited. */
	private isProbe?: boolean;

	private refusals = 0;

	private readonly most: number;

	private readonly seesEnds: boolean;

	private readonly random: () => number;

	/**
	 * @param limits.most the most tasks that the user allows to be open
	 * @param limits.seesEnds whether the ends of own tasks are told; without, they free their slots unseen
	 * @param limits.random numbers in [0, 1), for the jitter
	 */
	constructor({
		most = Infinity,
		seesEnds = true,
		random = Math.random,
	}: { most?: number; seesEnds?: boolean; random?: () => number } = {}) {
		this.most = most;
		this.seesEnds = seesEnds;
		this.random = random;
	}

	/** Whether an offer may be made now. */
	mayOffer(now: number): boolean {
		return (this.nextOfferAt() ?? Infinity) <= now;
	}

	/** When the next offer may be made if nothing happens meanwhile; `undefined`: only when something happens. */
	nextOfferAt(): number | undefined {
		if (this.open + this.offers >= this.most) return undefined;
		if (!this.isLimited) return this.offers < this.atOnce ? this.notBefore : undefined;
		if (this.offers > 0) return undefined;
		if (this.signs > 0) return this.notBefore;
		if (this.unconfirmed > 0) return undefined;
		const mayAsk =
			this.open === 0 || !this.seesEnds || this.refusals < REFUSALS_A_TASK * this.accepted;
		return mayAsk ? Math.max(this.askAgainAt, this.notBefore) : undefined;
	}

	/** An offer is being made. */
	offered(): void {
		this.offers += 1;
		this.isProbe = this.isLimited;
		if (this.signs > 0) this.signs -= 1;
	}

	/** The offer was answered by a task. */
	wasAccepted(): void {
		this.offers -= 1;
		this.open += 1;
		this.accepted += 1;
		if (!this.isLimited) {
			this.atOnce = Math.min(MOST_OFFERS, this.atOnce + 1);
		} else if (this.refusesLate) this.unconfirmed += 1;
		else this.noteRoom();
	}

	/** Whether an accepted task should be checked soon: the next offer waits for it. */
	get isWaitingToConfirm(): boolean {
		return this.unconfirmed > 0;
	}

	/** A task that was accepted was seen at work, or at its end. */
	wasConfirmed(): void {
		if (this.unconfirmed === 0) return;
		this.unconfirmed -= 1;
		this.noteRoom();
	}

	/** The offer was refused for lack of room. @param askedMs the gateway's Retry-After */
	wasRefused(now: number, askedMs = 0): void {
		this.offers -= 1;
		this.noRoom(now, askedMs);
	}

	/** The offer came to nothing that tells of room: a refusal for another reason, or no answer. */
	cameToNothing(): void {
		this.offers -= 1;
	}

	/** A task that was submitted before is open: it takes a slot. */
	wasOpen(): void {
		this.open += 1;
	}

	/** An own task is over, and gives its slot back. */
	hasEnded(): void {
		this.open -= 1;
		this.signs += 1;
	}

	/** An own task that was accepted has failed for lack of room: it never had a slot. */
	hasEndedForLackOfRoom(now: number): void {
		this.open -= 1;
		this.accepted -= 1;
		this.isProbe = this.refusesLate && this.unconfirmed > 0;
		this.unconfirmed = Math.max(0, this.unconfirmed - 1);
		this.refusesLate = true;
		this.noRoom(now, 0);
	}

	private noteRoom(): void {
		this.pauseMs = PAUSE.firstMs;
		this.signs += 1;
	}

	private noRoom(now: number, askedMs: number): void {
		this.isLimited = true;
		this.refusals += 1;
		this.signs = 0;
		const pause = this.pauseMs * (1 + PAUSE.spread * (2 * this.random() - 1));
		this.askAgainAt = now + pause;
		this.notBefore = Math.max(this.notBefore, now + Math.min(askedMs, LONGEST_ASKED_MS));
		// The refusals of the first burst come together and tell one thing.
		if (this.isProbe) this.pauseMs = Math.min(PAUSE.longestMs, this.pauseMs * 2);
	}
}
