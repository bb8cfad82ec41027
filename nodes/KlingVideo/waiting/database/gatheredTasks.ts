import type { IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';

import { itemNumber } from '../../errors/itemNumber';
import type { ItemTry } from '../../run/itemTry';
import type { NodeTry } from '../../run/nodeTry';
import type { WaitingTask } from './waitingTask';

/** The execution that waits. */
export function executionOf(context: IExecuteSingleFunctions): WaitingTask['waitsIn'] {
	return { executionId: context.getExecutionId(), workflowId: context.getWorkflow().id ?? '' };
}

/** What every item has, whether it is waited for or not. */
function commonOf(context: IExecuteSingleFunctions, nodeTry: NodeTry) {
	const now = Date.now();
	return {
		several: nodeTry.several,
		waitsIn: executionOf(context),
		since: now,
		giveUpAt: now,
		onTimeout: 'fail' as const,
		simplify: true,
		...(context.getNode().onError === 'continueErrorOutput' && { hasErrorOutput: true }),
	};
}

/** The item's task as the child needs it. @param acceptedAt when this node submitted it, if it did */
export function waitingTaskOf(
	context: IExecuteSingleFunctions,
	item: ItemTry,
	acceptedAt: number | undefined,
): WaitingTask {
	const { settings, taskId = '', task, earlierTaskIds, warnings } = item;
	const { wait, download, simplify, submit } = settings;
	if (!wait) throw new Error('There is nothing to wait for');
	const common = commonOf(context, item.nodeTry);
	return {
		...common,
		taskId,
		itemIndex: item.index,
		giveUpAt: (acceptedAt ?? common.since) + wait.timeoutMs,
		onTimeout: wait.onTimeout,
		simplify,
		...(download && { download }),
		...(submit && { asked: submit.asked }),
		...(warnings.length > 0 && { warnings: [...warnings] }),
		...(earlierTaskIds.length > 0 && { earlierTaskIds: [...earlierTaskIds] }),
		...(task && { task: simplify ? { ...task, raw: {} } : task }),
		...(acceptedAt !== undefined && { since: acceptedAt, isOurs: true }),
	};
}

/** An item that is not waited for: the child carries its output past the wait. */
function carried(
	context: IExecuteSingleFunctions,
	nodeTry: NodeTry,
	itemIndex: number,
	output: NonNullable<WaitingTask['output']>,
): WaitingTask {
	return { ...commonOf(context, nodeTry), taskId: '', itemIndex, isOver: true, output };
}

/** n8n evaluates the parameters of each item before it starts it, and goes on without one for which that fails. */
function notStarted(nodeTry: NodeTry, itemIndex: number): IDataObject {
	const message = `n8n could not evaluate the parameters of the item${itemNumber(itemIndex, nodeTry.several)}`;
	return { error: { code: 'invalidInput', message } };
}

/**
 * What the child is given: one entry for each item of the node, in their order, since n8n pairs what comes out by place.
 *
 * @param tasks those that are waited for
 */
export function gatheredTasks(
	context: IExecuteSingleFunctions,
	nodeTry: NodeTry,
	tasks: WaitingTask[],
): WaitingTask[] {
	const waiting = new Map(tasks.map((task) => [task.itemIndex, task]));
	return Array.from({ length: nodeTry.itemCount }, (_, index) => {
		const { json, binary } = nodeTry.items.get(index)?.output ?? {
			json: notStarted(nodeTry, index),
		};
		return (
			waiting.get(index) ?? carried(context, nodeTry, index, { json, ...(binary && { binary }) })
		);
	});
}
