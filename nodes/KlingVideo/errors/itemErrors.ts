import type { IExecuteSingleFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { errorItem } from './errorItem';
import { failureError } from './failureError';
import { InputError } from '../shared/inputError';
import { inputFailureError } from './inputFailureError';
import { itemNumber } from './itemNumber';
import type { AcceptedTask, OtherItems } from './otherItems';
import { tellOfEarlier, tellOfOthers } from './otherItems';
import { plainApiError } from './plainApiError';
import { GatewayFailure } from '../shared/failure';
import { shownText } from '../shared/shownText';
import type { ItemTry } from '../run/itemTry';
import { ExecutionCancelled } from '../run/tryClock';
import { makesVideo } from '../scenarios/making';
import { SubmissionRecord } from '../submission/submissionRecord';

/** The tasks that earlier tries accepted for this very item, oldest first. */
function earlierTasks(context: IExecuteSingleFunctions, item: ItemTry): string[] {
	return new SubmissionRecord(context)
		.acceptedTasks()
		.filter(({ itemIndex, taskId }) => itemIndex === item.index && taskId !== item.taskId)
		.map(({ taskId }) => taskId);
}

/** Every task of another item that this run of the node knows of, in the order of the items. */
function acceptedOthers(record: SubmissionRecord, item: ItemTry): AcceptedTask[] {
	const tasks = new Map<string, number>();
	for (const { itemIndex, taskId } of record.acceptedTasks()) tasks.set(taskId, itemIndex);
	for (const { index, taskId } of item.nodeTry.items.values())
		if (taskId !== undefined) tasks.set(taskId, index);
	return [...tasks]
		.map(([taskId, itemIndex]) => ({ taskId, itemIndex }))
		.filter(({ itemIndex, taskId }) => itemIndex !== item.index && taskId !== item.taskId)
		.sort((one, other) => one.itemIndex - other.itemIndex);
}

function othersOf(context: IExecuteSingleFunctions, item: ItemTry): OtherItems {
	const record = new SubmissionRecord(context);
	return {
		accepted: acceptedOthers(record, item),
		unknown: record.unknownItems().filter((index) => index !== item.index),
	};
}

/** The message with its task and item, as all our errors end. */
function named(item: ItemTry, message: string): string {
	const task = item.taskId === undefined ? '' : ` (task ID: ${item.taskId})`;
	return `${message}${task}${itemNumber(item.index, item.nodeTry.several)}`;
}

function ofFailure(
	context: IExecuteSingleFunctions,
	item: ItemTry,
	{ failure, task }: GatewayFailure,
): NodeApiError {
	const submits = makesVideo(context);
	// The engine throws for a parameter that the operation does not have.
	const modelName: unknown = submits
		? context.getNodeParameter('model', '', { extractValue: true })
		: '';
	return failureError(context.getNode(), failure, {
		itemIndex: item.index,
		several: item.nodeTry.several,
		submitting: submits && item.taskId === undefined,
		waitedMinutes: Number(context.getNodeParameter('waitOptions.timeout', 60)),
		...(typeof modelName === 'string' && modelName !== '' && { modelName }),
		...(item.taskId !== undefined && { taskId: item.taskId }),
		...(task?.videoUrl !== undefined && { videoUrl: task.videoUrl }),
	});
}

function ofCancel(context: IExecuteSingleFunctions, item: ItemTry): NodeApiError {
	const isUnknown = new SubmissionRecord(context).unknownItems().includes(item.index);
	const goesOn =
		'The task goes on at the gateway. Use the operation Wait or Get Status with its task ID to go on.';
	const mayExist =
		'The task was being submitted, so it may exist: look for it in the task log of the gateway.';
	return plainApiError(context.getNode(), {
		message: named(item, 'The execution was cancelled'),
		description: item.taskId !== undefined ? goesOn : isUnknown ? mayExist : '',
		itemIndex: item.index,
		details: { reason: 'cancelled', ...(item.taskId !== undefined && { taskId: item.taskId }) },
	});
}

/** Any other error, n8n's own among them: what it says, and the task, without what it refers to. */
function ofOther(context: IExecuteSingleFunctions, item: ItemTry, thrown: unknown): NodeApiError {
	const isOfN8n = thrown instanceof NodeApiError || thrown instanceof NodeOperationError;
	return plainApiError(context.getNode(), {
		message: named(item, shownText(thrown instanceof Error ? thrown.message : String(thrown))),
		description: isOfN8n ? shownText(thrown.description ?? '') : '',
		itemIndex: item.index,
		details: item.taskId === undefined ? {} : { taskId: item.taskId },
	});
}

function wordedError(
	context: IExecuteSingleFunctions,
	item: ItemTry,
	thrown: unknown,
): NodeApiError {
	if (thrown instanceof GatewayFailure) return ofFailure(context, item, thrown);
	if (thrown instanceof InputError) {
		const about = { itemIndex: item.index, several: item.nodeTry.several };
		return inputFailureError(context.getNode(), thrown, about);
	}
	return thrown instanceof ExecutionCancelled
		? ofCancel(context, item)
		: ofOther(context, item, thrown);
}

function ownError(context: IExecuteSingleFunctions, item: ItemTry, thrown: unknown): NodeApiError {
	return tellOfEarlier(wordedError(context, item, thrown), earlierTasks(context, item));
}

/** The error that fails the whole node: it names the tasks of all items, as their results are thrown away with it. */
export function nodeError(
	context: IExecuteSingleFunctions,
	item: ItemTry,
	thrown: unknown,
): NodeApiError {
	return tellOfOthers(ownError(context, item, thrown), othersOf(context, item));
}

/** What comes out for a failed item with Continue on Fail. */
export function failedItem(
	context: IExecuteSingleFunctions,
	item: ItemTry,
	thrown: unknown,
): INodeExecutionData {
	return errorItem({
		error: ownError(context, item, thrown),
		itemIndex: item.index,
		onErrorOutput: context.getNode().onError === 'continueErrorOutput',
		...(item.task && { task: item.task }),
		...(item.taskId !== undefined && { taskId: item.taskId }),
	});
}
