/** The first poll of a fresh task comes 10 to 15 s after its submission: none is done sooner. */
const FIRST_LOOK = { afterMs: 10_000, spreadMs: 5_000 };
/** No two polls are closer than this, nor further apart; both before the jitter. */
const SHORTEST_MS = 2_000;
const LONGEST_MS = 150_000;
/** The interval for a task that was sent to run off-peak, as long as its progress does not say more. */
const OFF_PEAK_MS = 100_000;
/** Each interval is up to a tenth longer or shorter, so that many items do not ask in step. */
const JITTER = 0.1;
/** The last step aims this far past the foreseen end, so that no jitter makes it fall short. */
const JUST_PAST = 1.15;
/** A progress is trusted to go on as it did for this many times as long as it was just seen to. */
const TRUST = 1.5;
/** A task of unknown age is taken to be past its first 100 s, in which few tasks end. */
const UNKNOWN_AGE_MS = 100_000;

/**
 * What the caller knows of the task: it was submitted just now (`fresh`), it was submitted just now
 * to run off-peak, which takes hours (`offPeak`), or it was submitted some time ago (`unknown`).
 */
export type KnownTask = 'fresh' | 'offPeak' | 'unknown';

/**
 * What was seen of one task so far, as plain data that can be stored. Times are milliseconds of the
 * caller's own clock. The gateway's `created_at` is left out: its clock may be hours off.
 */
export interface Watch {
	readonly task: KnownTask;
	readonly startedAt: number;
	/** Absent until the first poll. */
	readonly polledAt?: number;
	/** The last sight of a progress, in percent. */
	readonly seen?: { readonly at: number; readonly progress: number };
	/** When the progress last moved on, over what time, and the end that this step foretells. */
	readonly step?: { readonly at: number; readonly overMs: number; readonly endsAt: number };
	/**
	 * What the progress is worth. `stages`: only multiples of five so far, which may stand for long.
	 * `fine`: it seems to be measured. `erratic`: it went backwards, and is worth nothing from then on.
	 */
	readonly trend: 'stages' | 'fine' | 'erratic';
}

/** Begins to watch a task; `at` is now, in milliseconds. */
export function startWatch(at: number, task: KnownTask): Watch {
	const seen = task === 'unknown' ? undefined : { at, progress: 0 };
	return { task, startedAt: at, seen, trend: 'stages' };
}

/**
 * Notes one poll that found the task pending, or that got no usable answer.
 *
 * @param at when the answer came, in milliseconds
 * @param progress percent as the gateway told it; anything but 0 to 100 counts as not told
 */
export function polled(watch: Watch, at: number, progress?: number): Watch {
	const noted = { ...watch, polledAt: at };
	if (progress === undefined || !(progress >= 0 && progress <= 100)) return noted;
	const seen = { at, progress };
	const last = watch.seen ?? seen;
	if (progress < last.progress) return { ...noted, seen, trend: 'erratic' };
	if (progress === last.progress) return { ...noted, seen };
	// From the last sight only: a task that waited in a queue, or speeds up, is not taken for slow.
	const overMs = at - last.at;
	const endsAt = at + (overMs * (100 - progress)) / (progress - last.progress);
	const trend = watch.trend === 'stages' && progress % 5 !== 0 ? 'fine' : watch.trend;
	return { ...noted, seen, step: { at, overMs, endsAt }, trend };
}

/**
 * When to poll next, in milliseconds of the same clock: at once for a task of unknown age, 10 to 15 s
 * after a submission, then 1.8 to 165 s after the last poll.
 *
 * @param random a number in [0, 1), for the jitter
 */
export function nextPollAt(watch: Watch, random: number): number {
	const { polledAt, startedAt } = watch;
	if (polledAt === undefined) {
		return watch.task === 'unknown'
			? startedAt
			: startedAt + FIRST_LOOK.afterMs + FIRST_LOOK.spreadMs * random;
	}
	const usual = usualInterval(watch, polledAt);
	const interval = Math.min(LONGEST_MS, foreseenInterval(watch, polledAt, usual) ?? usual);
	return polledAt + interval * (1 + JITTER * (2 * random - 1));
}

/**
 * The interval by age alone. For a given number of polls the mean lateness is least when the interval
 * follows the square root of one over the chance to end just now: long while a task is too young to
 * end, shortest from one to ten minutes, then longer and longer, as a task may take hours.
 */
function usualInterval({ task, startedAt }: Watch, at: number): number {
	if (task === 'offPeak') return OFF_PEAK_MS;
	const seconds = (at - startedAt + (task === 'unknown' ? UNKNOWN_AGE_MS : 0)) / 1000;
	const young = Math.min(20, 500 / Math.max(1, seconds));
	const old = seconds ** 2 / 80_000;
	return Math.min(LONGEST_MS, 1000 * Math.max(7, young, old));
}

/**
 * The interval by progress: half of the way to the foreseen end, again and again, and at last just
 * past it. Nothing where the progress tells too little.
 */
function foreseenInterval({ step, trend }: Watch, at: number, usual: number): number | undefined {
	if (trend === 'erratic' || step === undefined) return undefined;
	const left = step.endsAt - at;
	const aim = left < 3 * SHORTEST_MS ? left * JUST_PAST : left / 2;
	// A gateway that refreshes its view seldom, or holds at 99: ease off the longer nothing moves.
	const quick = Math.min(usual, Math.max(SHORTEST_MS, (at - step.at) / 4));
	// Stages and a progress that stands still may shorten the usual interval, but not stretch it.
	const trusted = trend === 'fine' && step.at === at ? TRUST * step.overMs : 0;
	return Math.max(quick, Math.min(aim, Math.max(usual, trusted)));
}
