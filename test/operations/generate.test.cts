import { startGateway, type LocalGateway } from '../../gateway/server.cts';
import { runWorkflow } from '../../dev/engine/engine.cts';
import { stopEngine } from '../../dev/engine/engineEnd.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

let gateway: LocalGateway;

beforeAll(async () => {
	gateway = await startGateway({ plan: { seconds: 120 } });
});

afterEach(() => gateway.reset());

afterAll(async () => {
	await gateway.close();
	stopEngine();
});

const generate = {
	operation: 'generate',
	scenario: 'textToVideo',
	prompt: '={{ $json.prompt }}',
	options: {},
};

const items = ['A fox', 'A hare'].map((prompt) => ({ json: { prompt } }));

const run = async (more: Partial<Parameters<typeof runWorkflow>[0]> = {}) =>
	await withVirtualTime(
		async () =>
			await runWorkflow({
				parameters: generate,
				items,
				credentials: { apiKey: gateway.key, baseUrl: gateway.url },
				...more,
			}),
	);

test('Generate submits, waits and puts the video into the item', async () => {
	const { outputs, error } = await run();
	expect(error).toBeUndefined();
	expect(outputs[0]?.map(({ json, pairedItem }) => [json.status, json.done, pairedItem])).toEqual([
		['completed', true, { item: 0 }],
		['completed', true, { item: 1 }],
	]);
	for (const [index, item] of (outputs[0] ?? []).entries()) {
		const task = gateway.tasks[index];
		if (!task) throw new Error('The gateway has fewer tasks than items');
		expect(item.json.task_id).toBe(task.id);
		const video = item.binary?.data;
		expect(video).toMatchObject({
			mimeType: 'video/mp4',
			fileName: `${task.id}.mp4`,
			fileType: 'video',
			bytes: expect.any(Number) as number,
		});
	}
	expect(gateway.leaks).toEqual([]);
});

test('Generate without the download leaves the file at the gateway', async () => {
	const { outputs } = await run({ parameters: { ...generate, downloadVideo: false } });
	expect(outputs[0]?.map(({ binary }) => binary)).toEqual([undefined, undefined]);
	expect(gateway.requestsTo('result')).toEqual([]);
});

const one = items.slice(0, 1);

test('Generate says what came otherwise than asked', async () => {
	gateway.speak('native-kling');
	const options = { resolution: '1080P' };
	const { outputs } = await run({ items: one, parameters: { ...generate, options } });
	expect(outputs[0]?.[0]?.json.warnings).toEqual([
		{
			code: 'otherResolution',
			message: expect.stringMatching(/^Asked for 1080P, but the video has \d+ × \d+ pixels$/),
		},
	]);
	const { outputs: plain } = await run({ items: one });
	expect(plain[0]?.[0]?.json).not.toHaveProperty('warnings');
});

test('Generate that gives the status after its time downloads nothing', async () => {
	gateway.settings.plan = { seconds: 600 };
	const waitOptions = { timeout: 1, onTimeout: 'returnStatus' };
	const { outputs, error } = await run({ items: one, parameters: { ...generate, waitOptions } });
	expect(error).toBeUndefined();
	expect(outputs[0]?.[0]).toMatchObject({ json: { status: 'pending', done: false } });
	expect(outputs[0]?.[0]).not.toHaveProperty('binary');
	expect([...gateway.requestsTo('content'), ...gateway.requestsTo('result')]).toEqual([]);
});

test('Generate gives all of the answer where it is not to be simplified', async () => {
	for (const simplify of ['={{ "false" }}', false]) {
		const parameters = { ...generate, downloadVideo: false, simplify };
		const { outputs } = await run({ items: one, parameters });
		expect(outputs[0]?.[0]?.json).toMatchObject({
			status: 'completed',
			raw: { object: 'video' },
		});
	}
	const { error } = await run({ items: one, parameters: { ...generate, simplify: 'no way' } });
	expect(error?.message).toMatch(/^The value of 'Simplify' /);
});

describe('how soon the task is asked for', () => {
	const firstPoll = (): number => {
		const [submit] = gateway.requestsTo('submit');
		const [poll] = gateway.requestsTo('status');
		if (!submit || !poll) throw new Error('The task was not asked for');
		return poll.at - submit.at;
	};
	const polls = (): number => gateway.requestsTo('status').length;

	test('a fresh one first after 10 to 15 s, and often', async () => {
		await run({ items: one });
		expect(firstPoll()).toBeGreaterThanOrEqual(10_000);
		expect(firstPoll()).toBeLessThanOrEqual(15_100);
		expect(polls()).toBeGreaterThan(4);
	});

	test('one that runs off-peak every two minutes or so', async () => {
		gateway.settings.plan = { seconds: 3600 };
		const options = { offPeak: true };
		await run({ items: one, parameters: { ...generate, options, waitOptions: { timeout: 90 } } });
		expect(polls()).toBeLessThan(50);
		expect(polls()).toBeGreaterThan(25);
	});

	test('one of an earlier try at once', async () => {
		const timeoutMs = 96_000;
		const { outputs } = await run({
			items: one,
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1000 },
			parameters: { ...generate, waitOptions: { timeout: timeoutMs / 60_000 } },
		});
		expect(gateway.submits).toHaveLength(1);
		expect(outputs[0]?.[0]?.json.status).toBe('completed');
		const submittedAt = gateway.requestsTo('submit')[0]?.at ?? 0;
		const [found = 0, next = 0] = gateway
			.requestsTo('status')
			.map(({ at }) => at - submittedAt)
			.filter((at) => at > timeoutMs + 500);
		expect(next - found).toBeLessThan(2_000);
	});
});
