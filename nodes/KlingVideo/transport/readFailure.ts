import type { Failure, FailureReason } from '../shared/failure';
import { shownText } from '../shared/shownText';
import { at, isObject, labelOf, textOf } from '../shared/json';

/** One HTTP answer as n8n's request helper returns it with the full response, no error thrown for its status. */
export interface GatewayResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

const NO_CREDIT_CODES = new Set(['insufficient_user_quota', 'pre_consume_token_quota_failed']);

/** With or without the width of Chinese parentheses. */
const REQUEST_ID = /\s?[(（]request id[:：]\s?([\w.:-]{1,100})[)）]/i;

/**
 * Reads what a refusal or an unreadable answer says, by its status and code alone; the text is only shown.
 * @param context.submitted whether it answers a submission
 * @param context.now the present, in Unix milliseconds, for a Retry-After date
 */
export function readFailure(
	response: GatewayResponse,
	context: { submitted?: boolean; secret?: string; now: number },
): Failure {
	const { statusCode: status, headers } = response;
	const body = parseBody(response.body);
	const code = readCode(body);
	const failure: Failure = {
		...classify(status, code, context.submitted === true),
		status,
	};
	const said = readSaid(body);
	const requestId =
		(said === undefined ? undefined : REQUEST_ID.exec(said)?.[1]) ?? readRequestIdHeader(headers);
	const text = said && shownText(said.replace(REQUEST_ID, ''), context.secret);
	const retryAfterMs = readRetryAfter(headerOf(headers, 'retry-after'), context.now);
	if (code !== undefined) failure.code = shownText(code, context.secret, 100);
	if (text) failure.text = text;
	if (requestId !== undefined) failure.requestId = shownText(requestId, context.secret, 100);
	if (retryAfterMs !== undefined) failure.retryAfterMs = retryAfterMs;
	return failure;
}

/** The body as JSON where it holds JSON, whatever it came as; otherwise as text. Never throws. */
export function parseBody(body: unknown): unknown {
	const text = bytesToText(body);
	if (text === undefined) return body;
	try {
		const parsed: unknown = JSON.parse(text.trim());
		return parsed;
	} catch {
		return text;
	}
}

function bytesToText(body: unknown): string | undefined {
	if (typeof body === 'string') return body;
	if (body instanceof ArrayBuffer) return Buffer.from(body).toString('utf8');
	if (ArrayBuffer.isView(body)) {
		return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
	}
	return undefined;
}

function classify(
	status: number,
	code: string | undefined,
	submitted: boolean,
): { reason: FailureReason; acceptance: Failure['acceptance'] } {
	// No channel knows the model, so nobody was asked: a refusal in spite of its 503.
	if (code === 'model_not_found') return { reason: 'modelUnavailable', acceptance: 'refused' };
	const acceptance = status >= 300 && status < 500 ? 'refused' : 'unknown';
	return { reason: reasonOf(status, code, submitted), acceptance };
}

function reasonOf(status: number, code: string | undefined, submitted: boolean): FailureReason {
	if (status === 401) return 'badKey';
	if (code !== undefined && NO_CREDIT_CODES.has(code)) return 'noCredit';
	if (code === 'task_not_exist' && !submitted) return 'taskUnknown';
	if (status >= 300 && status < 400) return 'redirected';
	if (status < 400 || status >= 500) return 'gatewayTrouble';
	switch (status) {
		case 402:
			return 'noCredit';
		case 403:
			return 'modelUnavailable';
		case 404:
			return submitted ? 'refusedInput' : 'taskUnknown';
		case 408:
		case 425:
			return 'gatewayTrouble';
		case 429:
			return 'saturated';
		default:
			return 'refusedInput';
	}
}

/** E1 has it inside `error`, E2 on top; "" is none. */
function readCode(body: unknown): string | undefined {
	return labelOf(at(body, 'error', 'code')) ?? labelOf(at(body, 'code'));
}

function readSaid(body: unknown): string | undefined {
	if (!isObject(body)) return typeof body === 'string' ? textOf(body) : undefined;
	return (
		textOf(at(body, 'error', 'message')) ??
		textOf(body.error) ??
		textOf(body.message) ??
		// Nobody named these keys: show the body as it is.
		(Object.keys(body).length === 0 ? undefined : toJson(body))
	);
}

function toJson(body: unknown): string | undefined {
	try {
		return JSON.stringify(body);
	} catch {
		return undefined;
	}
}

function readRequestIdHeader(headers: Record<string, unknown>): string | undefined {
	const id = headerOf(headers, 'x-oneapi-request-id') ?? headerOf(headers, 'x-request-id');
	return id !== undefined && /^[\w.:-]{1,100}$/.test(id) ? id : undefined;
}

function headerOf(headers: Record<string, unknown>, name: string): string | undefined {
	const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name);
	if (key === undefined) return undefined;
	const value = headers[key];
	const list: unknown[] = Array.isArray(value) ? value : [value];
	return labelOf(list[0]);
}

/** Retry-After as seconds or as an HTTP date, in milliseconds from now. */
function readRetryAfter(value: string | undefined, now: number): number | undefined {
	if (value === undefined) return undefined;
	if (/^\d{1,9}(?:\.\d{1,9})?$/.test(value)) return Math.ceil(Number(value) * 1000);
	const date = /^[A-Za-z]{3,9},? /.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
