import type { Answer, Failure } from '../shared/failure';
import { cut } from '../shared/readableText';
import { shownText } from '../shared/shownText';
import type { Task } from '../shared/task';
import type { Asked } from './failureReason';
import { parseBody } from './parseBody';
import type { GatewayResponse } from './readFailure';
import { readFailure } from './readFailure';
import type { TaskContext } from './readTask';
import { readSubmittedTask, readTask } from './readTask';
import { ownId, taskBody } from './taskBody';

export { readNetworkFailure } from './readNetworkFailure';
export type { GatewayResponse } from './readFailure';

/** In characters, as everywhere. */
const LONGEST_TEXT = 500;

/** What an answer answers. */
export interface AnswerContext extends Asked, TaskContext {
	/** The present, in Unix milliseconds. */
	now: number;
}

/**
 * The one place that turns any HTTP answer into a task or a failure: both error formats, `{success:false}`, HTML,
 * empty and unparsable bodies, 200 with an error, redirects. Never throws.
 */
export function readAnswer(response: GatewayResponse, context: AnswerContext): Answer<Task> {
	if (response.statusCode >= 200 && response.statusCode < 300) {
		const body = parseBody(response.body);
		const task = context.submitted ? readSubmittedTask(body, context) : readTask(body, context);
		if (task !== undefined) return { ok: true, value: task };
	}
	const failure = readFailure(response, context);
	const isLost = context.submitted === true && failure.acceptance === 'unknown';
	return { ok: false, failure: isLost ? withId(failure, response, context) : failure };
}

/** An id beside an error may be that of a task, which a person can look for. */
function withId(failure: Failure, { body }: GatewayResponse, { secret }: AnswerContext): Failure {
	const id = ownId(taskBody(parseBody(body)));
	if (id === undefined || shownText(id, secret) !== id) return failure;
	const told = `(id: ${cut(id, 128)})`;
	if (failure.text === undefined) return { ...failure, text: told };
	return { ...failure, text: `${cut(failure.text, LONGEST_TEXT - told.length - 1)} ${told}` };
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

/** Servers say by these that they will never do it. */
const NEVER = new Set([501, 505]);

/**
 * Whether asking again may get a better answer, for status requests only: network errors, 408, 409, 423, 425, 429, 499,
 * every 5xx but 501 and 505, HTML, empty and unparsable bodies. Not 401, 403 or a redirect; an unknown task and a key used
 * up by its own task are for the caller to judge by their age.
 */
export function isTransient(failure: Failure): boolean {
	const { status = 0, reason } = failure;
	if (NEVER.has(status)) return false;
	if (status >= 500) return true;
	return (
		reason === 'unreachable' ||
		reason === 'saturated' ||
		reason === 'gatewayTrouble' ||
		reason === 'supplierTrouble' ||
		reason === 'taskNotReady'
	);
}
