import type { Failure } from '../shared/failure';
import { isTransient } from '../transport/readAnswer';
import type { Task } from '../shared/task';
import { isDone } from '../shared/task';

/** For so long, in milliseconds, a gateway may not know a task that it has just accepted. */
const UNKNOWN_FOR_MS = 60_000;

/** For so long, in milliseconds, a completed task may be without its link; the file can be had without it. */
const LINK_MISSING_FOR_MS = 60_000;

/** For so long, in milliseconds, a key may be refused that was good for the submission. */
const KEY_REFUSED_FOR_MS = 300_000;

/** What is amiss with a task that is waited for, in memory or in the database. Moments are in milliseconds of one clock. */
export interface Trouble {
	/** Since when the gateway says that there is no such task. */
	unknownSince?: number;
	/** Since when the task is completed without its link. */
	linkMissingSince?: number;
	/** Whether this very node submitted the task, with this very key. */
	isOurs?: boolean;
	/** Since when the gateway refuses the key. */
	keyRefusedSince?: number;
	/** The gateway's older route has refused to tell of the task. */
	isOtherRouteClosed?: boolean;
}

/** Notes a task that was seen. @returns whether there is nothing more to wait for, its link included */
export function noteTask(trouble: Trouble, task: Task, now: number): boolean {
	const isWithoutLink = task.status === 'completed' && task.videoUrl === undefined;
	trouble.unknownSince = undefined;
	trouble.keyRefusedSince = undefined;
	trouble.linkMissingSince = isWithoutLink ? (trouble.linkMissingSince ?? now) : undefined;
	return isDone(task) && !isWithoutLink;
}

/** Notes a poll that found no task. @returns whether asking again cannot mend it */
export function noteFailure(trouble: Trouble, failure: Failure, now: number): boolean {
	// The task is known to be completed: only its link is looked for.
	if (trouble.linkMissingSince !== undefined) return false;
	// A key that was good for the submission may be used up by its own task: it can be topped up meanwhile.
	if (trouble.isOurs === true && (failure.reason === 'badKey' || failure.reason === 'keyUsedUp')) {
		trouble.keyRefusedSince ??= now;
		return now - trouble.keyRefusedSince > KEY_REFUSED_FOR_MS;
	}
	if (failure.reason !== 'taskUnknown') {
		// Only minutes of nothing but "unknown" tell that there is no such task.
		trouble.unknownSince = undefined;
		return !isTransient(failure);
	}
	trouble.unknownSince ??= now;
	return now - trouble.unknownSince > UNKNOWN_FOR_MS;
}

/** Whether the task is completed and its link is waited for no longer. */
export function isLinkGivenUp(
	{ linkMissingSince }: Trouble,
	now: number,
	deadline: number,
): boolean {
	if (linkMissingSince === undefined) return false;
	return now >= deadline || now - linkMissingSince >= LINK_MISSING_FOR_MS;
}
