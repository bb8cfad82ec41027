import type { JsonObject } from '../json.cts';
import type { Supplier } from './supplier.cts';
import type { TaskView } from './taskView.cts';

/** Where an answer may hold the result's URL; `output` and `metadata.result_urls` hold it in a list. */
export type ResultPlace =
	| 'video_url'
	| 'url'
	| 'result_url'
	| 'output_url'
	| 'output'
	| 'output.video_url'
	| 'video.url'
	| 'data.result_url'
	| 'metadata.url'
	| 'metadata.video_url'
	| 'metadata.result_url'
	| 'metadata.result_urls';

/** Every spelling of a status met in the wild, by what it means. */
export const STATUS_SPELLINGS = {
	pending: [
		'queued',
		'submitted',
		'pending',
		'not_start',
		'unknown',
		'in_progress',
		'processing',
		'running',
	],
	completed: ['completed', 'success', 'succeed', 'succeeded', 'finish', 'finished'],
	failed: ['failed', 'failure', 'fail', 'error', 'aborted', 'expired'],
	cancelled: ['cancelled', 'canceled'],
} as const;

/** How a task's answers are worded. Left out: as documented. */
export interface Dialect {
	/** What a submit answers: the task (default), or `{"code":"success","data":"task_…"}`. */
	submitAnswer?: 'task' | 'wrapped';
	/** The word for each status; default: the status itself. `fresh`: before the gateway first asked its upstream. */
	words?: Partial<Record<TaskView['status'] | 'fresh', string>>;
	/** Puts the reason behind the word of a failed task: `failed: the file is too large`. */
	statusWithReason?: boolean;
	/** Letter case of the status word. */
	letterCase?: 'lower' | 'upper' | 'title';
	/**
	 * - `linear` (default): 0 to 99 with time, 100 at completion.
	 * - `coarse`: 10, 30, 50, then 100.
	 * - `absent`: never sent.
	 * - `hundredEarly`: 100 as soon as the task is processing.
	 */
	progress?: 'linear' | 'coarse' | 'absent' | 'hundredEarly';
	/** Progress as a number (default) or as "50%". */
	progressAs?: 'number' | 'percent';
	/** Times on GETs as Unix seconds (default), as Unix milliseconds or as RFC 3339 strings. */
	timesAs?: 'unix' | 'ms' | 'rfc3339';
	/** Sends `completed_at` while the task is pending, too. */
	completedAtWhilePending?: boolean;
	/** Where the URL stands in a completed answer; default `video_url` and `metadata.url`. */
	resultAt?: ResultPlace[];
	/** `metadata.url` of a task without a result: left out (default), "" or the failure's text. */
	metadataUrlWithoutResult?: 'absent' | 'empty' | 'failureText';
	/** Where a failed answer repeats its text in place of a URL. */
	failureTextAt?: ResultPlace[];
	/** The code of every failure, whatever upstream's was: one fixed word, or "". */
	failureCode?: string;
	/** A failed task has the link, too. */
	linkOnFailure?: boolean;
	/** The `error` of a failed task: code and text (default), left out, or with both empty. */
	failedError?: 'full' | 'absent' | 'empty';
	/** A failed task answers 200 with an error in place of the task, for ever: `{error,id}` or `{code,message,data,id}`. */
	failedAs?: 'task' | 'error' | 'code';
	/**
	 * A task that the gateway gave up is failed with a reason (default), failed without one, or looks for ever as it
	 * did before (`unseen`; only the second route tells).
	 */
	sweep?: 'reason' | 'noReason' | 'unseen';
	/** Puts another URL in place of the result's. */
	resultUrl?: (url: string, taskId: string) => string;
	/** The first so many completed answers have no URL. */
	completedWithoutUrlGets?: number;
	/** The first so many GETs of the status answer `task_not_exist`. */
	unknownGets?: number;
	/** GETs of the status answer `task_not_exist` for so long after acceptance. */
	unknownSeconds?: number;
	/** Whether GETs name `task_id`; default true. `supplier`: they name the supplier's id, which the gateway does not know. */
	taskIdOnGet?: boolean | 'supplier';
	/** The model on GETs: its billing name (default), or "". */
	modelOnGet?: 'named' | 'empty';
	/** Whose answer `GET /v1/video/generations/{id}` holds as it came; default `gateway`. */
	supplier?: Supplier;
	/** Keys that nobody named. */
	extraKeys?: JsonObject;
	/** The last word on an answer's body. */
	rewrite?: (body: JsonObject, view: TaskView) => JsonObject;
}

/** The link of a gateway whose own address was never set: it means the gateway's own `/content`. */
export function localhostLink(_url: string, taskId: string): string {
	return `http://localhost:3000/v1/videos/${taskId}/content`;
}
