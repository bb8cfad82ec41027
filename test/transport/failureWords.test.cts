import { readFailure } from '../../nodes/KlingVideo/transport/readFailure.ts';
import { failureReason } from '../../nodes/KlingVideo/transport/failureReason.ts';
import { readAnswer } from '../../nodes/KlingVideo/transport/readAnswer.ts';
import { readNetworkFailure } from '../../nodes/KlingVideo/transport/readNetworkFailure.ts';
import { readWords } from '../../nodes/KlingVideo/transport/readWords.ts';
import { readSubmittedTask, readTask } from '../../nodes/KlingVideo/transport/readTask.ts';

/** It holds itself. */
const ENDLESS: Record<string, unknown> = {};
ENDLESS.self = ENDLESS;

describe('what a body says', () => {
	test.each<[string, unknown, object]>([
		['nothing', undefined, { codes: [] }],
		['an empty object', {}, { codes: [] }],
		['a list', [1], { codes: [] }],
		['a text', ' No ', { codes: [], text: 'No' }],
		[
			'a page',
			'<html><p>No</p></html>',
			{ codes: [], text: '<html><p>No</p></html>', isPage: true },
		],
		['E1', { error: { code: 'x', message: 'No' } }, { codes: ['x'], code: 'x', text: 'No' }],
		['E2', { code: 'x', message: 'No' }, { codes: ['x'], code: 'x', text: 'No' }],
		[
			'E1 before E2',
			{ error: { code: 'x', message: 'No' }, code: 'y', message: 'Oh' },
			{ codes: ['x'], code: 'x', text: 'No' },
		],
		['an error as text', { error: 'No', message: 'Oh' }, { codes: [], text: 'No' }],
		[
			'Tencent',
			{ Response: { Error: { Code: 'x', Message: 'No' } } },
			{ codes: ['x'], code: 'x', text: 'No' },
		],
		['keys that nobody named', { a: 1 }, { codes: [], text: '{"a":1}' }],
		['a code alone', { code: 'x' }, { codes: ['x'], code: 'x', text: '{"code":"x"}' }],
		['what is no JSON', ENDLESS, { codes: [] }],
	])('%s', (_, body, words) => {
		expect(readWords(body)).toStrictEqual(words);
	});

	test.each(['0', 0, '200', 200, 'success', 'Succeed', 'OK', '', null, {}])(
		'%j is no code',
		(code) => {
			expect(readWords({ code, message: 'No' })).toStrictEqual({ codes: [], text: 'No' });
		},
	);

	describe("the answer of the gateway's supplier, passed on", () => {
		const passedOn = (message: string, code = 'x') => readWords({ code, message });
		const all = { codes: ['x', 'y'], code: 'y', text: 'No', isPassedOn: true };

		test.each<[string, string, object]>([
			['alone', '{"code":"y","message":"No"}', all],
			['behind 100 characters', `${'a'.repeat(100)}{"code":"y","message":"No"}`, all],
			['a code alone', '{"code":"y"}', { ...all, text: '{"code":"y"}' }],
			['a text alone', '{"message":"No"}', { ...all, codes: ['x'], code: 'x' }],
		])('%s', (_, message, words) => {
			expect(passedOn(message)).toStrictEqual(words);
		});

		test.each([
			['101 characters before it', `${'a'.repeat(101)}{"code":"y","message":"No"}`],
			['no JSON', '{"code":"y"'],
			['neither a code nor a text', '{"a":1}'],
			['no object', 'No'],
		])('is none with %s', (_, message) => {
			expect(passedOn(message)).toStrictEqual({ codes: ['x'], code: 'x', text: message });
		});

		test('is told by the code of the gateway, too', () => {
			const code = 'fail_to_fetch_task';
			const words = { codes: [code], code, text: 'No', isPassedOn: true };
			expect(passedOn('No', code)).toStrictEqual(words);
		});

		test('may hold two more, and no third', () => {
			const wrap = (inner: object, code: string) => ({ code, message: JSON.stringify(inner) });
			const deepest = { code: 'd', message: 'No' };
			const three = wrap(wrap(wrap(deepest, 'c'), 'b'), 'a');
			expect(readWords(three)).toMatchObject({ codes: ['a', 'b', 'c', 'd'], text: 'No' });
			expect(readWords(wrap(three, 'z'))).toMatchObject({ codes: ['z', 'a', 'b', 'c'] });
		});
	});
});

describe('what a refusal says', () => {
	const NOW = Date.UTC(2026, 0, 31, 12);
	const read = (headers: Record<string, unknown>, body: unknown = '') =>
		readFailure({ statusCode: 429, headers, body }, { now: NOW });

	test('without words there is nothing but what its status says', () => {
		const least = { reason: 'saturated', acceptance: 'refused', status: 429 };
		expect(read({})).toStrictEqual({ ...least, acceptance: 'refused' });
		expect(read({ 'retry-after': undefined, 'x-request-id': undefined })).toStrictEqual(least);
		expect(read({}, { message: ' (request id: a)' })).toStrictEqual({ ...least, requestId: 'a' });
	});

	test.each<[unknown, number | undefined]>([
		['120', 120_000],
		['1.25', 1_250],
		['0.0001', 1],
		['1e3', undefined],
		['x7', undefined],
		['7x', undefined],
		['Saturday, 31-Jan-26 12:00:30 GMT', 30_000],
		['Sat 31 Jan 2026 12:00:30 GMT', 30_000],
		['1 Sat, 31 Jan 2026 12:00:30 GMT', undefined],
		['31 Jan 2026 12:00:30 GMT', undefined],
		['2026-01-31T12:00:30Z', undefined],
		[['9', '5'], 9_000],
	])('Retry-After %j is %j ms', (value, ms) => {
		expect(read({ 'RETRY-AFTER': value }).retryAfterMs).toBe(ms);
	});

	test.each([
		['aZ0_.:-', 'aZ0_.:-'],
		['a'.repeat(100), 'a'.repeat(100)],
		['a'.repeat(101), undefined],
		[' !a', undefined],
		['a!', undefined],
	])('the request id %j is %j', (header, id) => {
		expect(read({ 'x-request-id': header }).requestId).toBe(id);
	});
});

describe('why a request failed', () => {
	test.each<[string, number, string]>([
		['no access to model ', 403, 'taskUnknown'],
		['No access to model: (request id: a)', 403, 'taskUnknown'],
		['无权访问模型：。', 403, 'taskUnknown'],
		['no access to model a', 403, 'modelUnavailable'],
		['无权访问模型 a', 403, 'modelUnavailable'],
		['无权访问模型', 400, 'refusedInput'],
	])('%s with %d: %s', (text, status, reason) => {
		expect(failureReason(status, { codes: [], text }, {})).toBe(reason);
	});
});

describe('an id beside a failure', () => {
	const read = (body: object, submitted: boolean, statusCode = 200) =>
		readAnswer({ statusCode, headers: {}, body }, { submitted, taskId: 'task_1', now: 0 });
	const busy = { id: 'req-1', error: { message: 'Busy' } };

	test.each<[string, object, boolean, number, string]>([
		['is told where a submission may have made a task', busy, true, 200, 'Busy (id: req-1)'],
		['is not where it has made none', busy, true, 400, 'Busy'],
		['is not of a poll', busy, false, 502, 'Busy'],
	])('%s', (_, body, submitted, status, text) => {
		expect(read(body, submitted, status)).toMatchObject({ ok: false, failure: { text } });
	});

	test('is all that is told of a page that says nothing', () => {
		const answer = read({ id: 'req-1', error: '<html></html>' }, true);
		expect(answer).toMatchObject({ failure: { text: '(id: req-1)' } });
	});

	// An entity of an entity would become a key that nobody has looked for.
	test('does not have the words beside it read twice', () => {
		const message = '<p>&lt;p&gt;sk-&amp;#65;b12345678&lt;/p&gt;';
		expect(read({ id: 'req-1', error: { message } }, true)).toMatchObject({
			failure: { text: '<p>sk-&#65;b12345678</p> (id: req-1)' },
		});
	});

	test('leaves room for itself in a long text', () => {
		const id = 'r'.repeat(200);
		const answer = read({ id, error: { message: 'x'.repeat(900) } }, true);
		const text = answer.ok ? '' : (answer.failure.text ?? '');
		expect(text).toMatch(/^x{300,}… \(id: r{127}…\)$/);
		expect(text).toHaveLength(500);
	});
});

describe('an error in the place of an answer', () => {
	const nothing = { reason: 'unreachable', acceptance: 'unknown' };

	test.each<[string, unknown, object]>([
		['nothing', undefined, nothing],
		['an object without words', {}, nothing],
		['a number', 7, nothing],
		['a text', 'hang up', { ...nothing, text: 'hang up' }],
		['words', { message: ' hang up ' }, { ...nothing, text: 'hang up' }],
		[
			'the words that n8n replaced',
			{ message: 'a', messages: ['b', 'c'] },
			{ ...nothing, text: 'b' },
		],
		['words that are none', { message: 7, messages: 'b' }, nothing],
		['the innermost words', { message: 'a', cause: { message: 'b' } }, { ...nothing, text: 'b' }],
	])('%s', (_, error, failure) => {
		expect(readNetworkFailure(error)).toStrictEqual(failure);
	});

	test.each(['cause', 'errorResponse', 'reason', 'error', 'errors'])(
		'is read through %s',
		(key) => {
			for (const inner of [{ code: 'ECONNREFUSED' }, [{}, { code: 'ECONNREFUSED' }]])
				expect(readNetworkFailure({ [key]: inner })).toMatchObject({ code: 'ECONNREFUSED' });
		},
	);

	test('is read to a depth of six, and ten side by side', () => {
		const wrap = (times: number): object =>
			times === 0 ? { code: 'ECONNRESET' } : { cause: wrap(times - 1) };
		expect(readNetworkFailure(wrap(6)).code).toBe('ECONNRESET');
		expect(readNetworkFailure(wrap(7)).code).toBeUndefined();
		const list = (before: number) => ({ errors: [...Array<object>(before).fill({}), wrap(0)] });
		expect(readNetworkFailure(list(9)).code).toBe('ECONNRESET');
		expect(readNetworkFailure(list(10)).code).toBeUndefined();
	});

	test.each([
		...['ECONNRESET', 'ERR_TLS_X', 'CERT_HAS_EXPIRED', 'SELF_SIGNED_CERT_IN_CHAIN'],
		...['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_GET_CRL', 'HOSTNAME_MISMATCH', 'INVALID_CA'],
		'UND_ERR_SOCKET',
	])('%s is a code of the network, wherever n8n keeps it', (code) => {
		expect(readNetworkFailure({ code }).code).toBe(code);
		expect(readNetworkFailure({ httpCode: code }).code).toBe(code);
		for (const other of [`x${code}`, `${code} y`, code.toLowerCase()])
			expect(readNetworkFailure({ code: other }).code).toBeUndefined();
	});

	test.each<[string, object, string]>([
		['the call is told', { syscall: 'read' }, 'unknown'],
		['the call is told in words', { message: 'read EHOSTUNREACH 1.2.3.4' }, 'unknown'],
		['another call is told in words', { message: 'connect EHOSTUNREACH' }, 'refused'],
		['the words only sound like it', { message: 'I read EHOSTUNREACH' }, 'refused'],
		['the words go on otherwise', { message: 'read 7' }, 'refused'],
		['the call is none', { syscall: 'read it' }, 'refused'],
		['the call is none either', { syscall: ' - read' }, 'refused'],
	])('a connection that came to nothing, where %s', (_, more, acceptance) => {
		expect(readNetworkFailure({ code: 'EHOSTUNREACH', ...more })).toMatchObject({ acceptance });
	});

	test.each([
		['SsrfBlockedIpError', 'refused'],
		['MySsrfBlockedIpError', 'unknown'],
		['SsrfBlockedIpErrors', 'unknown'],
	])('with the name %s: %s', (name, acceptance) => {
		expect(readNetworkFailure({ name })).toMatchObject({ acceptance });
	});

	describe('that carries an answer is read as that', () => {
		const data = { code: 'x', message: 'No', data: null };

		test.each<[string, object]>([
			['of the HTTP client', { response: { status: 400, data } }],
			['of another one', { response: { statusCode: 400, body: data } }],
			['that n8n 2.8 has left of it', { httpCode: '400', context: { data } }],
			['that n8n 2.8 has left, as a number', { httpCode: 400, context: { data } }],
		])('%s', (_, error) => {
			const failure = { reason: 'refusedInput', acceptance: 'refused', status: 400 };
			const read = readNetworkFailure({ cause: error }, { submitted: true });
			expect(read).toStrictEqual({ ...failure, code: 'x', text: 'No' });
		});

		test.each(['x400', '4000', '40', '600', '099', '4x0', '40x', 'ECONNRESET'])(
			'but not with the status %s',
			(httpCode) => {
				expect(readNetworkFailure({ httpCode }).status).toBeUndefined();
			},
		);

		test('with its headers, by the present time', () => {
			const headers = { 'retry-after': 'Sat, 31 Jan 2026 12:00:30 GMT' };
			const now = Date.UTC(2026, 0, 31, 12);
			const error = { response: { status: 429, headers } };
			expect(readNetworkFailure(error, { now }).retryAfterMs).toBe(30_000);
			const without = { response: { status: 429, headers: 'none' } };
			expect(readNetworkFailure(without, { now }).retryAfterMs).toBeUndefined();
		});
	});
});

describe('a task', () => {
	test.each<[unknown, number | undefined]>([
		['5%0', undefined],
		['50 %', 50],
		['50%%', undefined],
	])('with the progress %j has %j', (progress, expected) => {
		expect(readTask({ id: 'task_1', status: 'running', progress })?.progress).toBe(expected);
	});

	test.each<[string, object]>([
		['characters that no id has', { data: 'task_1!' }],
		['characters that no id has in front', { data: '!task_1' }],
		['too few characters', { data: 'task_' }],
		['too many characters', { data: 'a'.repeat(129) }],
		['a code', { data: 'task_1', code: 'x' }],
		['an error', { data: 'task_1', error: 'No' }],
		['a failure', { data: 'task_1', success: false }],
	])('is not named by a bare id with %s', (_, body) => {
		expect(readSubmittedTask(body)).toBeUndefined();
	});

	test.each<[string, object, string]>([
		['a bare id', { data: 'task_1' }, 'task_1'],
		['a bare id of the longest', { data: 'a'.repeat(128) }, 'a'.repeat(128)],
		['its own id beside data', { id: 'task_2', data: 'task_1' }, 'task_2'],
		['an id in front of others', { id: 'my-task_1', data: { task_id: 'b' } }, 'b'],
		['the id of the wrapping', { id: 'task-1', data: { task_id: 'b' } }, 'task-1'],
	])('is named by %s', (_, body, id) => {
		expect(readSubmittedTask(body)?.id).toBe(id);
	});

	test.each<[string, object, boolean]>([
		['an empty error', { error: {} }, true],
		['no error', { error: null }, true],
		['an error with words', { error: { message: 'No' } }, false],
		['an error of any kind', { error: { odd: 1 } }, false],
		['an error as text', { error: 'No' }, false],
		['a code without words', { code: 'x' }, true],
		['words without a code', { message: 'hello' }, true],
		['a code with words', { code: 'x', message: 'No' }, false],
		['success: false', { success: false }, false],
		['success: true', { success: true }, true],
	])('may be accepted with an id and %s: %s', (_, more, expected) => {
		expect(readSubmittedTask({ id: 'a-1', ...more }) !== undefined).toBe(expected);
	});

	test.each<[string, object, boolean]>([
		['a good status beside an error', { status: 'queued', error: 'No' }, true],
		['a bad status', { status: 'failed' }, false],
		['a cancelled one', { status: 'cancelled' }, false],
	])('with an id of its own and %s is one: %s', (_, more, expected) => {
		expect(readSubmittedTask({ id: 'a-1', ...more }) !== undefined).toBe(expected);
		expect(readSubmittedTask({ id: 'task_1', ...more })?.id).toBe('task_1');
	});

	test.each<[string, object, string | undefined]>([
		['its own id alone', { id: 'other' }, 'pending'],
		['no id and no status', { model: 'kling' }, undefined],
		[
			'a bad status in the wrapping of its id',
			{ id: 'asked', code: 1, data: { status: 'failed' } },
			'failed',
		],
		[
			'a bad status in the wrapping of another',
			{ id: 'r', code: 1, data: { status: 'failed' } },
			undefined,
		],
		['a bad status as what was asked for', { code: 0, data: { status: 'failed' } }, 'failed'],
		['a bad status of another id', { id: 'other', status: 'failed' }, undefined],
		['a good status of another id', { id: 'other', status: 'queued' }, 'pending'],
		['an error of its own id', { task_id: 'asked', error: 'No' }, 'failed'],
		['an error of another id', { task_id: 'other', error: 'No' }, undefined],
	])('that was asked for may have %s', (_, body, status) => {
		expect(readTask(body, { taskId: 'asked' })?.status).toBe(status);
	});

	test('that was not asked for by its id is what the body says', () => {
		expect(readTask({ id: 'a', status: 'failed' })).toMatchObject({ id: 'a', status: 'failed' });
		expect(readTask({ id: 'a', error: 'No' })).toMatchObject({ id: 'a', status: 'failed' });
		expect(readTask({ id: 'a', data: { status: 'queued' } })?.id).toBe('a');
	});
});
