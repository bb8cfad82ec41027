import type { Logger } from 'n8n-workflow';

import type { ItemTry } from '../run/itemTry';
import type { NodeTry } from '../run/nodeTry';
import { ExecutionCancelled } from '../run/tryClock';
import { SlotWindow } from './slotWindow';

/** Thrown to an item whose turn did not come, since nothing moved on the account for as long as it would wait. */
export class NoTurn extends Error {}

interface Waiter {
	item: ItemTry;
	/** How long nothing may move, in milliseconds. */
	patienceMs: number;
	/** When the item began to wait, over all its offers. */
	since: number;
	go: () => void;
	giveUp: (why: Error) => void;
}

/**
 * The items of one try that wait to submit their task, in the order of the items, on an account with an unknown number of
 * slots. An item waits as long as tasks of this try are accepted or end: a long queue that moves never times out.
 */
export class SubmissionQueue {
	/** Sorted by item. */
	private waiters: Waiter[] = [];

	private readonly window: SlotWindow;

	/** When a task of this try was last over. */
	private movedAt = -Infinity;

	/** When each task that is not over was accepted, in order. */
	private readonly acceptances: number[] = [];

	/** How long the quickest task of this try took, in milliseconds. */
	quickestMs = Infinity;

	private isAwake = false;

	private wakeUp: () => void = () => undefined;

	private hasToldLimit = false;

	private readonly listeners = new Set<() => void>();

	constructor(
		private readonly nodeTry: NodeTry,
		private readonly logger: Logger,
		limits: { tasksAtATime?: number; seesEnds: boolean },
	) {
		this.window = new SlotWindow({ most: limits.tasksAtATime, seesEnds: limits.seesEnds });
	}

	/** How many own tasks are open. */
	get open(): number {
		return this.window.open;
	}

	/** Whether items wait for the end of a task. */
	get isWaitedFor(): boolean {
		return this.waiters.length > 0;
	}

	/** Whether a task that was just accepted should be checked soon. */
	get isWaitingToConfirm(): boolean {
		return this.window.isWaitingToConfirm;
	}

	/** Calls the listener when items have come to wait, until the returned function is called. */
	onChange(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/**
	 * Waits for the item's turn to offer its task; what came of it must be told.
	 *
	 * @param since when the item began to wait for a slot, by the try's clock
	 * @param patienceMs how long nothing may move from then on before the item gives up, in milliseconds
	 * @throws NoTurn when it gives up
	 * @throws ExecutionCancelled: what was not sent is never sent
	 */
	async turn(item: ItemTry, since: number, patienceMs: number): Promise<void> {
		if (this.nodeTry.clock.cancelled) throw new ExecutionCancelled();
		await new Promise<void>((go, giveUp) => {
			this.waiters.push({ item, patienceMs, since, go, giveUp });
			this.waiters.sort((one, other) => one.item.index - other.item.index);
			this.changed();
			if (this.waiters.length === 1) this.tellListeners();
		});
	}

	/** The offer was answered by a task. @returns when, by the try's clock */
	accepted(): number {
		const now = this.nodeTry.clock.now();
		this.acceptances.push(now);
		this.window.wasAccepted();
		this.changed();
		return now;
	}

	/** The offer was refused for lack of room. @param askedMs the gateway's Retry-After */
	refused(askedMs?: number): void {
		this.window.wasRefused(this.nodeTry.clock.now(), askedMs);
		this.tellLimit();
		this.changed();
	}

	/** The offer came to nothing that tells of room. */
	cameToNothing(): void {
		this.window.cameToNothing();
		this.changed();
	}

	/** The item goes on with a task that was submitted before. */
	wasOpen(): void {
		this.window.wasOpen();
	}

	/** The item's task was seen at work, or at its end. */
	confirmed(): void {
		this.window.wasConfirmed();
		this.changed();
	}

	/**
	 * The item's task is over, or is waited for no longer.
	 *
	 * @param acceptedAt when it was accepted, by the try's clock, where that is known
	 */
	ended(acceptedAt?: number): void {
		const now = this.nodeTry.clock.now();
		if (acceptedAt !== undefined) this.quickestMs = Math.min(this.quickestMs, now - acceptedAt);
		this.forget(acceptedAt);
		this.window.hasEnded();
		this.moved();
	}

	/** The item's task failed for lack of room: that it was accepted has moved nothing. @param acceptedAt as `accepted` said */
	endedForLackOfRoom(acceptedAt?: number): void {
		this.forget(acceptedAt);
		this.window.hasEndedForLackOfRoom(this.nodeTry.clock.now());
		this.tellLimit();
		this.changed();
	}

	private forget(acceptedAt?: number): void {
		const place = this.acceptances.findIndex((at) => at === acceptedAt);
		if (place >= 0) this.acceptances.splice(place, 1);
	}

	private tellListeners(): void {
		for (const listener of this.listeners) listener();
	}

	private moved(): void {
		this.movedAt = this.nodeTry.clock.now();
		this.changed();
	}

	private tellLimit(): void {
		if (this.hasToldLimit) return;
		this.hasToldLimit = true;
		const { open } = this.window;
		// The item that was refused is not back in the queue yet.
		const waiting = this.waiters.length + 1;
		this.logger.info(
			`Kling Video: the account's limit of tasks at a time: ${open}; items that wait for a free slot: ${waiting}`,
		);
	}

	/** Lets items go while they may, and sleeps until the next moment at which one may or gives up. */
	private changed(): void {
		this.letGo();
		this.wakeUp();
		if (!this.isAwake) void this.stayAwake();
	}

	private letGo(): void {
		const now = this.nodeTry.clock.now();
		while (this.window.mayOffer(now)) {
			const next = this.waiters.shift();
			if (!next) return;
			this.window.offered();
			next.go();
			if (this.waiters.length === 0 && this.hasToldLimit)
				this.logger.info('Kling Video: no item waits for a free slot any more');
		}
	}

	private async stayAwake(): Promise<void> {
		this.isAwake = true;
		const { clock } = this.nodeTry;
		try {
			while (this.waiters.length > 0) {
				const woken = new Promise<void>((resolve) => {
					this.wakeUp = resolve;
				});
				await clock.within(this.nextMoment() - clock.now(), woken);
				this.giveUpDue();
				this.letGo();
			}
		} catch (error) {
			for (const { giveUp } of this.waiters.splice(0))
				giveUp(error instanceof Error ? error : new Error(String(error)));
		} finally {
			this.isAwake = false;
		}
	}

	private nextMoment(): number {
		const offer = this.window.nextOfferAt() ?? Infinity;
		return Math.min(offer, ...this.waiters.map((waiter) => this.endOf(waiter)));
	}

	private endOf({ since, patienceMs }: Waiter): number {
		return Math.max(since, this.movedAt, this.acceptances.at(-1) ?? -Infinity) + patienceMs;
	}

	private giveUpDue(): void {
		const now = this.nodeTry.clock.now();
		const isDue = (waiter: Waiter) => this.endOf(waiter) <= now;
		const due = this.waiters.filter(isDue);
		this.waiters = this.waiters.filter((waiter) => !isDue(waiter));
		for (const { giveUp } of due) giveUp(new NoTurn());
	}
}

const queues = new WeakMap<NodeTry, SubmissionQueue>();

/**
 * The queue of a try.
 *
 * @param limits the user's own limit, and whether the ends of tasks are seen: those of the item that comes first
 */
export function queueOf(
	nodeTry: NodeTry,
	logger: Logger,
	limits: { tasksAtATime?: number; seesEnds: boolean },
): SubmissionQueue {
	const known = queues.get(nodeTry) ?? new SubmissionQueue(nodeTry, logger, limits);
	queues.set(nodeTry, known);
	return known;
}
