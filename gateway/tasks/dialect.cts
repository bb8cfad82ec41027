import type { JsonObject } from '../json.cts';
import type { TaskView } from './task.cts';

/** Where an answer may hold the result's URL. */
export type ResultPlace =
	'video_url' | 'metadata.url' | 'metadata.video_url' | 'metadata.result_url' | 'url';

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
	/** The word for each status; default: the status itself. */
	words?: Partial<Record<TaskView['status'], string>>;
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
	/** Times as Unix seconds (default) or as RFC 3339 strings. */
	timesAs?: 'unix' | 'rfc3339';
	/** Sends `completed_at` while the task is pending, too. */
	completedAtWhilePending?: boolean;
	/** Where the URL stands in a completed answer; default `video_url` and `metadata.url`. */
	resultAt?: ResultPlace[];
	/** `metadata.url` of a task without a result: left out (default), "" or the failure's text. */
	metadataUrlWithoutResult?: 'absent' | 'empty' | 'failureText';
	/** Puts another URL in place of the result's. */
	resultUrl?: (url: string) => string;
	/** The first so many completed answers have no URL. */
	completedWithoutUrlGets?: number;
	/** The first so many GETs of the status answer `task_not_exist`. */
	unknownGets?: number;
	/** GETs of the status answer `task_not_exist` for so long after acceptance. */
	unknownSeconds?: number;
	/** Whether GETs name `task_id`; default true. */
	taskIdOnGet?: boolean;
	/** Keys that nobody named. */
	extraKeys?: JsonObject;
	/** The last word on an answer's body. */
	rewrite?: (body: JsonObject, view: TaskView) => JsonObject;
}
