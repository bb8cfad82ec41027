import { ItemTry } from '../../run/itemTry';
import { NodeTry } from '../../run/nodeTry';
import type { WaitingTask } from './waitingTask';

/** One round of work for tasks that are waited for: their items go on in it under their own numbers. */
export function roundOf(tasks: WaitingTask[], signal: AbortSignal | undefined): NodeTry {
	const isOneOfSeveral = tasks.some(({ several }) => several);
	return new NodeTry(isOneOfSeveral ? Math.max(2, tasks.length) : 1, 0, signal);
}

/** The item of a task, as it was in the node that waits. */
export function itemTryOf(round: NodeTry, waiting: WaitingTask): ItemTry {
	const { itemIndex, taskId, task, giveUpAt, since, onTimeout, download, simplify } = waiting;
	const item = new ItemTry(itemIndex, round);
	item.taskId = taskId;
	item.task = task;
	item.earlierTaskIds = waiting.earlierTaskIds ?? [];
	item.settings = {
		wait: { timeoutMs: giveUpAt - since, onTimeout, waitIn: 'database' },
		...(download && { download }),
		simplify,
	};
	return item;
}
