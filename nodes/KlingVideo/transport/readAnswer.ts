import type { Answer, Failure } from '../shared/failure';
import { parseBody, readFailure, type GatewayResponse } from './readFailure';
import { readSubmittedTask, readTask } from './readTask';
import type { Task } from '../shared/task';

export { readNetworkFailure } from './readNetworkFailure';
export type { GatewayResponse } from './readFailure';

/** What an answer answers. */
export interface AnswerContext {
	/** Whether it answers a submission; otherwise a status request. */
	submitted?: boolean;
	/** The id that was asked for. */
	taskId?: string;
	/** The key, removed from every text. */
	secret?: string;
	/** The present, in Unix milliseconds. */
	now: number;
}

/**
 * The one place that turns any HTTP answer into a task or a failure: both error formats, `{success:false}`, HTML,
 * empty and unparsable bodies, 200 with an error, redirects. A submission answered with 2xx and a task id is accepted,
 * whatever else the answer says. Never throws.
 */
export function readAnswer(response: GatewayResponse, context: AnswerContext): Answer<Task> {
	if (response.statusCode >= 200 && response.statusCode < 300) {
		const body = parseBody(response.body);
		const task = context.submitted
			? readSubmittedTask(body, context.secret)
			: readTask(body, context.taskId, context.secret);
		if (task !== undefined) return { ok: true, value: task };
	}
	return { ok: false, failure: readFailure(response, context) };
}

/**
 * Reads a refused request for a task's file (`/content`). A 400 or 409 without a code of its own, and a 425, mean that the file is not
 * ready yet; everything else is read as for a status request.
 */
export function readFileFailure(response: GatewayResponse, context: AnswerContext): Failure {
	const failure = readFailure(response, context);
	const isEarly =
		response.statusCode === 425 ||
		((response.statusCode === 400 || response.statusCode === 409) && failure.code === undefined);
	return isEarly ? { ...failure, reason: 'taskNotReady' } : failure;
}

/**
 * Whether asking again may get a better answer, for status requests only: network errors, 408, 425, 429, every 5xx,
 * HTML, empty and unparsable bodies. Not 401, 403 or a redirect; an unknown task is for the caller to judge by its age.
 */
export function isTransient(failure: Failure): boolean {
	if (failure.status !== undefined && failure.status >= 500) return true;
	return (
		failure.reason === 'unreachable' ||
		failure.reason === 'saturated' ||
		failure.reason === 'gatewayTrouble' ||
		failure.reason === 'taskNotReady'
	);
}
