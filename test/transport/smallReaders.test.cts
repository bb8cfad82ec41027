import {
	isBeforeSending,
	isCertificateProblem,
} from '../../nodes/KlingVideo/transport/networkCodes.ts';
import { isNoRoom } from '../../nodes/KlingVideo/transport/noRoom.ts';
import { parseBody } from '../../nodes/KlingVideo/transport/parseBody.ts';
import { rawBody } from '../../nodes/KlingVideo/transport/rawBody.ts';
import { readMoment } from '../../nodes/KlingVideo/transport/readMoment.ts';
import { readTaskError } from '../../nodes/KlingVideo/transport/readTaskError.ts';
import { requestIdIn, withoutRequestId } from '../../nodes/KlingVideo/transport/requestId.ts';
import {
	hasTaskKeys,
	isEnvelope,
	isNamedTask,
	ownId,
	statusWord,
	taskBody,
} from '../../nodes/KlingVideo/transport/taskBody.ts';
import { readStatus } from '../../nodes/KlingVideo/transport/taskStatus.ts';
import { isFileLink, videoLink } from '../../nodes/KlingVideo/transport/videoLink.ts';

describe('a network code', () => {
	const never = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_INVALID_URL'];
	const noRoute = ['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'];
	const whole = [
		...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
		...['HOSTNAME_MISMATCH', 'INVALID_CA'],
	];
	const begun = ['CERT_HAS_EXPIRED', 'UNABLE_TO_GET_CRL', 'ERR_TLS_CERT_ALTNAME_INVALID'];

	test.each([...never, ...whole, ...begun])('%s: nothing was sent', (code) => {
		for (const call of [undefined, 'read', 'write', 'connect'])
			expect(isBeforeSending(code, call)).toBe(true);
		expect(isBeforeSending(`X${code}`)).toBe(false);
	});

	test.each(noRoute)('%s: nothing was sent, unless it came on an open connection', (code) => {
		const sent = [undefined, 'connect', 'read', 'write'].map((call) => isBeforeSending(code, call));
		expect(sent).toEqual([true, true, false, false]);
	});

	test.each([...whole, ...begun])('%s is a problem of a certificate', (code) => {
		expect(isCertificateProblem(code)).toBe(true);
		expect(isCertificateProblem(`X${code}`)).toBe(false);
		expect(isCertificateProblem(`${code}X`)).toBe(begun.includes(code));
	});

	test.each(['ECONNRESET', 'ETIMEDOUT', 'EPIPE', ''])('%j tells nothing', (code) => {
		expect([isBeforeSending(code), isCertificateProblem(code)]).toEqual([false, false]);
	});
});

describe('a code that tells of no room', () => {
	const families = ['RequestLimitExceeded', 'LimitExceeded', 'ResourceInsufficient'];
	test.each([
		...['1302', '1303', 'concurrency', 'Concurrency_limit_exceeded'],
		...families.flatMap((code) => [code, code.toLowerCase(), `${code}.Detail`]),
	])('%s', (code) => {
		expect(isNoRoom({ codes: ['other', code] })).toBe(true);
		expect(isNoRoom({ codes: [`My${code}`] })).toBe(false);
	});

	test.each([...families.map((code) => `${code}s`), '13031', '1301', 'other'])('not %s', (code) => {
		expect(isNoRoom({ codes: [code] })).toBe(false);
		expect(isNoRoom({ codes: [] })).toBe(false);
	});
});

describe('numbers in a body', () => {
	const GREAT = '9007199254740993';

	test.each<[string, unknown]>([
		[`{"a":${GREAT}}`, { a: GREAT }],
		[`[-${GREAT},${GREAT}0]`, [`-${GREAT}`, `${GREAT}0`]],
		[`{"a":9007199254740991}`, { a: 9007199254740991 }],
		...['.5', 'e2', 'E+2', 'e-2', '.5e1'].map((rest): [string, unknown] => [
			`{"a":${GREAT}${rest},"b":${GREAT}}`,
			{ a: Number(GREAT + rest), b: GREAT },
		]),
		['{"a":1e-12345678901234567890}', { a: 0 }],
		// In texts they stay what they are, whatever is quoted in them.
		[`{"a":"x ${GREAT}"}`, { a: `x ${GREAT}` }],
		[`{"a":"\\\\","b":${GREAT}}`, { a: '\\', b: GREAT }],
		[`{"a":"\\"${GREAT}\\" \\" ${GREAT}","b":1}`, { a: `"${GREAT}" " ${GREAT}`, b: 1 }],
	])('%s', (body, expected) => {
		expect(parseBody(body)).toEqual(expected);
		expect(parseBody(Buffer.from(body))).toEqual(expected);
	});

	test('anything but a text or bytes stays as it is', () => {
		const body = { a: 1 };
		expect(parseBody(body)).toBe(body);
		expect(parseBody(undefined)).toBeUndefined();
		expect(parseBody('no { JSON')).toBe('no { JSON');
		const bytes = new TextEncoder().encode('xx{"a":1}yy');
		expect(parseBody(bytes.subarray(2, 9))).toEqual({ a: 1 });
	});
});

test.each([1, 2])('a body is copied to a depth of 32, in steps of %d', (step) => {
	let body: unknown = 'end';
	for (let depth = 0; depth < 50; depth += 1) body = step === 1 ? { a: body } : { a: [body] };
	let copy: unknown = rawBody(body as Parameters<typeof rawBody>[0]);
	let depth = 0;
	for (; typeof copy === 'object'; depth += 1) copy = Object.values(copy as object)[0];
	expect([copy, depth]).toEqual(['…', 33]);
});

test('a copied body has nothing of the key but what a link holds by chance', () => {
	const key = 'sk-AbCdEf1234567890';
	const link = 'https://a.example/v/AbCdEf12345.mp4?sign=1';
	const body = { video_url: link, note: 'for AbCdEf12...', list: [`${link}#${key}`], AbCdEf123: 1 };
	expect(rawBody(body, key)).toEqual({
		video_url: link,
		note: 'for ***...',
		list: [`${link}#***`],
		'***': 1,
	});
});

test.each<[unknown, string | undefined]>([
	[1e12, '2001-09-09T01:46:40.000Z'],
	[1e12 - 1, undefined],
	[253402214399, '9999-12-30T23:59:59.000Z'],
	[253402214400, undefined],
	[' 1712697600 ', '2024-04-09T21:20:00.000Z'],
	['1712697600.25', '2024-04-09T21:20:00.250Z'],
	['1712697600.x', undefined],
	[' 2024-04-09T21:20:00Z ', '2024-04-09T21:20:00.000Z'],
	['2024-04-09t21:20:00z', '2024-04-09T21:20:00.000Z'],
	['2024-04-09 21:20:00.5+0200', '2024-04-09T19:20:00.500Z'],
	['12024-04-09T21:20:00Z', undefined],
	['2024-04-09T21:20:00Z!', undefined],
])('the moment %j is %j', (value, expected) => {
	expect(readMoment(value)).toBe(expected);
});

test.each<[string | undefined, object]>([
	[undefined, { status: 'pending', word: '' }],
	['', { status: 'pending', word: '' }],
	[' Failed ', { status: 'failed', word: 'failed' }],
	['failed:', { status: 'failed', word: 'failed' }],
	['failed: a: b ', { status: 'failed', word: 'failed', reason: 'a: b' }],
	['失败 failed：no\nroom', { status: 'pending', word: '失败 failed', reason: 'no\nroom' }],
	[': why', { status: 'pending', word: '', reason: 'why' }],
])('the status %j is %j', (spelling, expected) => {
	expect(readStatus(spelling)).toStrictEqual(expected);
});

describe('the reason of a failed task', () => {
	test.each([
		['error.message', { error: { message: 'No' } }],
		['error', { error: 'No' }],
		['fail_reason', { fail_reason: 'No' }],
		['metadata.url', { metadata: { url: 'No' } }],
		['task_status_msg', { task_status_msg: 'No' }],
		['message', { message: 'No' }],
	])('may be at %s', (_, body) => {
		expect(readTaskError(body, readStatus('failed'))).toStrictEqual({ message: 'No' });
		expect(readTaskError({ ...body, code: 'X' }, readStatus('failed'))).toStrictEqual({
			...{ message: 'No', code: 'X' },
		});
	});

	test('is the first that is one', () => {
		const body = { fail_reason: 'https://a.example/1.mp4', task_status_msg: 'ok', message: 'No' };
		expect(readTaskError(body, readStatus('failed'))).toStrictEqual({ message: 'No' });
		expect(readTaskError({ message: 'success' }, readStatus('failed'))).toBeUndefined();
	});
});

test.each([
	['No (request id: 2026-a.b:c)', '2026-a.b:c', 'No'],
	['No （request id：abc） more', 'abc', 'No more'],
	['No (Request ID:abc)', 'abc', 'No'],
	['No (request id: a b)', undefined, 'No (request id: a b)'],
	[`No (request id: ${'a'.repeat(101)})`, undefined, `No (request id: ${'a'.repeat(101)})`],
])('%j has the request id %j', (text, id, rest) => {
	expect([requestIdIn(text), withoutRequestId(text)]).toEqual([id, rest]);
	expect(requestIdIn(undefined)).toBeUndefined();
});

describe('what holds a task', () => {
	const KEYS = [
		...['model', 'progress', 'created_at', 'completed_at', 'submit_time', 'finish_time'],
		...['fail_reason', 'video_url', 'result_url', 'output_url', 'url', 'metadata', 'output'],
		'task_result',
	];

	test.each(KEYS)('only a task has %s', (key) => {
		expect(hasTaskKeys({ [key]: null })).toBe(true);
	});

	test('others may have the rest', () => {
		expect(hasTaskKeys({ id: 'a', status: 'failed', message: 'No', code: 1, '': 1 })).toBe(false);
		expect(hasTaskKeys({ object: 'video' })).toBe(true);
	});

	test.each([
		['video', true],
		['Video.generation', true],
		['TASK', true],
		['list', false],
		['', false],
		[7, false],
	])('an object of the kind %j names itself one: %s', (object, expected) => {
		expect(isNamedTask({ object })).toBe(expected);
	});

	test('nothing does not', () => {
		expect([isNamedTask({}), isNamedTask(undefined)]).toEqual([false, false]);
	});

	test.each(['code', 'message', 'success'])('%s is of the wrapping', (key) => {
		expect(isEnvelope({ [key]: null })).toBe(true);
		expect(isEnvelope({ data: {}, id: 'a', status: 'ok', '': 1 })).toBe(false);
	});

	test('its own words', () => {
		expect(statusWord({ status: ' ok ', task_status: 'no' })).toBe('ok');
		expect(statusWord({ status: '', task_status: 'no' })).toBe('no');
		expect(ownId({ task_id: 'a', id: 'b' })).toBe('a');
		expect(ownId({ task_id: '', id: 7 })).toBe('7');
	});

	const inner = { task_id: 'task_1' };
	const pending = { status: 'queued' };
	test.each<[string, object, object]>([
		['wrapped', { data: inner }, inner],
		['wrapped, by its status alone', { code: 0, data: pending }, pending],
		['wrapped three times', { data: { data: { data: inner } } }, inner],
		["beside a request's id", { id: 'req-1', data: inner }, inner],
		['beside the status of the wrapping', { id: 'r', status: 'ok', code: 0, data: inner }, inner],
		['beside a status without an id', { status: 'ok', data: inner }, inner],
	])('is found %s', (_, body, expected) => {
		expect(taskBody(body)).toBe(expected);
	});

	test.each<[string, object]>([
		['has no more in it', { data: { x: 1 } }],
		['has the id of a task', { task_id: 'task_0', code: 0, data: inner }],
		['names itself one', { id: 'task_0', object: 'video', code: 0, data: inner }],
		['has an id and a status', { id: 'task_0', status: 'queued', data: inner }],
		['holds a list', { data: [inner] }],
		['is wrapped too often', { data: { data: { data: { data: inner } } } }],
	])('is the body itself where it %s', (_, body) => {
		expect(taskBody(body)).toBe(body);
	});

	test.each([undefined, null, 'task_1', 7, [inner]])('is not in %j', (body) => {
		expect(taskBody(body)).toBeUndefined();
	});
});

describe('the link of a video', () => {
	test.each([
		['https://a.example/1.mp4', true],
		['HTTP://a', true],
		['xhttps://a.example/1.mp4', false],
		['https:///1.mp4', false],
		['https://a.example/1 2', false],
		['https://a.example:port/', false],
		['ftp://a.example/1', false],
	])('%j is the address of a file: %s', (text, expected) => {
		expect(isFileLink(text)).toBe(expected);
	});

	test.each<[string, string | undefined, string | undefined]>([
		['http://localhost/v1/videos/t/content', 'https://g.example', 'own'],
		['/v1/videos/t/content/', 'https://g.example', 'own'],
		['/v1/videos/t/content', undefined, undefined],
		['v1/videos/t/content', 'https://g.example', undefined],
		['http://localhost/v1/videos/t/content', undefined, 'http://localhost/v1/videos/t/content'],
		['http://[/v1/videos/t/content', 'https://g.example', undefined],
		['http://localhost/elsewhere', 'https://g.example', 'http://localhost/elsewhere'],
	])('%s at %s', (video_url, base, expected) => {
		const own = 'https://g.example/v1/videos/t/content';
		expect(videoLink({ video_url }, { id: 't', base })).toBe(expected === 'own' ? own : expected);
	});
});
