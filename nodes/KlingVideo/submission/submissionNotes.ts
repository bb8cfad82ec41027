import type { IExecuteSingleFunctions } from 'n8n-workflow';

import type { SubmissionNotes } from '../errors/itemErrors';
import type { AcceptedTask } from '../errors/otherItems';
import type { ItemTry } from '../run/itemTry';
import { SubmissionRecord } from './submissionRecord';

/** Every task that this run of the node knows of, with its item. */
function knownTasks(record: SubmissionRecord, { nodeTry }: ItemTry): AcceptedTask[] {
	const tasks = new Map<string, number>();
	for (const { itemIndex, taskId } of record.acceptedTasks()) tasks.set(taskId, itemIndex);
	for (const { index, taskId } of nodeTry.items.values())
		if (taskId !== undefined) tasks.set(taskId, index);
	return [...tasks]
		.map(([taskId, itemIndex]) => ({ taskId, itemIndex }))
		.sort((one, other) => one.itemIndex - other.itemIndex);
}

/**
 * What an error of the item has to name beside its own task.
 *
 * @param withOthers also the tasks of the other items, whose results the error throws away
 */
export function submissionNotes(
	context: IExecuteSingleFunctions,
	item: ItemTry,
	withOthers: boolean,
): SubmissionNotes {
	const record = new SubmissionRecord(context);
	const unknown = record.unknownItems();
	const tasks = knownTasks(record, item).filter(({ taskId }) => taskId !== item.taskId);
	return {
		earlier: tasks.filter(({ itemIndex }) => itemIndex === item.index).map(({ taskId }) => taskId),
		isUnknown: unknown.includes(item.index),
		others: {
			accepted: withOthers ? tasks.filter(({ itemIndex }) => itemIndex !== item.index) : [],
			unknown: withOthers ? unknown.filter((index) => index !== item.index) : [],
		},
	};
}
