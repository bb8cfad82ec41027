import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Task } from '../shared/task';
import { taskJson } from '../output/taskItem';

/** What becomes of one item under "On Error: Continue". */
export interface ErrorItemContent {
	/** As shown to the user, from `failureError` or `inputFailureError`. */
	error: Error;
	/** The task as last seen. */
	task?: Task;
	/** The id alone, when the task was never seen. */
	taskId?: string;
	/** Tasks of the item that ended without a video before this one, oldest first. */
	earlierTaskIds?: readonly string[];
	itemIndex: number;
	/** Whether the item goes to the error output ("Continue (using error output)") or to the only one. */
	onErrorOutput: boolean;
}

/**
 * The item that stands for a failed one: `{ task_id, status, …, error: { code, reason, message, description } }`. The code is
 * the gateway's own where it has one; the reason is one of ours, for workflows to decide by.
 *
 * The engine sends an item to the error output when it has an `error`, and then replaces the JSON of every item that
 * has one with `{ error: message }`, which would lose the task id. So an item for the error output shows its `error` until the
 * engine tries to replace the JSON, and is a plain item from then on; any other item never has one.
 */
export function errorItem(content: ErrorItemContent): INodeExecutionData {
	const item: INodeExecutionData = {
		json: errorJson(content),
		pairedItem: { item: content.itemIndex },
	};
	return content.onErrorOutput ? routedToErrorOutput(item, content.error) : item;
}

function errorJson({ error, task, taskId, earlierTaskIds }: ErrorItemContent): IDataObject {
	const json: IDataObject = task === undefined ? {} : taskJson(task, { simplify: true });
	if (task === undefined && taskId !== undefined) json.task_id = taskId;
	if (earlierTaskIds !== undefined && earlierTaskIds.length > 0)
		json.earlier_task_ids = [...earlierTaskIds];
	const isOurs = error instanceof NodeApiError || error instanceof NodeOperationError;
	const { code, reason }: IDataObject = isOurs ? error.context : {};
	json.error = {
		...(typeof code === 'string' ? { code } : {}),
		...(typeof reason === 'string' ? { reason } : {}),
		message: error.message,
		...(isOurs && error.description ? { description: error.description } : {}),
	};
	return json;
}

function routedToErrorOutput(item: INodeExecutionData, error: Error): INodeExecutionData {
	const { json } = item;
	// Not enumerable: a copy of the item has no `error`, so the engine leaves the copy's JSON alone.
	Object.defineProperty(item, 'error', { value: error, enumerable: false, configurable: true });
	return Object.defineProperty(item, 'json', {
		enumerable: true,
		configurable: true,
		get: () => json,
		set: (value: IDataObject) => {
			Reflect.deleteProperty(item, 'error');
			Object.defineProperty(item, 'json', {
				enumerable: true,
				configurable: true,
				writable: true,
				value: isOverwrite(value, error) ? json : value,
			});
		},
	});
}

function isOverwrite(value: IDataObject, error: Error): boolean {
	return Object.keys(value).length === 1 && value.error === error.message;
}
