import type { Dialect } from './dialect.cts';
import type { Outcome } from './taskView.cts';

/** What becomes of an accepted task. */
export interface TaskPlan {
	/** From acceptance to the end. `Infinity`: until the test calls the task's `finish`. */
	seconds: number;
	/** The part of `seconds` spent in the queue, 0 to 1. */
	queueShare: number;
	outcome: Outcome;
	/** The result file's size in bytes; undefined for the smallest. At most 2 GiB. */
	resultBytes?: number;
	/** How long the result link works, counted from completion. */
	resultValidSeconds: number;
	/** After so long the gateway gives up an unfinished task: it is failed and refunded. */
	giveUpSeconds: number;
	/** How this task's answers are worded. */
	dialect: Dialect;
}

/** A plan with any part left to the gateway's own. */
export type PartialPlan = Partial<TaskPlan>;

/** Upstream failures worth simulating. */
export const UPSTREAM_FAILURES = {
	ContentModerationFailed: 'The content did not pass moderation.',
	'InvalidParameter.MediaFormat': 'The media format is not supported.',
	ModelGenerateFailed: 'The model failed to generate the video.',
	ResourceInsufficient: 'Upstream resources are insufficient, please try again later.',
	TaskTimeout: 'The task timed out.',
} as const;

/** A failure's code. */
export type UpstreamFailureCode = keyof typeof UPSTREAM_FAILURES;

/** The outcome of a task that upstream failed. */
export function failure(code: UpstreamFailureCode, message?: string): Outcome {
	return { status: 'failed', code, message: message ?? UPSTREAM_FAILURES[code] };
}
