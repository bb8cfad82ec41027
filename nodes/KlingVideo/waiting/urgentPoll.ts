import type { Urgency } from '../shared/task';

/** Those who wait for what a poll of a task tells. */
export interface PollAudience {
	/** How urgent it is just now. */
	readonly urgency: Urgency;
	/** How long the quickest task of the same try took, in milliseconds; Infinity when none has ended. */
	readonly quickestMs: number;
	/** Calls the listener when it may have become more urgent, until the returned function is called. */
	onChange(listener: () => void): () => void;
}

/** The pause while the queue has to know whether the account has room for the task, in milliseconds. */
const CONFIRM_MS = 4_000;

/** The pause while items wait for the slot: a part of the task's age, in bounds of milliseconds. */
const SLOT = { part: 1 / 12, leastMs: 3_000, mostMs: 12_000 };

/** Within so much of the time of the quickest task before it, no task is expected to end. */
const QUICKEST = 0.8;

/** As long as none has ended, no task is expected to end within so much, in milliseconds. */
const YOUNG_MS = 20_000;

/**
 * When a task is to be polled at the latest for the sake of others; moments in milliseconds of one clock.
 *
 * @param startedAt when the wait for the task began
 * @param polledAt when it was last polled
 * @param quickestMs how long the quickest task of the same try took; Infinity when none has ended
 */
export function urgentPollAt(
	urgency: Urgency,
	startedAt: number,
	polledAt: number | undefined,
	quickestMs: number,
): number {
	if (urgency === 'none') return Infinity;
	const since = polledAt ?? startedAt;
	if (urgency === 'confirm') return since + CONFIRM_MS;
	const young = quickestMs === Infinity ? YOUNG_MS : QUICKEST * quickestMs;
	const pause = Math.min(SLOT.mostMs, Math.max(SLOT.leastMs, (since - startedAt) * SLOT.part));
	return Math.max(since + pause, startedAt + young);
}
