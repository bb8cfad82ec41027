import { faults, startGateway, type Fault, type LocalGateway } from './server.cts';
import { clientOf } from './testing/client.cts';

type ErrorCase = [string, Fault, number, unknown, Record<string, string>];

const BODY = { model: 'Kling-2.6', prompt: 'A cat' };

let gateway: LocalGateway;

beforeAll(async () => {
	gateway = await startGateway({ bodyLimit: 10_000 });
});
afterEach(() => gateway.reset());
afterAll(async () => await gateway.close());

const e1 = (code: string) => ({
	error: {
		message: expect.stringMatching(/ \(request id: [0-9a-z]+\)$/),
		type: 'new_api_error',
		code,
	},
});
const e2 = (code: string) => ({ code, message: expect.any(String), data: null });

async function submit(key?: string, body: object = BODY) {
	return await clientOf(gateway, key).post('/v1/videos', body);
}

describe('errors that the gateway answers by itself', () => {
	it.each(['none', 'disabled', ''])('401 E1 on every route for a bad key (%s)', async (kind) => {
		const key = kind === 'disabled' ? gateway.keys.disabled : kind;
		const client = clientOf(gateway, key);
		for (const { status, data } of [
			await client.post('/v1/videos', BODY),
			await client.get('/v1/videos/task_1'),
			await client.get('/v1/videos/task_1/content'),
			await client.get('/v1/models'),
		]) {
			expect(status).toBe(401);
			expect(data).toEqual(e1(''));
			expect(data.error.message).toMatch(/^Invalid token \(/);
		}
		expect(gateway.tasks).toHaveLength(0);
	});

	it('401 without a bearer key in the Authorization header', async () => {
		const { key } = gateway;
		for (const authorization of [undefined, key, `Basic ${key}`, `Bearer ${key} x`]) {
			const { status } = await clientOf(gateway).get('/v1/models', { headers: { authorization } });
			expect(status).toBe(401);
		}
	});

	it('401 that prints the key or part of it, or is in Chinese', async () => {
		const key = gateway.keys.disabled;
		gateway.settings.keyInErrors = 'part';
		const { message } = (await submit(key)).data.error;
		expect(message).toContain(`Invalid token: ${key.slice(0, 12)}***${key.slice(-6)}`);
		gateway.settings.keyInErrors = 'whole';
		expect((await submit(key)).data.error.message).toContain(key);
		gateway.settings.language = 'zh';
		expect((await submit(key)).data.error.message).toMatch(/^无效的令牌/);
	});

	it('403 E1 when the key may not use the model', async () => {
		const { status, data } = await submit(gateway.keys.withoutKling26);
		expect([status, data]).toEqual([403, e1('')]);
		const other = await submit(gateway.keys.withoutKling26, { ...BODY, model: 'Kling-2.5' });
		expect(other.status).toBe(200);
	});

	it.each(['Kling-9', 'kling-2.6', 'Kling-2.6 '])('503 E1 for the model "%s"', async (model) => {
		const { status, data } = await submit(gateway.key, { ...BODY, model });
		expect([status, data]).toEqual([503, e1('model_not_found')]);
	});

	it('the model is looked up before anything else in the body', async () => {
		const { status } = await submit(gateway.key, { model: 'Kling-9', seconds: 5 });
		expect(status).toBe(503);
	});

	it('403 E2 when the account or the key is out of credit, on submit alone', async () => {
		const account = await submit(gateway.keys.noAccountCredit);
		expect([account.status, account.data]).toEqual([403, e2('insufficient_user_quota')]);
		const own = await submit(gateway.keys.noKeyCredit);
		expect([own.status, own.data]).toEqual([403, e2('pre_consume_token_quota_failed')]);
		const models = await clientOf(gateway, gateway.keys.noAccountCredit).get('/v1/models');
		expect(models.status).toBe(200);
		expect(gateway.tasks).toHaveLength(0);
	});

	it('413 E1 when the body is too large', async () => {
		const { status, data } = await submit(gateway.key, { ...BODY, prompt: 'a'.repeat(10_001) });
		expect(status).toBe(413);
		expect(data).toEqual(e1('read_request_body_failed'));
		expect(gateway.submits).toHaveLength(1);
	});

	it.each([
		['GET', '/v1/videos'],
		['GET', '/v1/videos/'],
		['DELETE', '/v1/videos/task_1'],
		['POST', '/v1/videos/task_1/cancel'],
		['GET', '/v1/v1/models'],
		['GET', '/v1/nothing?key=1'],
		['GET', '/v1/videos/%E0%A4%A'],
		['HEAD', '/v1/models'],
	])('404 Invalid URL for %s %s', async (method, url) => {
		const { status, data } = await clientOf(gateway).request({ method, url });
		expect(status).toBe(404);
		if (method === 'HEAD') expect(data).toBe('');
		else expect(data.error.message).toBe(`Invalid URL (${method} ${url.split('?')[0]})`);
	});

	it('400 from /content while the task is not completed, 404 for one that does not exist', async () => {
		gateway.settings.plan = { seconds: 100 };
		const { data } = await submit();
		const early = await clientOf(gateway).get(`/v1/videos/${data.id}/content`);
		expect(early.status).toBe(400);
		expect(early.data.error.message).toMatch(/^Task is not completed yet/);
		const none = await clientOf(gateway).get('/v1/videos/task_1/content');
		const error = { message: 'Task not found', type: 'invalid_request_error' };
		expect([none.status, none.data]).toEqual([404, { error }]);
	});

	it('the models list is in OpenAI format and holds the documented names first', async () => {
		const { status, data } = await clientOf(gateway).get('/v1/models');
		expect(status).toBe(200);
		expect(data.object).toBe('list');
		const ids: unknown[] = data.data.map((model: { id: unknown }) => model.id);
		expect(ids.slice(0, 3)).toEqual(['Kling-3.0-Omni', 'Kling-2.6', 'Kling-2.5']);
		expect(ids).toContain('kling-2.6-motion-pro-1080p');
	});
});

describe('each documented error on request', () => {
	const date = new Date(Date.UTC(2026, 0, 31, 12, 0, 5));
	it.each<ErrorCase>([
		['invalidToken', faults.invalidToken('sk-abc***def'), 401, e1(''), {}],
		['modelForbidden', faults.modelForbidden('Kling-2.6'), 403, e1(''), {}],
		['modelNotFound', faults.modelNotFound('Kling-2.6'), 503, e1('model_not_found'), {}],
		['invalidRequest', faults.invalidRequest(), 400, e2('invalid_request'), {}],
		['noAccountCredit', faults.noAccountCredit(), 403, e2('insufficient_user_quota'), {}],
		['noKeyCredit', faults.noKeyCredit(), 403, e2('pre_consume_token_quota_failed'), {}],
		['saturated', faults.saturated(), 429, e2(expect.any(String)), {}],
		[
			'saturated, in seconds',
			faults.saturated({ retryAfter: 3 }),
			429,
			e2(expect.any(String)),
			{ 'retry-after': '3' },
		],
		['emptyBody', faults.emptyBody(), 429, '', {}],
		[
			'emptyBody, at a date',
			faults.emptyBody(429, { retryAfter: date }),
			429,
			'',
			{ 'retry-after': 'Sat, 31 Jan 2026 12:00:05 GMT' },
		],
		['bodyTooLarge', faults.bodyTooLarge(), 413, e1('read_request_body_failed'), {}],
		['quotaNotEnough', faults.quotaNotEnough(), 403, e2('quota_not_enough'), {}],
		['bannedUser', faults.bannedUser(), 403, e1(''), {}],
		['addressNotAllowed', faults.addressNotAllowed(), 403, e1('access_denied'), {}],
		['groupForbidden', faults.groupForbidden(), 403, e1(''), {}],
		['invalidBody', faults.invalidBody(), 400, e1(''), {}],
		...[201, 401, 403, 404, 500, 503].map((status): ErrorCase => [
			`supplierRefused ${status}`,
			faults.supplierRefused(status, { code: 1002, message: 'no' }),
			status,
			{ code: 'fail_to_fetch_task', message: '{"code":1002,"message":"no"}', data: null },
			{},
		]),
		[
			'supplierRefused 429, whose text is lost',
			faults.supplierRefused(429, 'parallel task over resource pack limit'),
			429,
			{ code: 'fail_to_fetch_task', message: '当前分组上游负载已饱和，请稍后再试', data: null },
			{},
		],
		['taskFailed', faults.taskFailed(), 400, e2('task_failed'), {}],
		['supplierUnreachable', faults.supplierUnreachable(), 500, e2('do_request_failed'), {}],
		['insertTaskFailed', faults.insertTaskFailed(), 500, e2('insert_task_failed'), {}],
		[
			'panic',
			faults.panic(),
			500,
			{ error: { message: expect.any(String), type: 'new_api_panic', code: '' } },
			{},
		],
		['upstreamFailed', faults.upstreamFailed(), 500, e2('ResourceInsufficient'), {}],
		[
			'upstreamFailed, 400',
			faults.upstreamFailed(400, 'InvalidParameter.MediaFormat'),
			400,
			e2('InvalidParameter.MediaFormat'),
			{},
		],
		['taskNotExist', faults.taskNotExist(), 400, e2('task_not_exist'), {}],
		['notCompletedYet', faults.notCompletedYet(), 400, { error: expect.anything() }, {}],
		[
			'unsuccessful',
			faults.unsuccessful('系统繁忙'),
			200,
			{ success: false, message: '系统繁忙' },
			{},
		],
		[
			'okWithError',
			faults.okWithError('No', 'bad'),
			200,
			{ error: { message: 'No', type: 'new_api_error', code: 'bad' } },
			{},
		],
		[
			'html',
			faults.html(502),
			502,
			expect.stringContaining('502 Bad Gateway'),
			{ 'content-type': 'text/html' },
		],
		['unreadable', faults.unreadable(), 200, expect.stringContaining('upstream'), {}],
		['emptyBody, 200', faults.emptyBody(200), 200, '', {}],
		[
			'redirect',
			faults.redirect('http://127.0.0.1:1/x', 307),
			307,
			'',
			{ location: 'http://127.0.0.1:1/x' },
		],
	])('%s', async (_name, fault, status, data, headers) => {
		gateway.faults.next('submit', fault);
		const answer = await submit();
		expect([answer.status, answer.data]).toEqual([status, data]);
		expect(answer.headers).toMatchObject(headers);
		expect(gateway.tasks).toHaveLength(0);
		expect((await submit()).status).toBe(200);
	});
});
