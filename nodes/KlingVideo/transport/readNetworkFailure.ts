import type { Failure } from '../shared/failure';
import { isBeforeSending } from './networkCodes';
import { readFailure, type GatewayResponse } from './readFailure';
import { shownText } from '../shared/shownText';
import { at, isObject, labelOf, textOf } from '../shared/json';

/** Where n8n's errors, axios' and Node's keep the error they stand for. */
const INNER_KEYS = ['cause', 'errorResponse', 'reason', 'error', 'errors'];

const DEEPEST = 6;

const NETWORK_CODE =
	/^(?:E[A-Z0-9_]{3,40}|CERT_\w{3,40}|[A-Z_]{3,40}_CERT\w{0,40}|UNABLE_TO_\w{3,60}|HOSTNAME_MISMATCH|INVALID_CA|UND_ERR_\w{3,40})$/;

/** n8n refuses addresses that its administrator has closed, before anything is sent. */
const BLOCKED_BY_N8N = /^SsrfBlocked\w{1,30}Error$/;

/**
 * Reads an error thrown instead of an answer: refused connections, name and certificate problems (nothing was sent),
 * lost connections, time-outs and cancelled requests (something may have been). An error that carries an answer all the same
 * is read as that answer. Nothing of the error itself is kept but its code and its cleaned text. Never throws.
 */
export function readNetworkFailure(
	error: unknown,
	context: { submitted?: boolean; secret?: string; now?: number } = {},
): Failure {
	const chain = unfold(error);
	const response = chain.map(readResponse).find(isPresent);
	if (response !== undefined) {
		return readFailure(response, { ...context, now: context.now ?? 0 });
	}
	const texts = chain.flatMap(textsOf);
	// n8n 2.8 drops the cause: what is left of it is the code, in the place of the status, and the text.
	const code = findText(chain, 'code', NETWORK_CODE) ?? findText(chain, 'httpCode', NETWORK_CODE);
	const systemCall =
		findText(chain, 'syscall', /\w/) ??
		texts.map((text) => /^(connect|read|write) E[A-Z]/.exec(text)?.[1]).find(isPresent);
	const blocked = findText(chain, 'name', BLOCKED_BY_N8N);
	const failure: Failure = {
		reason: 'unreachable',
		acceptance: blocked !== undefined || isBeforeSending(code, systemCall) ? 'refused' : 'unknown',
	};
	// n8n words the outer error anew; the innermost still says what happened.
	const text = shownText(texts[texts.length - 1] ?? '', context.secret);
	if (code !== undefined) failure.code = code;
	if (text !== '') failure.text = text;
	return failure;
}

/** What an error says; n8n keeps the words it replaced in `messages`. */
function textsOf(error: Record<string, unknown>): string[] {
	const replaced: unknown[] = Array.isArray(error.messages) ? error.messages.slice(0, 1) : [];
	return [error.message, ...replaced].map(textOf).filter(isPresent);
}

function isPresent<T>(value: T | undefined): value is T {
	return value !== undefined;
}

/** The error and everything inside it, outermost first. */
function unfold(error: unknown): Array<Record<string, unknown>> {
	const chain: Array<Record<string, unknown>> = [];
	const collect = (value: unknown, depth: number): void => {
		if (Array.isArray(value)) {
			// An AggregateError holds one error per address that was tried.
			value.slice(0, 10).forEach((inner) => collect(inner, depth));
			return;
		}
		if (!isObject(value) || depth > DEEPEST || chain.includes(value)) return;
		chain.push(value);
		for (const key of INNER_KEYS) collect(value[key], depth + 1);
	};
	collect(typeof error === 'string' ? { message: error } : error, 0);
	return chain;
}

function readResponse(error: Record<string, unknown>): GatewayResponse | undefined {
	const status = at(error, 'response', 'status') ?? at(error, 'response', 'statusCode');
	if (typeof status === 'number') {
		const headers = at(error, 'response', 'headers');
		return {
			statusCode: status,
			headers: isObject(headers) ? headers : {},
			body: at(error, 'response', 'data') ?? at(error, 'response', 'body'),
		};
	}
	// n8n 2.8 drops the cause, and keeps of its answer the status and a JSON body.
	const kept = labelOf(error.httpCode) ?? '';
	if (!/^[1-5]\d\d$/.test(kept)) return undefined;
	return { statusCode: Number(kept), headers: {}, body: at(error, 'context', 'data') };
}

function findText(
	chain: Array<Record<string, unknown>>,
	key: string,
	shape: RegExp,
): string | undefined {
	return chain.flatMap((link) => textOf(link[key]) ?? []).find((text) => shape.test(text));
}
