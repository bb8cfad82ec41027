import type { INode } from 'n8n-workflow';

import { failedItem } from '../../errors/itemErrors';
import type { ItemTry } from '../../run/itemTry';
import { isObject } from '../../shared/json';
import type { WaitingTask } from './waitingTask';

/** Ends the wait for a task with an error, in the words of every error item. */
export function endWithFailure(
	node: INode,
	item: ItemTry,
	waiting: WaitingTask,
	thrown: unknown,
): void {
	const { error } = failedItem(node, item, thrown).json;
	waiting.isOver = true;
	waiting.error = isObject(error) ? error : { message: String(error) };
}
