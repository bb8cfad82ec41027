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
