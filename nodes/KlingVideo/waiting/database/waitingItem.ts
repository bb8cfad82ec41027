import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { taskJson } from '../../output/taskItem';
import { warningsOf } from '../../output/warnings';
import { isObject } from '../../shared/json';
import { tasksInWords } from './checkWorkflow';
import type { WaitingTask } from './waitingTask';

/** What is known of the item by now, without what went wrong. */
function knownJson(waiting: WaitingTask): IDataObject {
	const { taskId, task, simplify, earlierTaskIds, facts, asked = {} } = waiting;
	const warnings = [...(waiting.warnings ?? []), ...warningsOf(asked, facts ?? {})];
	if (task) return taskJson(task, { simplify, earlierTaskIds, facts, warnings });
	return taskId === '' ? {} : { task_id: taskId, status: 'pending', done: false };
}

/**
 * With an error output, n8n sends it those items whose JSON is an `error` and nothing else, and adds the JSON of the item
 * that went into the node.
 */
function forErrorOutput(json: IDataObject): IDataObject {
	const { error, task_id: taskId } = json;
	if (!isObject(error)) return json;
	return { error: { ...(typeof taskId === 'string' && { task_id: taskId }), ...error } };
}

/** What comes out for an item once its task has ended; for one that was not waited for, what it came to. */
export function outputOf(waiting: WaitingTask): INodeExecutionData {
	const { error, binary, output, itemIndex, hasErrorOutput } = waiting;
	const json = output?.json ?? { ...knownJson(waiting), ...(error && { error }) };
	const files = output?.binary ?? binary;
	return {
		json: hasErrorOutput ? forErrorOutput(json) : json,
		...(files && { binary: files }),
		pairedItem: { item: itemIndex },
	};
}

/** What comes out for an item when the child never comes back: nothing that looks like a result. */
export function lostItem(waiting: WaitingTask): INodeExecutionData {
	if (waiting.isOver) return outputOf(waiting);
	const error = {
		code: 'waitCutOff',
		message: `The wait in the database has not come to its end (task ID: ${waiting.taskId})`,
		description:
			'This is so while the execution waits. If the item came out of the node, the execution that checked the task was stopped, deleted or crashed. The task itself is not affected: use the operation Wait or Get Status with its task ID to go on.',
	};
	return outputOf({ ...waiting, error });
}

/**
 * What n8n shows of an item while the execution waits, and what it answers to a webhook with if nothing else does. It holds
 * no `error`: n8n would run the node again, with Retry On Fail, for the first item that has one.
 *
 * @param checked the item as the child has it after its first check
 */
export function shownWhileWaiting(
	waiting: WaitingTask,
	checked: INodeExecutionData | undefined,
	openTasks: number,
	childId: string | undefined,
): INodeExecutionData {
	const isKnown = checked?.json.task_id !== undefined;
	const json = { ...(isKnown ? checked.json : (waiting.output?.json ?? knownJson(waiting))) };
	delete json.error;
	const child = childId === undefined ? 'another execution' : `execution ${childId}`;
	const waits = `This execution waits for ${tasksInWords(openTasks)}, which ${child} checks. The result comes out of the node when all have ended.`;
	return { json: { ...json, waiting: waits }, pairedItem: { item: waiting.itemIndex } };
}
