import { json, type JsonAnswer, type RawAnswer } from '../answer.cts';
import * as errors from '../errors.cts';
import type { UpstreamFailureCode } from '../tasks/plan.cts';
import { UPSTREAM_FAILURES } from '../tasks/plan.cts';
import type { Json } from '../json.cts';
import type {
	AnswerFault,
	DripFault,
	DropFault,
	Fault,
	FileFault,
	HangFault,
	HoldFault,
	TruncateFault,
} from './fault.cts';

/** On the submit route: whether the task is accepted although its answer is lost. */
interface Acceptance {
	accept?: boolean;
}

/** How a 429 or 503 says when to come back: seconds, or a date. */
interface RetryAfter {
	retryAfter?: number | Date;
}

function answered(answer: JsonAnswer | RawAnswer, accept?: boolean): AnswerFault {
	return { kind: 'answer', answer, accept };
}

function retryHeaders({ retryAfter }: RetryAfter): Record<string, string> {
	if (retryAfter === undefined) return {};
	return {
		'retry-after': typeof retryAfter === 'number' ? String(retryAfter) : retryAfter.toUTCString(),
	};
}

function file(change: Omit<FileFault, 'kind'>): FileFault {
	return { kind: 'file', ...change };
}

function html(status: number, { accept, ...retry }: Acceptance & RetryAfter = {}): AnswerFault {
	const headers = { 'content-type': 'text/html', ...retryHeaders(retry) };
	const body = `<html>\r\n<head><title>${status} Bad Gateway</title></head>\r\n<body>\r\n<center><h1>${status} Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
	return answered({ kind: 'raw', status, headers, body }, accept);
}

/** The faults on request, by name. */
export const faults = {
	/** 401 E1; `shownKey` is what it prints of the key. */
	invalidToken: (shownKey?: string): Fault => answered(errors.invalidToken('en', shownKey)),
	/** 403 E1. */
	modelForbidden: (model: string): Fault => answered(errors.modelForbidden('en', model)),
	/** 503 E1 `model_not_found`. */
	modelNotFound: (model: string): Fault => answered(errors.modelNotFound('en', model)),
	/** 400 E2 `invalid_request`. */
	invalidRequest: (message = 'prompt is required'): Fault =>
		answered(errors.invalidRequest(message)),
	/** 403 E2 `insufficient_user_quota`. */
	noAccountCredit: (): Fault => answered(errors.noAccountCredit('zh')),
	/** 403 E2 `pre_consume_token_quota_failed`. */
	noKeyCredit: (): Fault => answered(errors.noKeyCredit('zh')),
	/** 429 E2: upstream is saturated. */
	saturated: (retry: RetryAfter = {}): Fault => {
		const answer = errors.e2(429, 'upstream_saturated', '当前分组上游负载已饱和，请稍后再试');
		return answered({ ...answer, headers: retryHeaders(retry) });
	},
	/** Any status with an empty body, as an IP limiter's 429. */
	emptyBody: (status = 429, { accept, ...retry }: Acceptance & RetryAfter = {}): AnswerFault =>
		answered({ kind: 'raw', status, headers: retryHeaders(retry), body: '' }, accept),
	/** 403 E2 `quota_not_enough`, the words of older gateways. */
	quotaNotEnough: (): Fault => answered(errors.quotaNotEnough()),
	/** 403 E1: the user behind the key is banned. */
	bannedUser: (): Fault => answered(errors.bannedUser('en')),
	/** 403 E1 `access_denied`: the key may be used from other addresses only. */
	addressNotAllowed: (): Fault => answered(errors.addressNotAllowed()),
	/** 403 E1: the key's group may not be used. */
	groupForbidden: (): Fault => answered(errors.groupForbidden()),
	/** 400 E1: the body is no JSON, or names no model. */
	invalidBody: (message = 'Model name not specified, model name cannot be empty'): Fault =>
		answered(errors.invalidBody(message)),
	/**
	 * E2 `fail_to_fetch_task` with the supplier's own status (401, 403, 404, 429, 5xx, even 201) and its body as the
	 * message: it is about the gateway's account at its supplier. Nothing was made.
	 */
	supplierRefused: (
		status: number,
		body: Json = { code: 1002, message: 'access key not found', request_id: 'CjMkWmY' },
	): AnswerFault => answered(errors.supplierRefused(status, body)),
	/** 400 E2 `task_failed`: a refusal that its supplier sent with 200; only its words are left. Nothing was made. */
	taskFailed: (message = 'Account balance not enough'): AnswerFault =>
		answered(errors.e2(400, 'task_failed', message)),
	/** 500 E2: the gateway could not ask its supplier, or not read its answer. Nothing was made. */
	supplierUnreachable: (
		code:
			| 'do_request_failed'
			| 'get_channel_failed'
			| 'build_request_failed'
			| 'invalid_response' = 'do_request_failed',
	): AnswerFault => answered(errors.e2(500, code, `${code.replaceAll('_', ' ')}: upstream error`)),
	/** 500 E2 `insert_task_failed`: the supplier may have made the task. */
	insertTaskFailed: ({ accept }: Acceptance = {}): AnswerFault =>
		answered(errors.e2(500, 'insert_task_failed', 'insert task failed'), accept),
	/** 500 E1 of type `new_api_panic`: the gateway broke down over the request. */
	panic: ({ accept }: Acceptance = {}): AnswerFault =>
		answered(errors.e1(500, 'Panic detected, error: nil map', '', 'new_api_panic'), accept),
	/** 200 with the gateway's web page, as for a base URL with a path. */
	webPage: (): Fault => answered(errors.webPage()),
	/** 413 E1. */
	bodyTooLarge: (): Fault => answered(errors.bodyTooLarge()),
	/** 400 or 500 E2 with upstream's code. */
	upstreamFailed: (
		status: 400 | 500 = 500,
		code: UpstreamFailureCode = 'ResourceInsufficient',
		{ accept }: Acceptance = {},
	): AnswerFault => answered(errors.e2(status, code, UPSTREAM_FAILURES[code]), accept),
	/** 400 E2 `task_not_exist`. */
	taskNotExist: (): Fault => answered(errors.taskNotExist('en')),
	/** 400: `/content` too early. */
	notCompletedYet: (): Fault => answered(errors.notCompletedYet('processing')),
	/** Any E1. */
	e1: (status: number, message: string, code?: string, { accept }: Acceptance = {}): AnswerFault =>
		answered(errors.e1(status, message, code), accept),
	/** Any E2. */
	e2: (status: number, code: string, message: string, { accept }: Acceptance = {}): AnswerFault =>
		answered(errors.e2(status, code, message), accept),
	/** `{"success":false,"message"}`. */
	unsuccessful: (message: string, status = 200, { accept }: Acceptance = {}): AnswerFault =>
		answered(json(status, { success: false, message }), accept),
	/** Status 200 with an `error`, and no task. */
	okWithError: (message: string, code = '', { accept }: Acceptance = {}): AnswerFault =>
		answered(json(200, { error: { message, type: 'new_api_error', code } }), accept),
	/** Any JSON with any status. */
	json: (status: number, body: Json, { accept }: Acceptance = {}): AnswerFault =>
		answered(json(status, body), accept),
	/** A page of the proxy in front. */
	html,
	/** A body that says it is JSON and is none. */
	unreadable: (status = 200, { accept }: Acceptance = {}): AnswerFault =>
		answered(
			{
				kind: 'raw',
				status,
				headers: { 'content-type': 'application/json' },
				body: 'upstream connect error or disconnect/reset before headers',
			},
			accept,
		),
	/** The real answer, cut after so many bytes. */
	truncated: (bytes = 40): TruncateFault => ({ kind: 'truncate', bytes }),
	/** The connection ends before any answer. */
	dropped: ({ accept, reset }: Acceptance & { reset?: boolean } = {}): DropFault => ({
		kind: 'drop',
		when: 'beforeAnswer',
		accept,
		reset,
	}),
	/** The connection ends after the real answer's headers and half its body. */
	droppedAfterHeaders: (): DropFault => ({ kind: 'drop', when: 'afterHeaders' }),
	/** No answer ever. */
	hang: ({ accept }: Acceptance = {}): HangFault => ({ kind: 'hang', accept }),
	/** The real answer, or another fault, once the promise settles. */
	hold: (until: Promise<unknown>, then?: Fault): HoldFault => ({ kind: 'hold', until, then }),
	/** The real answer in pieces of `bytes`, `everyMs` apart in real time. */
	drip: (bytes = 16, everyMs = 20): DripFault => ({ kind: 'drip', bytes, everyMs }),
	/** A redirect. */
	redirect: (to: string, status: 301 | 302 | 303 | 307 | 308 = 302): AnswerFault =>
		answered({ kind: 'raw', status, headers: { location: to }, body: '' }),
	/** An error of the storage that serves results. */
	storage: (status: number, code = 'AccessDenied'): AnswerFault =>
		answered({
			kind: 'raw',
			status,
			headers: { 'content-type': 'application/xml' },
			body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`,
		}),
	/** A file that is a web page, with status 200. */
	htmlFile: (): AnswerFault =>
		answered({
			kind: 'raw',
			status: 200,
			headers: { 'content-type': 'text/html; charset=utf-8' },
			body: '<!doctype html><title>Sign in</title><p>Sign in to go on</p>',
		}),
	/** A file that is JSON, with status 200. */
	jsonFile: (body: Json = { error: 'expired' }): AnswerFault => answered(json(200, body)),
	/** A file of no bytes, with status 200. */
	emptyFile: (): AnswerFault =>
		answered({ kind: 'raw', status: 200, headers: { 'content-type': 'video/mp4' }, body: '' }),
	/** A file dropped after so many bytes of this answer. */
	cutFile: (afterBytes: number): FileFault => file({ cutAfterBytes: afterBytes }),
	/** A file that stalls after so many bytes of this answer. */
	stalledFile: (afterBytes: number): FileFault => file({ stallAfterBytes: afterBytes }),
	/** A file so many bytes shorter than its Content-Length. */
	shortFile: (byBytes = 100): FileFault => file({ shortByBytes: byBytes }),
	/** A file without Content-Length. */
	unsizedFile: (cutAfterBytes?: number): FileFault => file({ contentLength: false, cutAfterBytes }),
	/** A file that cannot be asked for in parts. */
	wholeFile: (): FileFault => file({ ranges: false }),
	/** A file whose ETag is another than before. */
	changedFile: (etag = '"changed"'): FileFault => file({ etag }),
	/** A file with another content type. */
	typedFile: (contentType: string): FileFault => file({ contentType }),
	/** A file that says it can be asked for in parts, and comes whole whatever is asked. */
	claimedRanges: (): FileFault => file({ ranges: 'claimed' }),
	/** A part of another file, with status 206. */
	otherPart: (etag = '"other"'): FileFault => file({ etag, ignoresIfRange: true }),
	/** A part whose Content-Range names another total. */
	otherTotal: (total: number): FileFault => file({ total }),
	/** A part with status 206 and no Content-Range. */
	bareRange: (): FileFault => file({ contentRange: false }),
	/** A part shorter than was asked for, as servers may send it. */
	shorterPart: (bytes: number): FileFault => file({ partAtMost: bytes }),
	/** A part that nobody asked for, up to, not including, `end`. */
	unaskedPart: (start: number, end: number): FileFault => file({ unaskedPart: { start, end } }),
	/** A file whose end is the connection's end, which may come in its middle. */
	closedFile: (endAfterBytes?: number): FileFault => file({ closes: true, endAfterBytes }),
	/** A file in chunks that ends cleanly in its middle, as a proxy ends it. */
	endedFile: (afterBytes: number): FileFault =>
		file({ contentLength: false, endAfterBytes: afterBytes }),
	/** A file in pieces of `bytes`, `everyMs` apart in real time. */
	trickledFile: (bytes = 1, everyMs = 20): FileFault => file({ trickle: { bytes, everyMs } }),
	/** A compressed file, which may be cut after so many bytes of its compressed form. */
	gzipFile: (cutAfterBytes?: number): FileFault => file({ encoding: 'gzip', cutAfterBytes }),
	/** Any bytes in place of a file, with status 200. */
	otherFile: (body: Buffer | string, contentType = 'video/mp4'): AnswerFault =>
		answered({ kind: 'raw', status: 200, headers: { 'content-type': contentType }, body }),
	/** 403 from `/content`: the gateway's rule about addresses forbids the result's. */
	contentBlocked: (): Fault =>
		answered(errors.contentError(403, 'request blocked: port 8443 is not allowed')),
	/** 410 from `/content`: the result is gone. */
	contentGone: (): Fault => answered(errors.contentError(410, 'The video has expired')),
	/** 502 from `/content`: the result's server refused the gateway. */
	contentRefused: (status = 403): Fault =>
		answered(errors.contentError(502, `Upstream service returned status ${status}`)),
	/** 404 from `/content`: no task has this id. */
	contentNotFound: (): Fault => answered(errors.contentNotFound()),
	/** 400 from `/content`: the task failed. */
	contentOfFailure: (): Fault => answered(errors.notCompletedYet('FAILURE')),
};
