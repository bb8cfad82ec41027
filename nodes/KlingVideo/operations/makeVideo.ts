import type { Task } from '../shared/task';
import { ItemSubmission } from '../submission/itemSubmission';
import { unlessFailed, waitForTask } from '../waiting/waitForTask';
import type { ItemWork } from './itemOperation';

/** Submits the item's task in its turn and waits for its end; `undefined` when it failed for lack of room. */
async function makeOnce(
	{ client, settings }: ItemWork,
	submission: ItemSubmission,
): Promise<Task | undefined> {
	const { task, isFresh } = await submission.task();
	try {
		const ended = await waitForTask(client, {
			task,
			knownAs: !isFresh ? 'unknown' : settings.submit?.offPeak ? 'offPeak' : 'fresh',
			audience: submission,
			onSeen: (seen) => submission.seen(seen),
		});
		return submission.hasFailedForLackOfRoom ? undefined : ended;
	} finally {
		submission.leaveSlot();
	}
}

/**
 * Submits a task and waits for its end. A task that was accepted and then failed for lack of room is over and given back:
 * it is submitted again in its turn.
 *
 * @returns the task: completed, or as last seen where the user wants that after a time-out
 * @throws GatewayFailure, InputError, ExecutionCancelled
 */
export async function makeVideo(work: ItemWork): Promise<Task> {
	const submission = new ItemSubmission(work);
	for (;;) {
		const ended = await makeOnce(work, submission);
		if (ended) return unlessFailed(ended);
	}
}
