import type { INode, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { ItemTry } from '../run/itemTry';
import { ExecutionCancelled } from '../run/tryClock';
import { GatewayFailure } from '../shared/failure';
import { InputError } from '../shared/inputError';
import { shownText } from '../shared/shownText';
import { errorItem } from './errorItem';
import { failureError } from './failureError';
import { inputFailureError } from './inputFailureError';
import { itemNumber } from './itemNumber';
import type { OtherItems } from './otherItems';
import { tellOfEarlier, tellOfOthers } from './otherItems';
import { plainApiError } from './plainApiError';

/** What is remembered of submissions, beside the item's own task. */
export interface SubmissionNotes {
	/** The tasks that were accepted for this very item before the present one, oldest first. */
	earlier: readonly string[];
	/** Whether it is not known if the gateway accepted this item's task. */
	isUnknown: boolean;
	others: OtherItems;
}

/** Where nothing was ever submitted. */
export const NOTHING_NOTED: SubmissionNotes = {
	earlier: [],
	isUnknown: false,
	others: { accepted: [], unknown: [] },
};

/** The message with its task and item, as all our errors end. */
function named({ taskId, index, nodeTry }: ItemTry, message: string): string {
	const task = taskId === undefined ? '' : ` (task ID: ${taskId})`;
	return `${message}${task}${itemNumber(index, nodeTry.several)}`;
}

function ofFailure(node: INode, item: ItemTry, { failure, task }: GatewayFailure): NodeApiError {
	const { submit, wait } = item.settings;
	return failureError(node, failure, {
		itemIndex: item.index,
		several: item.nodeTry.several,
		submitting: submit !== undefined && item.taskId === undefined,
		...(wait && { waitedMinutes: wait.timeoutMs / 60_000 }),
		modelName: submit?.modelName,
		taskId: item.taskId,
		videoUrl: task?.videoUrl,
	});
}

function ofCancel(node: INode, item: ItemTry, { isUnknown }: SubmissionNotes): NodeApiError {
	const goesOn =
		'The task goes on at the gateway. Use the operation Wait or Get Status with its task ID to go on.';
	const mayExist =
		'The task was being submitted, so it may exist: look for it in the task log of the gateway.';
	return plainApiError(node, {
		message: named(item, 'The execution was cancelled'),
		description: item.taskId !== undefined ? goesOn : isUnknown ? mayExist : '',
		itemIndex: item.index,
		details: { reason: 'cancelled', ...(item.taskId !== undefined && { taskId: item.taskId }) },
	});
}

/** Any other error, n8n's own among them: what it says, and the task, without what it refers to. */
function ofOther(node: INode, item: ItemTry, thrown: unknown): NodeApiError {
	const isOfN8n = thrown instanceof NodeApiError || thrown instanceof NodeOperationError;
	const shown = (text: string) => shownText(text, item.nodeTry.secret);
	return plainApiError(node, {
		message: named(item, shown(thrown instanceof Error ? thrown.message : String(thrown))),
		description: isOfN8n ? shown(thrown.description ?? '') : '',
		itemIndex: item.index,
		details: item.taskId === undefined ? {} : { taskId: item.taskId },
	});
}

function wordedError(
	node: INode,
	item: ItemTry,
	thrown: unknown,
	notes: SubmissionNotes,
): NodeApiError {
	if (thrown instanceof GatewayFailure) return ofFailure(node, item, thrown);
	if (thrown instanceof InputError) {
		const { several, secret } = item.nodeTry;
		return inputFailureError(node, thrown, { itemIndex: item.index, several, secret });
	}
	return thrown instanceof ExecutionCancelled
		? ofCancel(node, item, notes)
		: ofOther(node, item, thrown);
}

function ownError(
	node: INode,
	item: ItemTry,
	thrown: unknown,
	notes: SubmissionNotes,
): NodeApiError {
	return tellOfEarlier(wordedError(node, item, thrown, notes), notes.earlier);
}

/** The error that fails the whole node: it names the tasks of all items, as their results are thrown away with it. */
export function nodeError(
	node: INode,
	item: ItemTry,
	thrown: unknown,
	notes: SubmissionNotes,
): NodeApiError {
	return tellOfOthers(ownError(node, item, thrown, notes), notes.others);
}

/** What comes out for a failed item with Continue on Fail. */
export function failedItem(
	node: INode,
	item: ItemTry,
	thrown: unknown,
	notes: SubmissionNotes = NOTHING_NOTED,
): INodeExecutionData {
	return errorItem({
		error: ownError(node, item, thrown, notes),
		itemIndex: item.index,
		onErrorOutput: node.onError === 'continueErrorOutput',
		task: item.task,
		taskId: item.taskId,
		earlierTaskIds: notes.earlier,
	});
}
