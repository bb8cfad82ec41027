import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { startGateway, type LocalGateway } from '../../gateway/server.cts';
import { faults } from '../../gateway/faults/catalogue.cts';
import { TestClock } from '../../gateway/testing/client.cts';
import { scenarios } from '../../nodes/KlingVideo/scenarios/index.ts';
import { checkGateway } from '../../scripts/checkGateway/checkGateway.cts';
import { readCommandLine, USAGE, type CheckWish } from '../../scripts/checkGateway/commandLine.cts';
import { kindOfTask } from '../../scripts/checkGateway/dialects.cts';
import { SCENARIO_TABLE } from '../../scripts/checkGateway/scenarioTable.cts';
import { playGateway, type PlayedAnswer, type PlayedGateway } from './playedGateway.cts';

const clock = new TestClock();
let gateway: LocalGateway;
const played: PlayedGateway[] = [];

beforeAll(async () => {
	gateway = await startGateway({ clock, plan: { seconds: 40 } });
});

beforeEach(() => gateway.reset());

afterEach(async () => {
	await Promise.all(played.splice(0).map(async (one) => await one.close()));
});

afterAll(async () => await gateway.close());

const tasksTold: string[] = [];

async function check(wish: Partial<CheckWish> = {}): Promise<{ text: string; isUsable: boolean }> {
	tasksTold.length = 0;
	const { text, isUsable } = await checkGateway(
		{
			baseUrl: gateway.url,
			key: gateway.key,
			paid: false,
			documentedOnly: false,
			minutes: 10,
			...wish,
		},
		{
			pause: async (seconds) => await Promise.resolve(clock.advance(seconds)),
			onTask: (id) => tasksTold.push(id),
		},
	);
	return { text, isUsable };
}

async function play(answer: (request: string) => PlayedAnswer): Promise<PlayedGateway> {
	const one = await playGateway(answer);
	played.push(one);
	return one;
}

/** The lines below a title of the report. */
function part(text: string, title: string): string[] {
	const [, below = ''] = text.split(`${title}\n`);
	const [lines = ''] = below.split('\n\n');
	return lines.split('\n').map((line) => line.trim());
}

describe('without --paid', () => {
	test('nothing that it sends can become a video', async () => {
		const { isUsable } = await check();
		expect(isUsable).toBe(true);
		expect(gateway.tasks).toEqual([]);
		const bodies = gateway.submits.map(({ body }) => body);
		expect(bodies).toHaveLength(3);
		for (const body of bodies) {
			expect(body).not.toMatchObject({ prompt: expect.any(String) });
			expect(body).not.toMatchObject({ image: expect.any(String) });
			expect(JSON.stringify(body)).not.toMatch(/metadata|https?:/);
		}
	});

	test('it tells models, refusals and the documented routes', async () => {
		const { text } = await check();
		expect(part(text, 'This node there')).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^Models: Kling-3\.0-Omni, Kling-2\.6, Kling-2\.5\.$/),
				'Refusals: readable, so the node knows that no task was made.',
			]),
		);
		expect(text).toContain('503 E1 new_api_error, model_not_found');
		expect(text).toContain('400 E2 task_not_exist');
	});

	test('a gateway that accepts what nobody can make is told, and asked no more', async () => {
		const lenient = await play((request) =>
			request === 'GET /v1/models'
				? { body: { data: [{ id: 'Kling-2.6' }] } }
				: request.startsWith('POST')
					? { body: { id: 'task_oh', status: 'queued' } }
					: { status: 404, body: { error: { message: 'nothing here' } } },
		);
		const { text } = await check({ baseUrl: lenient.url, paid: true });
		expect(part(text, 'WARNING').join(' ')).toMatch(/accepted a question .* task_oh/);
		expect(lenient.asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
	});
});

describe('the key', () => {
	test('is in no report, even when the gateway prints it', async () => {
		const wrong = 'sk-somebodysRealKey0123456789';
		gateway.settings.keyInErrors = 'whole';
		const { text, isUsable } = await check({ key: wrong });
		expect(isUsable).toBe(false);
		expect(text).toContain('Nothing: the key is refused.');
		expect(text).not.toContain('somebodysRealKey');
		expect(gateway.submits).toEqual([]);
	});

	test('goes along no redirect', async () => {
		const elsewhere = await play(() => ({ body: { data: [] } }));
		const redirecting = await play((request) => ({
			status: 307,
			headers: { location: `${elsewhere.url}${request.split(' ')[1] ?? ''}` },
			body: '',
		}));
		const { text } = await check({ baseUrl: redirecting.url });
		expect(elsewhere.asked).toEqual([]);
		expect(redirecting.asked).toEqual(['GET /v1/models', 'GET /api/status']);
		expect(text).toContain(`it redirects to ${elsewhere.url}/v1/models`);
	});

	test('does not go to the question that needs none', async () => {
		const one = await play(() => ({ body: '<!doctype html><html><body>New API</body></html>' }));
		await check({ baseUrl: one.url });
		expect(one.asked).toEqual(['GET /v1/models', 'GET /api/status']);
		expect(one.keys).toHaveLength(1);
	});
});

test('a web page is a wrong Base URL', async () => {
	const page = await play(() => ({ body: '<!doctype html><html><body>New API</body></html>' }));
	const { text, isUsable } = await check({ baseUrl: page.url });
	expect(isUsable).toBe(false);
	expect(text).toContain('Nothing: this address is a web page. Set the Base URL');
});

test('a gateway that does not answer is told with the reason', async () => {
	const gone = await play(() => ({ body: '' }));
	await gone.close();
	const { text, isUsable } = await check({ baseUrl: gone.url });
	expect(isUsable).toBe(false);
	expect(text).toMatch(/no answer: .*ECONNREFUSED/);
});

test.each([
	[{ total_available: 0, total_used: 5000 }, 'It is used up: raise its limit at the gateway.'],
	[{ total_available: 10, total_used: 0, expires_at: 1_700_000_000 }, 'It has expired.'],
	[{ total_available: 10, total_used: 0 }, 'The gateway knows it: it may be disabled.'],
	[{}, 'It may be wrong, expired, disabled or used up.'],
])('a refused key with the credit %j', async (data, why) => {
	const refusing = await play((request) =>
		request === 'GET /api/usage/token/'
			? { body: { code: true, data } }
			: { status: 401, body: { error: { message: 'Invalid token', type: 'new_api_error' } } },
	);
	const { text } = await check({ baseUrl: refusing.url });
	expect(text).toContain(`Nothing: the key is refused. ${why}`);
	expect(refusing.asked.filter((line) => line.startsWith('POST'))).toEqual([]);
});

test('a key that may not be used here is told in the words of the gateway', async () => {
	const message = 'Your IP is not in the list (request id: 2026)';
	const refusing = await play(() => ({
		status: 403,
		body: { error: { message, type: 'new_api_error', code: 'access_denied' } },
	}));
	const { text, isUsable } = await check({ baseUrl: refusing.url, paid: true });
	expect(isUsable).toBe(false);
	expect(text).toContain(
		'Nothing: the key may not be used. 403 E1 new_api_error, access_denied: Your IP',
	);
	expect(refusing.asked.filter((line) => line.startsWith('POST'))).toEqual([]);
});

test.each([
	[400, { code: 'task_not_exist', message: 'task_not_exist', data: null }, 'is there'],
	[
		403,
		{ error: { message: 'This token has no access to model ', type: 'new_api_error' } },
		'not told',
	],
	[404, { error: { message: 'Invalid URL' } }, 'there is no second status route'],
])('a second status route that answers %i', async (status, body, said) => {
	const one = await play((request) =>
		request === 'GET /v1/models' ? { body: { data: [] } } : { status, body },
	);
	const { text } = await check({ baseUrl: one.url });
	expect(text).toMatch(new RegExp(`Second opinion: .*${said}`));
});

test('the list of models gives the supplier away', async () => {
	const listed = await play((request) =>
		request === 'GET /v1/models'
			? {
					body: {
						data: [
							{ id: 'Kling-2.6', owned_by: 'kling', supported_endpoint_types: ['openai'] },
							{ id: 'kling-x', owned_by: 'sora', supported_endpoint_types: ['openai-video'] },
						],
					},
				}
			: { status: 400, body: { code: 'task_not_exist', message: 'task_not_exist', data: null } },
	);
	const { text } = await check({ baseUrl: listed.url });
	expect(part(text, 'What it is')).toEqual([
		'It is a gateway of the new-api family.',
		'By its list, Kling-2.6: native Kling channel.',
		'By its list, kling-x: another gateway behind it (a chain).',
	]);
	expect(text).not.toContain('Tencent VOD channel');
	const one = await check({ baseUrl: listed.url, model: 'Kling-2.6' });
	expect(one.text).toContain('native Kling channel: dropped: the shots');
	expect(one.text).not.toContain('as the gateway behind it');
});

test('an earlier task gives the supplier away', async () => {
	const answers: Record<string, unknown> = {
		'GET /v1/models': { data: [{ id: 'Kling-2.6' }] },
		'GET /v1/videos/task_1': { id: 'task_1', status: 'in_progress', progress: 100 },
		'GET /v1/video/generations/task_1': {
			code: 'success',
			data: { status: 'FAILURE', fail_reason: 'timed out', data: { Response: { TaskId: '1' } } },
		},
	};
	const one = await play((request) => ({ body: answers[request] ?? { error: { message: 'no' } } }));
	const { text } = await check({ baseUrl: one.url, taskId: 'task_1' });
	expect(part(text, 'Task task_1')).toEqual([
		'GET /v1/videos/{id}: pending, 100 %',
		'GET /v1/video/generations/{id}: FAILURE, timed out',
		'Its videos: Tencent VOD channel.',
	]);
});

describe('with --paid', () => {
	test('one video is made, and what came is held against what was asked', async () => {
		const { text } = await check({ paid: true });
		expect(gateway.tasks.map(({ body }) => body)).toEqual([
			{
				model: 'Kling-3.0-Omni',
				prompt: expect.any(String),
				seconds: '6',
				duration: 6,
				metadata: {
					output_config: { duration: 6, resolution: '720P', aspect_ratio: '9:16' },
					resolution: '720P',
					aspect_ratio: '9:16',
				},
			},
		]);
		const id = gateway.tasks[0]?.id ?? '';
		expect(tasksTold).toEqual([id]);
		expect(part(text, 'One paid video of Kling-3.0-Omni')).toEqual(
			expect.arrayContaining([
				`Task: ${id}`,
				expect.stringMatching(/^GET \/v1\/videos\/\{id\}: completed/),
				'Length, shape and resolution are as asked.',
			]),
		);
	});

	test('--documented leaves the other places out', async () => {
		await check({ paid: true, documentedOnly: true, model: 'Kling-2.6' });
		expect(gateway.tasks.map(({ body }) => body)).toEqual([
			{
				model: 'Kling-2.6',
				prompt: expect.any(String),
				seconds: '10',
				metadata: { output_config: { duration: 10, resolution: '720P', aspect_ratio: '9:16' } },
			},
		]);
	});

	test('what was dropped in silence is told', async () => {
		gateway.speak('native-kling');
		const { text } = await check({ paid: true, documentedOnly: true, model: 'Kling-2.6' });
		expect(part(text, 'One paid video of Kling-2.6')).toEqual(
			expect.arrayContaining([
				'Dropped: Asked for 10 seconds, but the video lasts 5 seconds.',
				'Dropped: Asked for 9:16, but the video is 1:1.',
			]),
		);
	});

	test('an order whose outcome is unknown is not sent again', async () => {
		gateway.faults.next('submit', faults.modelNotFound('x'), 3);
		gateway.faults.next('submit', faults.html(502, { accept: true }));
		const { text } = await check({ paid: true });
		expect(gateway.tasks).toHaveLength(1);
		expect(gateway.submits).toHaveLength(4);
		expect(text).toContain('it is not known whether a task was made');
	});

	test('a task that does not end is left with its id', async () => {
		gateway.settings.plan = { seconds: 7200 };
		const { text } = await check({ paid: true, minutes: 1 });
		expect(text).toContain('There is no video yet: the task goes on.');
		expect(text).toContain(`Task: ${gateway.tasks[0]?.id ?? ''}`);
	});
});

test.each([
	[{ data: { data: { Response: { AigcVideoTask: {} } } } }, 'tencentVod'],
	[{ data: { data: { code: 0, data: { task_status: 'succeed' } } } }, 'nativeKling'],
	[{ data: { data: { object: 'video', status: 'completed' } } }, 'chain'],
	[{ data: { data: { error: { message: 'task data lost' } } } }, 'chain'],
	[{ data: { data: null } }, undefined],
	['<html>', undefined],
])('the supplier behind %j', (body, kind) => {
	expect(kindOfTask(body)).toBe(kind);
});

test('the table has the scenarios of the node, in its order', () => {
	expect(Object.entries(SCENARIO_TABLE).map(([value, { name }]) => [value, name])).toEqual(
		scenarios.map(({ value, name }) => [value, name]),
	);
});

describe('the command line', () => {
	const given = ['--base-url', 'https://gateway.example/v1/', '--key', 'sk-abc'];

	test('reads the address as the credential does', () => {
		expect(readCommandLine(given)).toMatchObject({
			baseUrl: 'https://gateway.example',
			key: 'sk-abc',
			paid: false,
			minutes: 30,
		});
	});

	test('takes the key from the environment', () => {
		const wish = readCommandLine(given.slice(0, 2), { KLING_GATEWAY_KEY: 'sk-own' });
		expect(wish).toMatchObject({ key: 'sk-own' });
	});

	test.each([
		[[], '--base-url is missing'],
		[given.slice(0, 2), '--key is missing, and so is KLING_GATEWAY_KEY'],
		[['--base-url', 'gateway.example', '--key', 'sk-abc'], 'starts with http:// or https://'],
		[[...given, '--seconds', 'ten'], '--seconds must be a whole number of 1 or more, not "ten"'],
	])('%j is refused', (args, message) => {
		expect(() => readCommandLine(args)).toThrow(message);
	});

	test('--help prints the usage and asks nobody', () => {
		const root = path.join(__dirname, '../..');
		const { status, stdout } = spawnSync(
			process.execPath,
			['--require', 'tsx/cjs', 'scripts/checkGateway.cts', '--help'],
			{ cwd: root, encoding: 'utf8' },
		);
		expect([status, stdout]).toEqual([0, USAGE]);
	});
});
