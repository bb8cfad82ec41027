import type { IDataObject } from 'n8n-workflow';

import { at, isObject, labelOf, textOf } from '../shared/json';

/** Answers are wrapped so often at the most: `{"code":"success","data":{"task_id":…,"data":{…}}}`. */
const DEEPEST = 3;

/** Keys that only a task has: with one of them a body without an id is still about a task. */
const TASK_KEYS = [
	'model',
	'progress',
	'created_at',
	'completed_at',
	'submit_time',
	'finish_time',
	'fail_reason',
	'video_url',
	'result_url',
	'output_url',
	'url',
	'metadata',
	'output',
	'task_result',
];

/** The spelling of the task's status, as it came. */
export function statusWord(task: unknown): string | undefined {
	return textOf(at(task, 'status')) ?? textOf(at(task, 'task_status'));
}

/** The id that an object calls its own. */
export function ownId(task: unknown): string | undefined {
	return labelOf(at(task, 'task_id')) ?? labelOf(at(task, 'id'));
}

/** Whether an object says of itself that it is a video or a task: `"object":"video"`. */
export function isNamedTask(task: unknown): boolean {
	return /video|task/i.test(textOf(at(task, 'object')) ?? '');
}

/** Whether an object has what only a task has, besides id and status. */
export function hasTaskKeys(task: IDataObject): boolean {
	return isNamedTask(task) || TASK_KEYS.some((key) => Object.hasOwn(task, key));
}

/** The object in an answer that holds the task: the body itself, or what some gateways wrap into `data`. */
export function taskBody(body: unknown, depth = 0): IDataObject | undefined {
	if (!isObject(body)) return undefined;
	const data = at(body, 'data');
	if (!isObject(data) || depth >= DEEPEST || isWhole(body)) return body;
	const inner = taskBody(data, depth + 1) ?? data;
	const isTask = ownId(inner) !== undefined || statusWord(inner) !== undefined;
	return isTask ? inner : body;
}

/** Whether an object has what only the wrapping of a task has, or the gateway's word about itself. */
export function isEnvelope(body: IDataObject): boolean {
	return ['code', 'message', 'success'].some((key) => Object.hasOwn(body, key));
}

/** Whether a body is the task itself; what wraps one has at most a request's id. */
function isWhole(body: IDataObject): boolean {
	if (labelOf(at(body, 'task_id')) !== undefined) return true;
	if (labelOf(at(body, 'id')) === undefined) return false;
	return isNamedTask(body) || (statusWord(body) !== undefined && !isEnvelope(body));
}
