import type { Json, JsonObject } from '../json.cts';
import type { Dialect, ResultPlace } from './dialect.cts';
import type { GatewayTask, TaskView } from './task.cts';

/** What a status answer is made of. */
export interface StatusInput {
	task: GatewayTask;
	view: TaskView;
	/** The result's link; undefined when it is not to be shown. */
	resultUrl?: string;
	/** GETs may leave `task_id` out. */
	onGet: boolean;
}

/** The body of a submit's or a GET's answer, in the task's dialect. */
export function statusAnswer({ task, view, resultUrl, onGet }: StatusInput): JsonObject {
	const { dialect } = task.plan;
	const body: JsonObject = { id: task.id };
	if (!onGet || dialect.taskIdOnGet !== false) body.task_id = task.id;
	body.object = 'video';
	body.model = task.submission.billingName;
	body.status = inCase(dialect.words?.[view.status] ?? view.status, dialect.letterCase);
	body.progress = progressOf(view, dialect);
	body.created_at = time(task.acceptedAt, dialect);
	body.completed_at = completedAt(task, view, dialect);
	if (view.outcome?.status === 'failed') {
		body.error = { message: view.outcome.message, code: view.outcome.code };
	}
	if (view.status === 'completed') {
		if (resultUrl !== undefined) {
			const shown = dialect.resultUrl?.(resultUrl) ?? resultUrl;
			for (const place of dialect.resultAt ?? ['video_url', 'metadata.url'])
				put(body, place, shown);
		}
	} else if (dialect.metadataUrlWithoutResult === 'empty') {
		put(body, 'metadata.url', '');
	} else if (dialect.metadataUrlWithoutResult === 'failureText' && view.outcome) {
		const { outcome } = view;
		put(body, 'metadata.url', outcome.status === 'failed' ? outcome.message : 'task cancelled');
	}
	Object.assign(body, dialect.extraKeys);
	return dialect.rewrite?.(body, view) ?? body;
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
	if (view.status === 'completed') return 100;
	if (style === 'hundredEarly' && view.status === 'processing') return 100;
	const percent = Math.floor(view.share * 100);
	if (style !== 'coarse') return Math.min(percent, 99);
	if (percent < 30) return 10;
	return percent < 50 ? 30 : 50;
}

function completedAt(task: GatewayTask, view: TaskView, dialect: Dialect): Json | undefined {
	if (view.endedAt !== undefined) return time(view.endedAt, dialect);
	return dialect.completedAtWhilePending ? time(task.acceptedAt, dialect) : undefined;
}

function time(ms: number, dialect: Dialect): Json {
	if (dialect.timesAs === 'rfc3339') return new Date(ms).toISOString();
	return Math.floor(ms / 1000);
}

function put(body: JsonObject, place: ResultPlace, value: string): void {
	const [first, second] = place.split('.');
	if (first === undefined) return;
	if (second === undefined) {
		body[first] = value;
		return;
	}
	const inner = body[first];
	const object: JsonObject =
		typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
	object[second] = value;
	body[first] = object;
}
