import type { INodeExecutionData } from 'n8n-workflow';

import type { ItemTry } from '../run/itemTry';
import type { Milestone } from '../run/milestone';
import type { NodeTry } from '../run/nodeTry';
import { GatewayFailure } from '../shared/failure';
import { ItemSubmission } from '../submission/itemSubmission';
import { databaseWait } from '../waiting/database/databaseWait';
import { waitForTask } from '../waiting/waitForTask';
import type { ItemWork } from './itemOperation';

/**
 * The items of a try whose task has room on the account: when all have one, or have come to their end, nothing is left to
 * submit.
 */
class ItemsWithRoom {
	readonly everyone: Milestone;

	private readonly items = new Set<ItemTry>();

	constructor(nodeTry: NodeTry) {
		this.everyone = nodeTry.gathering(() => this.items.size);
	}

	add(item: ItemTry): void {
		this.items.add(item);
		this.everyone.changed();
	}
}

const withRoom = new WeakMap<NodeTry, ItemsWithRoom>();

function withRoomOf(nodeTry: NodeTry): ItemsWithRoom {
	const items = withRoom.get(nodeTry) ?? new ItemsWithRoom(nodeTry);
	withRoom.set(nodeTry, items);
	return items;
}

/**
 * Submits the item's task in its turn. As long as other items have none, the task is watched in memory, as its end may
 * make room for theirs. So it is until its first poll in any case: some gateways accept every task, and fail those for
 * which there is no room a moment later.
 *
 * @returns when the task was accepted; `undefined` when it failed for lack of room
 */
async function submitOnce(
	{ client, settings }: ItemWork,
	submission: ItemSubmission,
): Promise<number | undefined> {
	const { item } = client;
	const items = withRoomOf(item.nodeTry);
	const { task, isFresh } = await submission.task();
	const acceptedAt = Date.now();
	if (!isFresh) items.add(item);
	const watch = waitForTask(client, {
		task,
		knownAs: !isFresh ? 'unknown' : settings.submit?.offPeak ? 'offPeak' : 'fresh',
		audience: submission,
		onSeen: (seen) => {
			submission.seen(seen);
			if (!submission.hasFailedForLackOfRoom) items.add(item);
		},
		handover: items.everyone.reached(),
	});
	await watch
		.catch((error: unknown) => {
			// The wait in the database comes to the same, and makes an item of it.
			if (!(error instanceof GatewayFailure)) throw error;
		})
		.finally(() => submission.leaveSlot());
	if (submission.hasFailedForLackOfRoom) return undefined;
	items.add(item);
	return acceptedAt;
}

/**
 * Submits a task and waits for its end in n8n's database. The execution is put to wait when the last item has its task.
 *
 * @throws GatewayFailure, InputError, ExecutionCancelled where there is no task to wait for; HeldBack when another item's
 *   error fails the node
 */
export async function makeInDatabase(work: ItemWork): Promise<INodeExecutionData> {
	const submission = new ItemSubmission(work);
	for (;;) {
		const acceptedAt = await submitOnce(work, submission);
		if (acceptedAt !== undefined)
			return await databaseWait(work.context, work.client.item, acceptedAt);
	}
}
