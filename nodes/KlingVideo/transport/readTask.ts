import type { IDataObject } from 'n8n-workflow';

import { at, isObject, labelOf, textOf } from '../shared/json';
import { removeSecret } from '../shared/redact';
import type { Task } from '../shared/task';
import { rawBody } from './rawBody';
import { readMoment } from './readMoment';
import { readTaskError } from './readTaskError';
import { codeOf } from './readWords';
import { hasTaskKeys, isEnvelope, isNamedTask, ownId, statusWord, taskBody } from './taskBody';
import type { ReadStatus } from './taskStatus';
import { readStatus } from './taskStatus';
import { videoLink } from './videoLink';

/** What is known of the task that an answer may hold. */
export interface TaskContext {
	/** The id that was asked for. */
	taskId?: string;
	/** The key, removed from every text should the gateway repeat it. */
	secret?: string;
	/** The gateway's base address, for links to its own file route. */
	base?: string;
}

/** Whether an id is a task's, as all gateways of the new-api family make them, and as the documentation shows them. */
const isTaskId = (id = ''): boolean => /^(?:task|video)[_-]/.test(id);

/**
 * Reads the answer to a submission. Only an id makes a body an accepted task, and an id always does, unless the body speaks
 * of an error and of nothing that only a task has.
 *
 * @returns undefined when the body names no task. Never throws.
 */
export function readSubmittedTask(
	body: unknown,
	context: Omit<TaskContext, 'taskId'> = {},
): Task | undefined {
	const task = taskBody(body);
	if (task === undefined) return undefined;
	const id = bareId(task) ?? submittedId(body, task);
	if (id === undefined) return undefined;
	const status = readStatus(statusWord(task));
	const isBad = speaksOfError(task) || isBadEnd(status);
	return isBad && !isPlainTask(task) ? undefined : toTask(task, id, status, context);
}

/** `{"code":"success","data":"task_…"}` */
function bareId(body: IDataObject): string | undefined {
	const id = textOf(at(body, 'data'));
	const isSuccess = codeOf(at(body, 'code')) === undefined && !speaksOfError(body);
	return isSuccess && ownId(body) === undefined && id !== undefined && /^[\w.-]{6,128}$/.test(id)
		? id
		: undefined;
}

/** The id by which the gateway knows the task: a wrapped task may also have its supplier's. */
function submittedId(body: unknown, task: IDataObject): string | undefined {
	const outer = ownId(body);
	return isTaskId(outer) ? outer : (ownId(task) ?? outer);
}

/** Whether a body that also holds an error has what only an accepted task has. */
function isPlainTask(task: IDataObject): boolean {
	if (isNamedTask(task) || labelOf(at(task, 'task_id')) !== undefined) return true;
	const word = statusWord(task);
	return word !== undefined && (!isBadEnd(readStatus(word)) || isTaskId(ownId(task)));
}

function isBadEnd({ status }: ReadStatus): boolean {
	return status === 'failed' || status === 'cancelled';
}

/**
 * Reads the answer to a status request, in any of the spellings seen in the wild.
 *
 * The id that was asked for stays the task's, since some gateways leave it out or answer with one that they do not know
 * when asked. Only a body that is about this task ends it: the gateway may also speak of itself, `{"status":"error"}`.
 *
 * @returns undefined when the body is not about a task: no id and no status, or only an error. Never throws.
 */
export function readTask(body: unknown, context: TaskContext = {}): Task | undefined {
	const task = taskBody(body);
	if (task === undefined) return undefined;
	const asked = textOf(context.taskId);
	const id = asked ?? ownId(task) ?? ownId(body);
	if (id === undefined) return undefined;
	const isNamed = asked === undefined || isIdOf(task, asked) || isAbout(body, task, asked);
	const word = statusWord(task);
	const status = readStatus(word);
	if (word === undefined) {
		if (speaksOfError(task)) {
			// A gateway behind a gateway: what it was told once, with our id, and never anything else again.
			return isNamed ? toTask(task, id, DEAD, context) : undefined;
		}
		return textOf(ownId(task)) === undefined ? undefined : toTask(task, id, status, context);
	}
	const isOfTask = isNamed || hasTaskKeys(task);
	if (!isOfTask && (isBadEnd(status) || isEnvelope(task))) return undefined;
	return toTask(task, id, status, context);
}

const DEAD = readStatus('failed');

/** Whether what holds the task says whose it is: by its id, or by giving the task as what was asked for. */
function isAbout(body: unknown, task: IDataObject, asked: string): boolean {
	const isWrapped = task !== body && codeOf(at(body, 'code')) === undefined;
	return isWrapped || isIdOf(body, asked);
}

function isIdOf(holder: unknown, asked: string): boolean {
	return labelOf(at(holder, 'task_id')) === asked || labelOf(at(holder, 'id')) === asked;
}

/** Whether a body holds an error, in either format. */
function speaksOfError(body: IDataObject): boolean {
	const error = at(body, 'error');
	if (textOf(error) !== undefined || (isObject(error) && Object.keys(error).length > 0))
		return true;
	if (at(body, 'success') === false) return true;
	return codeOf(at(body, 'code')) !== undefined && textOf(at(body, 'message')) !== undefined;
}

function toTask(
	body: IDataObject,
	id: string,
	read: ReadStatus,
	{ secret, base }: TaskContext,
): Task {
	const { status } = read;
	const task: Task = { id, status, raw: rawBody(body, secret) };
	const progress = readProgress(at(body, 'progress'));
	const model = textOf(at(body, 'model'));
	const createdAt = readMoment(at(body, 'created_at')) ?? readMoment(at(body, 'submit_time'));
	if (progress !== undefined) task.progress = progress;
	if (model !== undefined) task.model = removeSecret(model, secret);
	if (createdAt !== undefined) task.createdAt = createdAt;
	if (status === 'pending') return task;

	const completedAt = readMoment(at(body, 'completed_at')) ?? readMoment(at(body, 'finish_time'));
	if (completedAt !== undefined) task.completedAt = completedAt;
	if (status === 'completed') {
		const videoUrl = videoLink(body, { id, secret, base });
		if (videoUrl !== undefined) task.videoUrl = videoUrl;
	} else {
		const error = readTaskError(body, read, secret);
		if (error !== undefined) task.error = error;
	}
	return task;
}

/** 50, "50" or "50%" as a whole number from 0 to 100. */
function readProgress(value: unknown): number | undefined {
	const digits = textOf(value)?.replace(/%$/, '');
	const progress = typeof value === 'number' ? value : digits ? Number(digits) : NaN;
	return Number.isFinite(progress) ? Math.min(100, Math.max(0, Math.round(progress))) : undefined;
}
