import type { JsonAnswer, RawAnswer } from '../answer.cts';
import { e1, e2 } from '../errors.cts';
import type { Outcome } from '../tasks/taskView.cts';

/**
 * How a submission is answered while every slot of its account is taken. In each form nothing is made:
 * - `429`: HTTP 429 with any text, or none;
 * - `code`: HTTP 400 or 500 with upstream's code, or with upstream's own JSON or words as the message;
 * - `failed`: accepted, and failed a moment later for that reason;
 * - `concurrency`: HTTP 429 with a code `concurrency…` of the gateway itself.
 */
export type OverLimit = (typeof OVER_LIMIT)[number];

/** Every form of a refusal for lack of room. */
export const OVER_LIMIT = ['429', 'code', 'failed', 'concurrency'] as const;

/** Whether a word names a form. */
export function isOverLimit(word: string): word is OverLimit {
	return OVER_LIMIT.some((form) => form === word);
}

/** What becomes of a submission without room: an answer, or a task that ends so. */
export type Overflow =
	{ kind: 'refused'; answer: JsonAnswer | RawAnswer } | { kind: 'failed'; outcome: Outcome };

/** How long a task lives that is accepted and then failed for lack of room, in seconds. */
export const OVERFLOW_SECONDS = 1;

const PARALLEL = 'parallel task over resource pack limit';
const KLING = JSON.stringify({ code: 1303, message: PARALLEL, request_id: 'CjMkWmY' });
const TENCENT_WORDS =
	'Your current request times equals to `1` in a second, which exceeds the limit.';
const TENCENT = JSON.stringify({
	Response: {
		Error: { Code: 'RequestLimitExceeded', Message: TENCENT_WORDS },
		RequestId: '4f1b2a3c',
	},
});

type Answering = () => JsonAnswer | RawAnswer;

const TOO_MANY: Answering[] = [
	() => e2(429, 'fail_to_fetch_task', '当前分组上游负载已饱和，请稍后再试'),
	() => ({ kind: 'raw', status: 429, headers: {}, body: '' }),
	() => e2(429, 'fail_to_fetch_task', KLING),
	() => e1(429, 'Too many requests, please try again later', 'rate_limit_exceeded'),
	() => ({
		kind: 'raw',
		status: 429,
		headers: { 'content-type': 'text/plain' },
		body: 'Too Many Requests',
	}),
];

const WITH_CODE: Answering[] = [
	() => e2(400, '1303', PARALLEL),
	() =>
		e2(
			500,
			'RequestLimitExceeded',
			`tencent vod submit failed: RequestLimitExceeded: ${TENCENT_WORDS}`,
		),
	() => e2(400, 'fail_to_fetch_task', KLING),
	() => e2(500, 'fail_to_fetch_task', TENCENT),
	// A refusal that came with HTTP 200 from upstream: its number is lost on the way.
	() => e2(400, 'task_failed', PARALLEL),
	() => e2(500, 'LimitExceeded.TaskNum', 'The number of tasks in process exceeds the limit.'),
];

const ENDINGS: Outcome[] = [
	{ status: 'failed', code: '1303', message: PARALLEL },
	{ status: 'failed', code: 'RequestLimitExceeded', message: TENCENT_WORDS },
	{ status: 'failed', code: '70000', message: 'ResourceInsufficient: no resource is left' },
	{ status: 'failed', code: 'task_failed', message: PARALLEL },
	{ status: 'failed', code: '0', message: KLING },
];

const CONCURRENCY: Answering[] = [
	() => e2(429, 'concurrency_limit_exceeded', 'Too many tasks at once, please try again later'),
	() => e1(429, '并发任务数超过限制', 'concurrency_limit'),
];

/** What the `nth` refusal of a gateway (from 0) is in a form: its wordings come in turn. */
export function overflow(form: OverLimit, nth: number): Overflow {
	if (form === 'failed') return { kind: 'failed', outcome: inTurn(ENDINGS, nth) };
	const wordings = { '429': TOO_MANY, code: WITH_CODE, concurrency: CONCURRENCY }[form];
	return { kind: 'refused', answer: inTurn(wordings, nth)() };
}

function inTurn<T>(list: T[], nth: number): T {
	const found = list[nth % list.length];
	if (found === undefined) throw new RangeError('An empty list has no turns');
	return found;
}
