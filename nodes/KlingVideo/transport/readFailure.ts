import type { Failure } from '../shared/failure';
import { labelOf } from '../shared/json';
import { shownText } from '../shared/shownText';
import { acceptanceOf } from './acceptance';
import type { Asked } from './failureReason';
import { failureReason } from './failureReason';
import { parseBody } from './parseBody';
import { readWords } from './readWords';
import { requestIdIn, withoutRequestId } from './requestId';

/** One HTTP answer as n8n's request helper returns it with the full response, no error thrown for its status. */
export interface GatewayResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** What is known of the request that failed. */
export interface FailedRequest extends Asked {
	/** The key, removed from every text. */
	secret?: string;
	/** The present, in Unix milliseconds, for a Retry-After date. */
	now: number;
}

/** Reads what a refusal or an unreadable answer says, by its status and codes; the text is only shown. Never throws. */
export function readFailure(response: GatewayResponse, request: FailedRequest): Failure {
	const { statusCode: status, headers } = response;
	const { secret, now } = request;
	const body = parseBody(response.body);
	const words = readWords(body);
	const reason = failureReason(status, words, request);
	const failure: Failure = { reason, acceptance: acceptanceOf(status, body, reason), status };
	const { code, text: said } = words;
	const requestId = requestIdIn(said) ?? readRequestIdHeader(headers);
	const text = said && shownText(withoutRequestId(said), secret);
	const retryAfterMs = readRetryAfter(now, headerOf(headers, 'retry-after'));
	if (code !== undefined) failure.code = shownText(code, secret, 100);
	if (text) failure.text = text;
	if (requestId !== undefined) failure.requestId = shownText(requestId, secret, 100);
	if (retryAfterMs !== undefined) failure.retryAfterMs = retryAfterMs;
	if (words.isPage) failure.isPage = true;
	return failure;
}

function readRequestIdHeader(headers: Record<string, unknown>): string | undefined {
	const id = headerOf(headers, 'x-oneapi-request-id') ?? headerOf(headers, 'x-request-id');
	return id?.match(/^[\w.:-]{1,100}$/)?.[0];
}

function headerOf(headers: Record<string, unknown>, name: string): string | undefined {
	const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
	const list: unknown[] = Array.isArray(value) ? value : [value];
	return labelOf(list[0]);
}

/** Retry-After as seconds or as an HTTP date, in milliseconds from now. */
function readRetryAfter(now: number, value = ''): number | undefined {
	if (/^\d{1,9}(?:\.\d{1,9})?$/.test(value)) return Math.ceil(Number(value) * 1000);
	const date = /^[A-Za-z]{3,9},? /.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
