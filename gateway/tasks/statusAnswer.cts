import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../json.cts';
import { isJsonObject } from '../json.cts';
import type { Dialect, ResultPlace } from './dialect.cts';
import type { GatewayTask } from './task.cts';
import type { TaskView } from './taskView.cts';

/** What a status answer is made of. */
export interface StatusInput {
	task: GatewayTask;
	view: TaskView;
	/** The result's link; undefined when it is not to be shown. */
	resultUrl?: string;
}

/** What a submit answers, in the task's dialect. */
export function submitAnswer(task: GatewayTask): JsonObject {
	const { dialect } = task.plan;
	if (dialect.submitAnswer === 'wrapped') return { code: 'success', message: '', data: task.id };
	const view: TaskView = { status: 'queued', share: 0, fresh: true };
	const body: JsonObject = {
		id: task.id,
		task_id: task.id,
		...stateOf({ task, view }),
		model: task.submission.billingName,
		status: statusWord({ status: 'queued', share: 0 }, dialect),
		created_at: time(task.acceptedAt, dialect.timesAs === 'ms' ? 'unix' : dialect.timesAs),
	};
	return finished(body, view, dialect);
}

/** The body of a GET's answer, in the task's dialect. */
export function statusAnswer(input: StatusInput): JsonObject {
	const { task } = input;
	const { dialect } = task.plan;
	const view = dialect.sweep === 'unseen' && input.view.swept ? task.viewBeforeSweep() : input.view;
	const dead = deadAnswer(task, view);
	if (dead) return dead;
	const body: JsonObject = { id: task.id };
	if (dialect.taskIdOnGet === 'supplier') body.task_id = supplierId(task);
	else if (dialect.taskIdOnGet !== false) body.task_id = task.id;
	Object.assign(body, stateOf({ task, view }));
	putError(body, view, dialect);
	putLinks(body, { ...input, view });
	return finished(body, view, dialect);
}

function stateOf({ task, view }: StatusInput): JsonObject {
	const { dialect } = task.plan;
	return {
		object: 'video',
		model: dialect.modelOnGet === 'empty' ? '' : task.submission.billingName,
		status: statusWord(view, dialect),
		progress: progressOf(view, dialect),
		created_at: time(task.acceptedAt, dialect.timesAs),
		completed_at: completedAt(task, view, dialect),
	};
}

function finished(body: JsonObject, view: TaskView, dialect: Dialect): JsonObject {
	Object.assign(body, dialect.extraKeys);
	return dialect.rewrite?.(body, view) ?? body;
}

/** What stands in a failed task's place where the supplier's error is passed on as it came. */
function deadAnswer(task: GatewayTask, { outcome }: TaskView): JsonObject | undefined {
	const { failedAs = 'task' } = task.plan.dialect;
	if (outcome?.status !== 'failed' || failedAs === 'task') return undefined;
	const { code, message } = outcome;
	if (failedAs === 'code') return { code, message, data: null, id: task.id };
	return { error: { code, message, type: 'new_api_error' }, id: task.id };
}

function putError(body: JsonObject, { outcome, swept }: TaskView, dialect: Dialect): void {
	if (outcome?.status !== 'failed' || dialect.failedError === 'absent') return;
	if (swept && dialect.sweep === 'noReason') return;
	const { message, code } = outcome;
	body.error =
		dialect.failedError === 'empty'
			? { message: '', code: '' }
			: { message, code: dialect.failureCode ?? code };
}

function putLinks(body: JsonObject, { task, view, resultUrl }: StatusInput): void {
	const { dialect } = task.plan;
	if (view.status === 'completed' || (view.outcome && dialect.linkOnFailure)) {
		if (resultUrl === undefined) return;
		const shown = dialect.resultUrl?.(resultUrl, task.id) ?? resultUrl;
		for (const place of dialect.resultAt ?? ['video_url', 'metadata.url']) put(body, place, shown);
		return;
	}
	const text = failureText(view);
	if (text !== undefined && dialect.failureTextAt) {
		for (const place of dialect.failureTextAt) put(body, place, text);
	} else if (dialect.metadataUrlWithoutResult === 'empty') put(body, 'metadata.url', '');
	else if (dialect.metadataUrlWithoutResult === 'failureText' && text !== undefined) {
		put(body, 'metadata.url', text);
	}
}

/** Why a task ended without a video; undefined when it did not. */
export function failureText({ outcome }: TaskView): string | undefined {
	if (outcome?.status === 'failed') return outcome.message;
	return outcome?.status === 'cancelled' ? 'task cancelled' : undefined;
}

function statusWord(view: TaskView, dialect: Dialect): string {
	const { words = {} } = dialect;
	const fresh = view.fresh ? words.fresh : undefined;
	const word = inCase(fresh ?? words[view.status] ?? view.status, dialect.letterCase);
	if (!dialect.statusWithReason || view.outcome?.status !== 'failed') return word;
	return `${word}: ${view.outcome.message}`;
}

function inCase(word: string, letterCase: Dialect['letterCase']): string {
	if (letterCase === 'upper') return word.toUpperCase();
	if (letterCase === 'title') return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
	return letterCase === 'lower' ? word.toLowerCase() : word;
}

function progressOf(view: TaskView, dialect: Dialect): Json | undefined {
	if (dialect.progress === 'absent') return undefined;
	const value = progressNumber(view, dialect.progress ?? 'linear');
	return dialect.progressAs === 'percent' ? `${value}%` : value;
}

function progressNumber(view: TaskView, style: 'linear' | 'coarse' | 'hundredEarly'): number {
	if (view.share === 1) return 100;
	if (view.fresh) return 0;
	if (style === 'hundredEarly' && view.status === 'processing') return 100;
	const percent = Math.floor(view.share * 100);
	if (style !== 'coarse') return Math.min(percent, 99);
	if (percent < 30) return 10;
	return percent < 50 ? 30 : 50;
}

function completedAt(task: GatewayTask, view: TaskView, dialect: Dialect): Json | undefined {
	if (view.endedAt !== undefined) return time(view.endedAt, dialect.timesAs);
	return dialect.completedAtWhilePending ? time(task.acceptedAt, dialect.timesAs) : undefined;
}

function time(ms: number, as: Dialect['timesAs']): Json {
	if (as === 'rfc3339') return new Date(ms).toISOString();
	return as === 'ms' ? ms : Math.floor(ms / 1000);
}

/** The id that the supplier gave the task: the same in every answer, unknown to the gateway's own routes. */
function supplierId({ id }: GatewayTask): string {
	return `task_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

function put(body: JsonObject, place: ResultPlace, url: string): void {
	const [first = place, second] = place.split('.');
	const inner = body[first];
	const object = second === undefined ? body : isJsonObject(inner) ? inner : {};
	const key = second ?? first;
	object[key] = key === 'output' || key === 'result_urls' ? [url] : url;
	if (object !== body) body[first] = object;
}
