import type { IDataObject } from 'n8n-workflow';

import { rawBody } from './rawBody';
import { readMoment } from './readMoment';
import { removeSecret } from '../shared/redact';
import { shownText } from '../shared/shownText';
import type { Task, TaskError, TaskStatus } from '../shared/task';
import { at, isObject, labelOf, textOf } from '../shared/json';

/** Every spelling that ends a task, in lower case; any other, "unknown" too, is a task still pending. */
const ENDED: ReadonlyMap<string, TaskStatus> = new Map([
	['completed', 'completed'],
	['success', 'completed'],
	['succeed', 'completed'],
	['succeeded', 'completed'],
	['finish', 'completed'],
	['finished', 'completed'],
	['failed', 'failed'],
	['failure', 'failed'],
	['fail', 'failed'],
	['error', 'failed'],
	['aborted', 'failed'],
	['expired', 'failed'],
	['cancelled', 'cancelled'],
	['canceled', 'cancelled'],
]);

/** Where the result's link may be, in the order of trust. */
const LINK_PLACES: ReadonlyArray<readonly string[]> = [
	['video_url'],
	['metadata', 'url'],
	['metadata', 'video_url'],
	['metadata', 'result_url'],
	['url'],
];

/** Keys that only a task has: with one of them a body without an id is still a task. */
const TASK_KEYS = [
	'object',
	'model',
	'progress',
	'created_at',
	'completed_at',
	'video_url',
	'metadata',
];

/**
 * Reads the answer to a submission. Only an id makes a body an accepted task, and an id always does,
 * whatever its status: without one the task could never be asked for.
 * @returns undefined when the body names no task. Never throws.
 */
export function readSubmittedTask(body: unknown, secret?: string): Task | undefined {
	const task = unwrap(body);
	const id = labelOf(at(task, 'task_id')) ?? labelOf(at(task, 'id'));
	return task === undefined || id === undefined ? undefined : toTask(task, id, secret);
}

/**
 * Reads the answer to a status request, in any of the spellings seen in the wild.
 * @param askedId the id that was asked for: it stays the task's, since some gateways leave it out or answer with one that
 * they do not know when asked
 * @param secret the key, removed from every text should the gateway repeat it
 * @returns undefined when the body is not a task: no id and no status, or only an error. Never throws.
 */
export function readTask(body: unknown, askedId?: string, secret?: string): Task | undefined {
	const task = unwrap(body);
	if (task === undefined) return undefined;
	const ownId = textOf(task.task_id) ?? textOf(task.id);
	const id = textOf(askedId) ?? labelOf(task.task_id) ?? labelOf(task.id);
	if (id === undefined) return undefined;
	const hasStatus = textOf(task.status) !== undefined;
	if (!hasStatus && (ownId === undefined || isPresent(task.error))) return undefined;
	// {"status":"error","message":"busy"} is the gateway speaking of itself, not of the task.
	const speaksOfItself =
		textOf(task.message) !== undefined && !TASK_KEYS.some((key) => key in task);
	if (ownId === undefined && speaksOfItself) return undefined;
	return toTask(task, id, secret);
}

/** Some gateways wrap the task: {"code":"success","data":{…}}. */
function unwrap(body: unknown): IDataObject | undefined {
	if (!isObject(body)) return undefined;
	const { data } = body;
	const isWrapped =
		isObject(data) &&
		(labelOf(data.task_id) ?? labelOf(data.id)) !== undefined &&
		(labelOf(body.task_id) ?? labelOf(body.id)) === undefined;
	return isWrapped ? data : body;
}

function toTask(body: IDataObject, id: string, secret?: string): Task {
	const spelling = textOf(body.status)?.toLowerCase() ?? '';
	const status = ENDED.get(spelling) ?? 'pending';
	const task: Task = { id, status, raw: rawBody(body, secret) };
	const progress = readProgress(body.progress);
	const model = textOf(body.model);
	const createdAt = readMoment(body.created_at);
	if (progress !== undefined) task.progress = progress;
	if (model !== undefined) task.model = removeSecret(model, secret);
	if (createdAt !== undefined) task.createdAt = createdAt;
	if (status === 'pending') return task;

	const completedAt = readMoment(body.completed_at);
	if (completedAt !== undefined) task.completedAt = completedAt;
	if (status === 'completed') {
		const videoUrl = readVideoUrl(body, secret);
		if (videoUrl !== undefined) task.videoUrl = videoUrl;
	} else {
		const error = readTaskError(body, spelling, secret);
		if (error !== undefined) task.error = error;
	}
	return task;
}

/** 50, "50" or "50%" as a whole number from 0 to 100. */
function readProgress(value: unknown): number | undefined {
	const digits = textOf(value)?.replace(/%$/, '').trim();
	const progress = typeof value === 'number' ? value : digits ? Number(digits) : NaN;
	return Number.isFinite(progress) ? Math.min(100, Math.max(0, Math.round(progress))) : undefined;
}

function readVideoUrl(body: IDataObject, secret?: string): string | undefined {
	for (const place of LINK_PLACES) {
		const link = textOf(at(body, ...place));
		// A link that carries the key would spread it into outputs and to other origins.
		if (link !== undefined && isHttpUrl(link) && !(secret && link.includes(secret))) return link;
	}
	return undefined;
}

function isHttpUrl(text: string): boolean {
	return /^https?:\/\/[^\s/?#]/i.test(text) && !/\s/.test(text) && URL.canParse(text);
}

function readTaskError(
	body: IDataObject,
	spelling: string,
	secret?: string,
): TaskError | undefined {
	const told = textOf(body.error) ?? textOf(at(body, 'error', 'message'));
	const metadataUrl = textOf(at(body, 'metadata', 'url'));
	const code = labelOf(at(body, 'error', 'code'));
	// Some gateways put the reason where the link would be.
	const reason = metadataUrl !== undefined && !isHttpUrl(metadataUrl) ? metadataUrl : undefined;
	const ending =
		spelling === 'expired' || spelling === 'aborted' ? `The task is ${spelling}` : undefined;
	const message = told ?? reason ?? code ?? ending;
	if (message === undefined) return undefined;
	const error: TaskError = { message: shownText(message, secret) };
	if (code !== undefined) error.code = shownText(code, secret, 100);
	return error;
}

function isPresent(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}
