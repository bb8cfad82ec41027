import type { Task } from './task';

/**
 * What went wrong between us and the gateway, decided by status and code, never by the text.
 * `taskFailed`, `taskCancelled`, `timeOut` and `unknownOutcome` are reached by us, those that begin with `file` speak of
 * a finished task's video, the rest is read from an answer.
 */
export type FailureReason =
	| 'badKey'
	| 'noCredit'
	| 'modelUnavailable'
	| 'refusedInput'
	| 'saturated'
	| 'gatewayTrouble'
	| 'taskUnknown'
	| 'taskNotReady'
	| 'redirected'
	| 'unreachable'
	| 'taskFailed'
	| 'taskCancelled'
	| 'timeOut'
	| 'unknownOutcome'
	| 'fileUnavailable'
	| 'fileEmpty'
	| 'fileInvalid'
	| 'fileTooLarge'
	| 'fileNotStored';

/** One failed exchange with the gateway, safe to show and to store: cut to a sane length, keys removed. */
export interface Failure {
	reason: FailureReason;
	/**
	 * What the failure says about a submission: `refused` = certainly no task was made, so it may be sent again;
	 * `unknown` = a task may exist, so it is never sent again by itself.
	 */
	acceptance: 'refused' | 'unknown';
	/** HTTP status; absent when no answer came. */
	status?: number;
	/** The gateway's own error code, or the network's (`ECONNREFUSED`). */
	code?: string;
	/** What the gateway said, cut and cleaned. */
	text?: string;
	requestId?: string;
	/** From Retry-After, in milliseconds. */
	retryAfterMs?: number;
}

/** What one exchange with the gateway came to. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** A failure on its way to the user, with the task as it was last seen where there is one. */
export class GatewayFailure extends Error {
	constructor(
		readonly failure: Failure,
		readonly task?: Task,
	) {
		super(failure.reason);
	}
}
