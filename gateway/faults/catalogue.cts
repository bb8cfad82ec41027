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
	/** 413 E2. */
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
};
