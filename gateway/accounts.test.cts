import { startGateway, type LocalGateway } from './server.cts';
import { clientOf } from './testing/client.cts';

const BODY = { model: 'Kling-2.5', prompt: 'A cat' };

let gateway: LocalGateway;

beforeAll(async () => {
	gateway = await startGateway({ plan: { seconds: 0 }, keys: { 'sk-second': 'ok' } });
});
afterEach(() => gateway.reset());
afterAll(async () => await gateway.close());

async function submit(key?: string, body: object = BODY): Promise<string> {
	return (await clientOf(gateway, key).post('/v1/videos', body)).data.id;
}

/** The answers to everything that can be asked of a task, as status and code or message. */
async function asked(id: string, key: string): Promise<Array<[number, string]>> {
	const answers = [];
	for (const path of [`videos/${id}`, `video/generations/${id}`, `videos/${id}/content`]) {
		const { status, data } = await clientOf(gateway, key).get(`/v1/${path}`);
		const said: unknown = data.code ?? data.error?.message ?? '';
		answers.push([status, String(said).replace(/ \(request id.*/, '')] satisfies [number, string]);
	}
	return answers;
}

const UNKNOWN = [
	[400, 'task_not_exist'],
	[400, 'task_not_exist'],
	[404, 'Task not found'],
];

describe('the tasks of an account', () => {
	it('are known to each of its keys and to no other account', async () => {
		const id = await submit();
		expect((await asked(id, 'sk-second')).map(([status]) => status)).toEqual([200, 200, 200]);
		expect(await asked(id, gateway.keys.otherAccount)).toEqual(UNKNOWN);
		expect(await asked(await submit(gateway.keys.otherAccount), gateway.key)).toEqual(UNKNOWN);
	});

	it("are each key's own, where every key is an account", async () => {
		gateway.settings.accounts = 'perKey';
		const id = await submit();
		expect(await asked(id, 'sk-second')).toEqual(UNKNOWN);
		expect((await asked(id, gateway.key)).map(([status]) => status)).toEqual([200, 200, 200]);
	});

	it('are served without a key by a /content that is public', async () => {
		const id = await submit();
		gateway.settings.contentPublic = true;
		const answers = await asked(id, 'sk-nonsense');
		expect(answers.map(([status]) => status)).toEqual([401, 401, 200]);
	});
});

describe('keys that may not do everything', () => {
	it('one that is used up by its own task: 401 on every later request, another key still sees it', async () => {
		const { oneTask } = gateway.keys;
		expect((await clientOf(gateway, oneTask).get('/v1/models')).status).toBe(200);
		const id = await submit(oneTask);
		expect((await asked(id, oneTask)).map(([status]) => status)).toEqual([401, 401, 401]);
		expect((await clientOf(gateway, oneTask).get('/v1/models')).status).toBe(401);
		expect((await clientOf(gateway, oneTask).post('/v1/videos', BODY)).status).toBe(401);
		expect((await asked(id, gateway.key)).map(([status]) => status)).toEqual([200, 200, 200]);
		expect(gateway.tasks).toHaveLength(1);
	});

	it.each([
		['banned', 'User has been banned', ''],
		['otherAddress', '您的 IP 不在令牌允许访问的列表中', 'access_denied'],
		['otherGroup', '无权访问 vip 分组', ''],
	] as const)('%s: 403 E1 on every route', async (name, message, code) => {
		const client = clientOf(gateway, gateway.keys[name]);
		for (const { status, data } of [
			await client.post('/v1/videos', BODY),
			await client.get('/v1/videos/task_1'),
			await client.get('/v1/video/generations/task_1'),
			await client.get('/v1/models'),
		]) {
			expect(status).toBe(403);
			expect(data.error).toMatchObject({ type: 'new_api_error', code });
			expect(data.error.message).toMatch(new RegExp(`^${message} \\(request id: `));
		}
	});

	it('quotaNotEnough: 403 E2 on submit alone', async () => {
		const client = clientOf(gateway, gateway.keys.quotaNotEnough);
		const { status, data } = await client.post('/v1/videos', BODY);
		expect([status, data.code, data.data]).toEqual([403, 'quota_not_enough', null]);
		expect((await client.get('/v1/models')).status).toBe(200);
	});

	it('one limited to models sees its tasks, only those of its models, or none', async () => {
		const key = gateway.keys.withoutKling26;
		const [allowed, other] = [
			await submit(key),
			await submit(gateway.key, { ...BODY, model: 'Kling-2.6' }),
		];
		const statuses = async (id: string) =>
			(await asked(id, key)).slice(0, 2).map(([status, said]) => (status === 200 ? 200 : said));
		expect([await statuses(allowed), await statuses(other)]).toEqual([
			[200, 200],
			[200, 200],
		]);
		gateway.settings.limitedKeys = 'byModel';
		const forbidden = 'This token has no access to model Kling-2.6';
		expect([await statuses(allowed), await statuses(other)]).toEqual([
			[200, 200],
			[forbidden, forbidden],
		]);
		const nameless = 'This token has no access to model ';
		expect(await statuses('task_nobodys')).toEqual([nameless, nameless]);
		gateway.settings.limitedKeys = 'refused';
		expect(await statuses(allowed)).toEqual([nameless, nameless]);
		const { data } = await clientOf(gateway, key).get('/v1/models');
		expect(data.data.map(({ id }: { id: string }) => id)).not.toContain('Kling-2.6');
	});
});

describe('paths that are not the API', () => {
	it.each([
		['GET', '/'],
		['GET', '/console'],
		['GET', '/console/v1/models'],
		['POST', '/console/v1/videos'],
		['GET', '//v1/models'],
		['GET', '/models'],
	])('%s %s: 200 with the web page', async (method, url) => {
		const { status, headers, data } = await clientOf(gateway).request({
			method,
			url: `${gateway.url}${url}`,
		});
		expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(data).toMatch(/^<!doctype html>/);
	});

	it('404 where there is no web page', async () => {
		gateway.settings.webPage = false;
		expect((await clientOf(gateway).get('/console')).status).toBe(404);
	});

	it('a slash too many is redirected: GET by 301, POST by 307', async () => {
		const list = await clientOf(gateway).get('/v1/models/');
		expect([list.status, list.headers.location]).toEqual([301, '/v1/models']);
		const post = await clientOf(gateway).post('/v1/videos/', BODY);
		expect([post.status, post.headers.location]).toEqual([307, '/v1/videos']);
		expect(gateway.tasks).toHaveLength(0);
	});
});
