import type { Failure, FailureReason } from '../shared/failure';
import { at, textOf } from '../shared/json';
import { codeOf } from './readWords';

/** The gateway failed while it wrote down a task that its supplier may have. */
const UNKNOWN_CODES = new Set<string | undefined>(['insert_task_failed']);

/** Statuses by which a server, or a proxy in front of it, says that it did not take the request up. */
const REFUSING_STATUSES = new Set([
	400, 401, 402, 403, 404, 405, 406, 411, 413, 414, 415, 417, 421, 422, 426, 428, 429, 431, 451,
]);

/**
 * Whether a submission that got such an answer certainly made no task.
 *
 * Gateways of the new-api family write both their error formats only where they made no task and gave the money back,
 * whatever the status (read in the source of nine, tried on two). Anything else with a status of a server in trouble, of
 * a proxy that lost its patience (408, 499, 504) or of a redirect may come after the gateway has made a task.
 */
export function acceptanceOf(
	status: number,
	body: unknown,
	reason: FailureReason,
): Failure['acceptance'] {
	const code = codeOf(at(body, 'error', 'code')) ?? codeOf(at(body, 'code'));
	const isPanic = at(body, 'error', 'type') === 'new_api_panic';
	if (isPanic || UNKNOWN_CODES.has(code)) return 'unknown';
	// Nobody was asked for the video: no channel knows the model, or no account has room for it.
	if (code === 'model_not_found' || reason === 'noRoom') return 'refused';
	return isGatewayRefusal(body) || REFUSING_STATUSES.has(status) ? 'refused' : 'unknown';
}

/** E1 `{"error":{"type":"new_api_error",…}}` or E2 `{"code":"…","message":"…","data":null}`. */
function isGatewayRefusal(body: unknown): boolean {
	if (at(body, 'error', 'type') === 'new_api_error') return true;
	const code = at(body, 'code');
	return (
		typeof code === 'string' &&
		codeOf(code) !== undefined &&
		textOf(at(body, 'message')) !== undefined &&
		at(body, 'data') === null
	);
}
