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
	/** A submission was refused since the account has no room for one more task just now: it may be sent again. */
	| 'noRoom'
	/** A request for a task or a file was answered with 429. */
	| 'saturated'
	/** The gateway's own supplier refused or failed; nothing is wrong with the user's key, model or address. */
	| 'supplierTrouble'
	/** The key is used up, by the very task that it submitted: the task goes on. For the caller to judge by its age. */
	| 'keyUsedUp'
	| 'gatewayTrouble'
	| 'taskUnknown'
	| 'taskNotReady'
	| 'redirected'
	| 'unreachable'
	| 'taskFailed'
	| 'taskCancelled'
	| 'timeOut'
	| 'unknownOutcome'
	/** The gateway's own file route does not give the video of a completed task. */
	| 'fileRefused'
	| 'fileUnavailable'
	| 'fileEmpty'
	| 'fileInvalid'
	| 'fileTooLarge'
	| 'fileNotStored';

/** One failed exchange with the gateway, safe to show and to store: cut to a sane length, keys removed. */
export interface Failure {
	reason: FailureReason;
	/**
	 * What the failure says about a submission: `refused` = certainly no task was made, by the gateway's word or since
	 * nothing was sent, so it may be sent again; `unknown` = a task may exist, so it is never sent again by itself.
	 */
	acceptance: 'refused' | 'unknown';
	/** HTTP status; absent when no answer came. */
	status?: number;
	/** The gateway's own error code, or the network's (`ECONNREFUSED`). */
	code?: string;
	/** What the gateway said, cut and cleaned. */
	text?: string;
	requestId?: string;
	/** How many tasks of this node were open, when the account had no room for another. */
	openTasks?: number;
	/** From Retry-After, in milliseconds. */
	retryAfterMs?: number;
	/** The answer was a web page, as of a wrong Base URL or of a proxy. */
	isPage?: true;
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
