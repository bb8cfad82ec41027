import type { Answer, Failure } from '../../nodes/KlingVideo/shared/failure.ts';
import {
	isTransient,
	readAnswer,
	readFileFailure,
} from '../../nodes/KlingVideo/transport/readAnswer.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';

const KEY = 'sk-AbCdEf1234567890GhIjKlMnOpQrStUv';
const NOW = Date.UTC(2026, 0, 31, 12);
const HTML =
	'<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

const e1 = (code: string, message = 'No') => ({ error: { message, type: 'new_api_error', code } });
const e2 = (code: string, message = 'No') => ({ code, message, data: null });

interface Exchange {
	status: number;
	body?: unknown;
	headers?: Record<string, unknown>;
}

function toSubmission({ status, body, headers = {} }: Exchange): Answer<Task> {
	return readAnswer(
		{ statusCode: status, headers, body },
		{ submitted: true, secret: KEY, now: NOW },
	);
}

function toLook({ status, body, headers = {} }: Exchange): Answer<Task> {
	return readAnswer(
		{ statusCode: status, headers, body },
		{ taskId: 'task_1', secret: KEY, now: NOW },
	);
}

function failureIn(answer: Answer<Task>): Failure {
	if (answer.ok) throw new Error('Read as a task');
	return answer.failure;
}

describe('an answer to a submission', () => {
	test.each([
		['401 E1', 401, e1(''), 'badKey', 'refused'],
		['401 HTML', 401, HTML, 'badKey', 'refused'],
		['403 E1', 403, e1(''), 'modelUnavailable', 'refused'],
		['403 no credit', 403, e2('insufficient_user_quota'), 'noCredit', 'refused'],
		['403 no credit of the key', 403, e2('pre_consume_token_quota_failed'), 'noCredit', 'refused'],
		['403 no credit as E1', 403, e1('insufficient_user_quota'), 'noCredit', 'refused'],
		['402', 402, '', 'noCredit', 'refused'],
		['503 no such model', 503, e1('model_not_found'), 'modelUnavailable', 'refused'],
		['404 no such model', 404, e1('model_not_found'), 'modelUnavailable', 'refused'],
		['400 no price', 400, e2('model_price_error'), 'modelUnavailable', 'refused'],
		['403 no model named', 403, e1('', 'No access to model '), 'modelUnavailable', 'refused'],
		[
			'503 no such model as text',
			503,
			JSON.stringify(e1('model_not_found')),
			'modelUnavailable',
			'refused',
		],
		['400', 400, e2('invalid_request'), 'refusedInput', 'refused'],
		['400 of the upstream', 400, e2('ContentModerationFailed'), 'refusedInput', 'refused'],
		['404 wrong address', 404, e1('', 'Invalid URL (POST /v2/videos)'), 'refusedInput', 'refused'],
		['413', 413, e2('too_large'), 'refusedInput', 'refused'],
		['422', 422, { detail: 'No' }, 'refusedInput', 'refused'],
		['429 E2', 429, e2('too_many_requests'), 'noRoom', 'refused'],
		['429 empty', 429, '', 'noRoom', 'refused'],
		['429 HTML', 429, HTML, 'noRoom', 'refused'],
		['408', 408, '', 'gatewayTrouble', 'unknown'],
		['409', 409, { detail: 'No' }, 'gatewayTrouble', 'unknown'],
		['423', 423, '', 'gatewayTrouble', 'unknown'],
		['425', 425, '', 'gatewayTrouble', 'unknown'],
		['444', 444, '', 'refusedInput', 'unknown'],
		['499', 499, HTML, 'gatewayTrouble', 'unknown'],
		['301', 301, '', 'redirected', 'unknown'],
		['302', 302, '', 'redirected', 'unknown'],
		['303', 303, '', 'redirected', 'unknown'],
		['307', 307, HTML, 'redirected', 'unknown'],
		['308', 308, '', 'redirected', 'unknown'],
		['400 HTML', 400, HTML, 'refusedInput', 'refused'],
		['400 empty', 400, '', 'refusedInput', 'refused'],
		['403 HTML', 403, HTML, 'modelUnavailable', 'refused'],
		['404 HTML', 404, HTML, 'refusedInput', 'refused'],
		['405', 405, '', 'refusedInput', 'refused'],
		['413 HTML', 413, HTML, 'refusedInput', 'refused'],
		['503 of a proxy as JSON', 503, { message: 'No server' }, 'gatewayTrouble', 'unknown'],
		[
			'500 of another kind',
			500,
			{ error: { message: 'No', type: 'x' } },
			'gatewayTrouble',
			'unknown',
		],
		['500 half E2', 500, { code: 'x', message: 'No' }, 'gatewayTrouble', 'unknown'],
		[
			'500 no E2: a number',
			500,
			{ code: 500, message: 'No', data: null },
			'gatewayTrouble',
			'unknown',
		],
		['500 no E2: success', 500, e2('success'), 'gatewayTrouble', 'unknown'],
		['500 no E2: no words', 500, e2('x', ''), 'gatewayTrouble', 'unknown'],
		['502 HTML', 502, HTML, 'gatewayTrouble', 'unknown'],
		['504 empty', 504, undefined, 'gatewayTrouble', 'unknown'],
		['524', 524, HTML, 'gatewayTrouble', 'unknown'],
		['200 HTML', 200, HTML, 'gatewayTrouble', 'unknown'],
		['200 empty', 200, '', 'gatewayTrouble', 'unknown'],
		['200 null', 200, null, 'gatewayTrouble', 'unknown'],
		['204', 204, undefined, 'gatewayTrouble', 'unknown'],
		['200 half JSON', 200, '{"id":"task_', 'gatewayTrouble', 'unknown'],
		['200 list', 200, [], 'gatewayTrouble', 'unknown'],
		['200 {success:false}', 200, { success: false, message: 'No' }, 'gatewayTrouble', 'unknown'],
		['200 status without an id', 200, { status: 'queued' }, 'gatewayTrouble', 'unknown'],
		['100', 100, '', 'gatewayTrouble', 'unknown'],
		['0', 0, '', 'gatewayTrouble', 'unknown'],
	])('%s', (_, status, body, reason, acceptance) => {
		expect(failureIn(toSubmission({ status, body }))).toMatchObject({ reason, acceptance, status });
	});

	// The gateway's own formats mean that it made no task and gave the money back, whatever the status.
	const STATUSES = [200, 201, 202, 302, 400, 401, 403, 408, 409, 423, 425, 499, 500, 502, 503, 504];
	test.each(STATUSES)('%i as E1 or E2 is a refusal', (status) => {
		const bodies = [e1(''), e1('x'), e2('fail_to_fetch_task'), e2('do_request_failed'), e2('x')];
		for (const body of [...bodies, JSON.stringify(e2('x'))]) {
			expect(failureIn(toSubmission({ status, body }))).toMatchObject({ acceptance: 'refused' });
		}
	});

	test.each(STATUSES)('%i of a gateway in panic is of unknown end', (status) => {
		const panic = { error: { message: 'No', type: 'new_api_panic', code: '' } };
		for (const body of [panic, e2('insert_task_failed'), e1('insert_task_failed')]) {
			expect(failureIn(toSubmission({ status, body }))).toMatchObject({ acceptance: 'unknown' });
		}
	});

	test.each([
		['200', 200, { id: 'task_1', status: 'queued' }],
		['201', 201, { task_id: 'task_1' }],
		['200 already failed', 200, { id: 'task_1', status: 'failed', error: { message: 'No' } }],
		['200 with an error beside a task', 200, { id: 'task_1', object: 'video', ...e1('') }],
		['200 wrapped', 200, { code: 'success', data: 'task_1' }],
		['200 as text', 200, '\uFEFF {"id":"task_1","status":"queued"}\n'],
		['200 as bytes', 200, Buffer.from('{"id":"task_1"}')],
		['200 as a buffer', 200, new TextEncoder().encode('{"id":"task_1"}').buffer],
	])('%s with a task id is accepted', (_, status, body) => {
		const answer = toSubmission({ status, body });
		expect(answer).toMatchObject({ ok: true, value: { id: 'task_1' } });
	});

	test.each([
		['an error', { id: 'req-1', error: { message: 'Busy' } }, 'Busy (id: req-1)'],
		['a status of its own', { id: 'req-1', status: 'error', message: 'Busy' }, 'Busy (id: req-1)'],
		['{success:false}', { id: 'req-1', success: false, message: 'Busy' }, 'Busy (id: req-1)'],
		['a task id too', { id: 'task_1', error: 'Busy' }, 'Busy (id: task_1)'],
	])('200 with an id beside %s is of unknown end, and the id is told', (_, body, text) => {
		expect(failureIn(toSubmission({ status: 200, body }))).toMatchObject({
			acceptance: 'unknown',
			reason: 'gatewayTrouble',
			text,
		});
	});

	test('the key is not taken for an id', () => {
		const body = { id: KEY, error: { message: 'Busy' } };
		expect(failureIn(toSubmission({ status: 200, body })).text).toBe('Busy');
	});

	test.each([300, 400, 500])('%i with a task id is not', (status) => {
		expect(toSubmission({ status, body: { id: 'task_1', status: 'queued' } }).ok).toBe(false);
	});
});

const inside = (answer: unknown) => e2('fail_to_fetch_task', JSON.stringify(answer));
const tencent = (Code: string) => ({
	Response: { Error: { Code, Message: 'No' }, RequestId: 'a' },
});

describe('no room for another task', () => {
	test.each([
		['Kling', 400, { code: 1303, message: 'No' }],
		['Kling as text', 400, e2('1303')],
		['Kling, too many requests', 500, e2('1302')],
		['Kling, passed on', 500, inside({ code: 1303, message: 'No' })],
		['Kling, the words alone', 400, e2('task_failed', 'parallel task over resource pack limit')],
		['Tencent', 400, e2('RequestLimitExceeded')],
		['Tencent, with a detail', 500, e2('LimitExceeded.Task')],
		['Tencent, short of capacity', 500, e2('ResourceInsufficient')],
		['Tencent, passed on', 500, inside(tencent('RequestLimitExceeded.UinLimitExceeded'))],
		['Tencent, in the text', 400, e2('x', 'tencent vod submit failed: LimitExceeded: No')],
		['the gateway', 429, e2('concurrency_limit', 'No')],
		['the gateway with another status', 503, e2('concurrency_limit_exceeded')],
		['the gateway of the gateway', 500, inside(inside({ code: 1303, message: 'No' }))],
		['a supplier behind words', 500, e2('x', 'status 429: {"code":1303,"message":"No"}')],
		['without E2', 500, { error: { code: 'RequestLimitExceeded', message: 'No' } }],
	])('%s', (_, status, body) => {
		const failure = failureIn(toSubmission({ status, body }));
		expect(failure).toMatchObject({ reason: 'noRoom', acceptance: 'refused' });
	});

	test.each([
		['a code that begins alike', 400, e2('13035')],
		['another one', 400, e2('RequestLimitExceededly')],
		['a page', 503, `<html>parallel task over resource pack limit</html>`],
		['an account without credit', 429, e2('insufficient_user_quota')],
		['one of an older gateway', 429, e2('quota_not_enough')],
		['a supplier without credit', 429, inside({ code: 1102, message: 'No balance' })],
	])('not %s', (_, status, body) => {
		expect(failureIn(toSubmission({ status, body })).reason).not.toBe('noRoom');
	});

	test('is nothing that a look at a task can meet', () => {
		expect(failureIn(toLook({ status: 429, body: e2('1303') })).reason).toBe('saturated');
		expect(failureIn(toLook({ status: 500, body: e2('1303') })).reason).toBe('gatewayTrouble');
	});
});

describe("the trouble of the gateway's supplier", () => {
	test.each([200, 201, 401, 402, 403, 404, 408, 409, 500, 502, 503])(
		'%i, passed on, is not that of the user',
		(status) => {
			const body = inside({ error: { message: 'bad key', code: 'played' } });
			for (const failure of [toSubmission({ status, body }), toLook({ status, body })]) {
				expect(failureIn(failure)).toMatchObject({
					reason: 'supplierTrouble',
					text: 'bad key',
					code: 'played',
				});
				expect(isTransient(failureIn(failure))).toBe(true);
			}
		},
	);

	test.each([
		'AuthFailure.SignatureFailure',
		'***.SignatureFailure',
		'UnauthorizedOperation',
		'InternalError',
		'ResourceUnavailable.X',
	])('so are the codes of Tencent for it: %s', (code) => {
		const failure = failureIn(toSubmission({ status: 400, body: e2(code) }));
		expect(failure).toMatchObject({ reason: 'supplierTrouble', acceptance: 'refused' });
	});

	test('too many requests to the supplier are too many, to a check of a task', () => {
		const body = inside({ code: 1302, message: 'No' });
		expect(failureIn(toLook({ status: 429, body })).reason).toBe('saturated');
	});

	test.each(['InvalidParameterValue', 'InternalErrors', 'a.b', 'a***.b', 'X.InternalError'])(
		'but not %s',
		(code) => {
			expect(failureIn(toSubmission({ status: 400, body: e2(code) })).reason).toBe('refusedInput');
		},
	);

	test.each([400, 413, 422])('%i, passed on, is about the input', (status) => {
		const body = inside({ code: 1201, message: 'invalid parameters' });
		expect(failureIn(toSubmission({ status, body }))).toMatchObject({
			reason: 'refusedInput',
			text: 'invalid parameters',
			code: '1201',
		});
	});

	test.each([
		['another supplier out of credit', inside(e2('insufficient_user_quota', 'empty'))],
		...[1100, 1101, 1102, 1103].map((code): [string, unknown] => [
			`Kling with ${code}`,
			inside({ code, message: 'empty' }),
		]),
	])('%s is not that of the user', (_, body) => {
		for (const status of [400, 403, 429]) {
			expect(failureIn(toSubmission({ status, body }))).toMatchObject({
				reason: 'supplierTrouble',
				text: 'empty',
			});
		}
	});

	test.each([
		['a page', '<html><title>502 Bad Gateway</title></html>', '502 Bad Gateway'],
		['plain words', '当前分组上游负载已饱和', '当前分组上游负载已饱和'],
		[
			'JSON without words',
			'{"id":"task_2","status":"queued"}',
			'{"id":"task_2","status":"queued"}',
		],
		['JSON that is cut', '{"code":1303', '{"code":1303'],
		['a list', '[{"code":1303}]', '[{"code":1303}]'],
		['JSON far behind', `${'x'.repeat(101)}{"code":1303}`, `${'x'.repeat(101)}{"code":1303}`],
	])('%s as the message is shown', (_, message, text) => {
		const failure = failureIn(
			toSubmission({ status: 502, body: e2('fail_to_fetch_task', message) }),
		);
		expect(failure).toMatchObject({ reason: 'supplierTrouble', text, code: 'fail_to_fetch_task' });
	});

	test('a task id in the message is none of ours', () => {
		const body = e2('fail_to_fetch_task', '{"id":"task_2","task_id":"task_2","status":"queued"}');
		expect(failureIn(toSubmission({ status: 201, body }))).toMatchObject({ acceptance: 'refused' });
	});

	test('answers within answers are read to a limit', () => {
		const deep = inside(inside(inside(inside(inside({ code: 1303, message: 'No' })))));
		expect(failureIn(toSubmission({ status: 500, body: deep })).reason).toBe('supplierTrouble');
	});
});

describe('a key that is used up by its own task', () => {
	const look = (ownTask: boolean, body: unknown = e1('')) =>
		failureIn(
			readAnswer({ statusCode: 401, headers: {}, body }, { taskId: 'task_1', ownTask, now: NOW }),
		);

	test('401 to a look at a task that this key submitted', () => {
		expect(look(true).reason).toBe('keyUsedUp');
		expect(isTransient(look(true))).toBe(false);
	});

	test('401 to a look at another task is a bad key', () => {
		expect(look(false).reason).toBe('badKey');
	});

	test('other refusals of such a task are what they are elsewhere', () => {
		const own = { taskId: 'task_1', ownTask: true, now: NOW };
		const answer = readAnswer({ statusCode: 403, headers: {}, body: e1('') }, own);
		expect(failureIn(answer).reason).toBe('modelUnavailable');
	});

	test('401 of the supplier is not about the key', () => {
		expect(look(true, inside({ code: 1002, message: 'No' })).reason).toBe('supplierTrouble');
	});
});

describe('a web page', () => {
	test.each([
		['with a doctype', '<!DOCTYPE html><html></html>', true],
		['without one', HTML, true],
		['behind a comment', '\n<!-- a\nb -->\n<!doctype html>', true],
		['as bytes', Buffer.from(HTML), true],
		['that is none', 'upstream connect error <html>', undefined],
		['in JSON', { message: HTML }, undefined],
		['in JSON as text', JSON.stringify({ message: HTML }), undefined],
	])('%s', (_, body, isPage) => {
		expect(failureIn(toSubmission({ status: 200, body })).isPage).toBe(isPage);
	});
});

describe('an answer to a look at the task', () => {
	test.each([
		['400 no such task', 400, e2('task_not_exist'), 'taskUnknown', false],
		['404 no such task', 404, e2('task_not_exist'), 'taskUnknown', false],
		['200 no such task', 200, e2('task_not_exist'), 'taskUnknown', false],
		['404', 404, e1('', 'Invalid URL'), 'taskUnknown', false],
		['401', 401, e1(''), 'badKey', false],
		['403', 403, e1(''), 'modelUnavailable', false],
		['403 another model', 403, e1('', 'No access to model kling-a'), 'modelUnavailable', false],
		[
			'403 no model, as there is no such task',
			403,
			e1('', 'This token has no access to model '),
			'taskUnknown',
			false,
		],
		[
			'403 the same with a request id',
			403,
			e1('', 'This token has no access to model  (request id: 2026)'),
			'taskUnknown',
			false,
		],
		[
			'403 another model in Chinese',
			403,
			e1('', '该令牌无权访问模型 a'),
			'modelUnavailable',
			false,
		],
		['400 with those words', 400, e1('', 'no access to model '), 'refusedInput', false],
		['300', 300, '', 'redirected', false],
		['403 the same in Chinese', 403, e1('', '该令牌无权访问模型 '), 'taskUnknown', false],
		['403 no credit', 403, e2('insufficient_user_quota'), 'noCredit', false],
		['400', 400, e2('invalid_request'), 'refusedInput', false],
		['302', 302, '', 'redirected', false],
		['408', 408, '', 'gatewayTrouble', true],
		['409', 409, '', 'gatewayTrouble', true],
		['423', 423, '', 'gatewayTrouble', true],
		['425', 425, '', 'gatewayTrouble', true],
		['499', 499, '', 'gatewayTrouble', true],
		['501', 501, HTML, 'gatewayTrouble', false],
		['505', 505, '', 'gatewayTrouble', false],
		[
			'200 speaking of itself',
			200,
			{ status: 'error', error: { message: 'busy' } },
			'gatewayTrouble',
			true,
		],
		['429', 429, '', 'saturated', true],
		['500', 500, e2('InternalError'), 'gatewayTrouble', true],
		['503 no such model', 503, e1('model_not_found'), 'modelUnavailable', true],
		['500 no credit', 500, e2('insufficient_user_quota'), 'noCredit', true],
		['502 HTML', 502, HTML, 'gatewayTrouble', true],
		['200 HTML', 200, HTML, 'gatewayTrouble', true],
		['200 empty', 200, '', 'gatewayTrouble', true],
		['200 half JSON', 200, '{"status":"comp', 'gatewayTrouble', true],
		['200 E1', 200, e1(''), 'gatewayTrouble', true],
		['200 {success:false}', 200, { success: false, message: 'No' }, 'gatewayTrouble', true],
	])('%s', (_, status, body, reason, transient) => {
		const failure = failureIn(toLook({ status, body }));
		expect(failure).toMatchObject({ reason, status });
		expect(isTransient(failure)).toBe(transient);
	});

	test('network errors are transient, an early file too', () => {
		expect(isTransient({ reason: 'unreachable', acceptance: 'refused' })).toBe(true);
		expect(isTransient({ reason: 'taskNotReady', acceptance: 'refused', status: 400 })).toBe(true);
	});

	test('task_not_exist is no unknown task where none was asked for', () => {
		expect(failureIn(toSubmission({ status: 400, body: e2('task_not_exist') })).reason).toBe(
			'refusedInput',
		);
	});

	test('the id that was asked for serves when the answer has none', () => {
		const body = '{"status":"SUCCESS","url":"https://a.example/1.mp4","object":"video"}';
		expect(toLook({ status: 200, body })).toMatchObject({
			ok: true,
			value: { id: 'task_1', status: 'completed', videoUrl: 'https://a.example/1.mp4' },
		});
	});
});

describe('a file asked for too early', () => {
	const early = (status: number, body: unknown) =>
		readFileFailure({ statusCode: status, headers: {}, body }, { taskId: 'task_1', now: NOW });

	test.each([
		[
			'400',
			400,
			{ error: { message: 'Task is not completed yet, current status: queued' } },
			'taskNotReady',
		],
		['400 with an empty code', 400, e1('', 'Task is not completed yet'), 'taskNotReady'],
		['409', 409, '', 'taskNotReady'],
		['425', 425, '', 'taskNotReady'],
		['400 no such task', 400, e2('task_not_exist'), 'taskUnknown'],
		['404', 404, '', 'taskUnknown'],
		['400 with a code', 400, e2('invalid_request'), 'refusedInput'],
		['401', 401, e1(''), 'badKey'],
		['502', 502, HTML, 'gatewayTrouble'],
	])('%s', (_, status, body, reason) => {
		expect(early(status, body).reason).toBe(reason);
	});
});

describe('what the gateway said', () => {
	test.each([
		['E1', e1('', '无效的令牌'), '无效的令牌'],
		['E2', e2('x', 'Broken prompt'), 'Broken prompt'],
		['an error as text', { error: 'Internal Server Error' }, 'Internal Server Error'],
		['HTML', HTML, '502 Bad Gateway'],
		['plain text', 'upstream connect error\n', 'upstream connect error'],
		['other JSON', { detail: [{ msg: 'No' }] }, '{"detail":[{"msg":"No"}]}'],
		['nothing', '', undefined],
		['an empty object', {}, undefined],
		['a number', 7, undefined],
		['a long text', e2('x', 'y'.repeat(900)), `${'y'.repeat(499)}…`],
		['the key', e1('', `Invalid token ${KEY}`), 'Invalid token ***'],
		['part of the key', e1('', 'Invalid token sk-AbCd***QrStUv'), 'Invalid token ***'],
		[
			'a signed link',
			e2('x', 'Cannot read https://a.example/1.png?sign=1'),
			'Cannot read https://a.example/1.png',
		],
	])('%s', (_, body, text) => {
		for (const failure of [toSubmission({ status: 500, body }), toLook({ status: 500, body })]) {
			expect(failureIn(failure).text).toBe(text);
		}
	});

	test.each([
		['E1', e1('model_not_found'), 'model_not_found'],
		['E2', e2('invalid_request'), 'invalid_request'],
		['a number', { code: 1301, message: 'No' }, '1301'],
		['0', { code: 0, message: 'No' }, undefined],
		['"0"', e1('0'), undefined],
		['success', e2('Success'), undefined],
		['of Tencent', tencent('InternalError'), 'InternalError'],
		['an empty one', e1(''), undefined],
		['garbage', { error: { code: {} }, code: [] }, undefined],
		['the key', e2(KEY), '***'],
	])('code: %s', (_, body, code) => {
		expect(failureIn(toSubmission({ status: 400, body })).code).toBe(code);
	});

	test.each([
		[
			'in the text',
			{ body: e1('', 'No (request id: 202601311200001234)') },
			'202601311200001234',
			'No',
		],
		['in Chinese text', { body: e1('', '令牌无效（request id：abc-1）') }, 'abc-1', '令牌无效'],
		[
			'beyond the cut',
			{ body: e1('', `${'y'.repeat(900)} (request id: abc)`) },
			'abc',
			`${'y'.repeat(499)}…`,
		],
		['in a header', { headers: { 'X-Oneapi-Request-Id': 'abc' } }, 'abc', undefined],
		['in another header', { headers: { 'x-request-id': ['abc', 'def'] } }, 'abc', undefined],
		[
			'the gateway’s own first',
			{ headers: { 'x-request-id': 'proxy', 'x-oneapi-request-id': 'abc' } },
			'abc',
			undefined,
		],
		['no id', { headers: { 'x-request-id': 'a b <c>' } }, undefined, undefined],
	])('request id: %s', (_, part, requestId, text) => {
		const failure = failureIn(toSubmission({ status: 500, ...part }));
		expect([failure.requestId, failure.text]).toEqual([requestId, text]);
	});

	test.each([
		['7', 7000],
		[7, 7000],
		['0', 0],
		['1.5', 1500],
		['Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
		['Sat, 31 Jan 2026 11:00:00 GMT', 0],
		['-5', undefined],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
		[{}, undefined],
	])('Retry-After %j is %j ms', (value, expected) => {
		const failure = failureIn(toLook({ status: 429, headers: { 'Retry-After': value } }));
		expect(failure.retryAfterMs).toBe(expected);
	});
});
