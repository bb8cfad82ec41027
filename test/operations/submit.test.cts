import { useGateway } from '../support/localGateway.cts';
import { byId, IMAGE, link, listed } from '../support/parameterValues.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway();
const prompts = (...texts: string[]) => texts.map((prompt) => ({ json: { prompt } }));
const fromItem = { prompt: '={{ $json.prompt }}' };

describe('what comes out', () => {
	test('the accepted task, simplified', async () => {
		const { outputs } = await gateway.submit({ prompt: 'A fox' });
		const { id, acceptedAt } = gateway.server.task();
		expect(outputs).toEqual([
			[
				{
					json: {
						task_id: id,
						status: 'pending',
						done: false,
						progress: 0,
						model: 'kling-3.0-omni-720p-noref-mute',
						created_at: new Date(Math.floor(acceptedAt / 1000) * 1000).toISOString(),
					},
					pairedItem: { item: 0 },
				},
			],
		]);
	});

	test("the gateway's own body beside it, without Simplify", async () => {
		const simple = await gateway.submit({ prompt: 'A fox' });
		gateway.server.reset();
		const { outputs } = await gateway.submit({ prompt: 'A fox', simplify: false });
		const { id } = gateway.server.task();
		const { raw, ...json } = outputs[0]?.[0]?.json ?? {};
		expect(Object.keys(json)).toEqual(Object.keys(simple.outputs[0]?.[0]?.json ?? {}));
		expect(raw).toMatchObject({ id, task_id: id, object: 'video', status: 'queued', progress: 0 });
	});
});

test('one POST with the key as bearer, JSON, and nothing in the address', async () => {
	await gateway.submit({ prompt: 'A fox' });
	expect(gateway.server.requests).toMatchObject([
		{
			method: 'POST',
			url: '/v1/videos',
			headers: {
				authorization: `Bearer ${gateway.server.key}`,
				'content-type': 'application/json',
				accept: 'application/json',
			},
		},
	]);
});

test('what was typed for another scenario or operation is not sent', async () => {
	await gateway.submit({
		scenario: 'imageToVideo',
		image: link(IMAGE),
		lastFrame: link('ftp://no.link'),
		template: 'hug',
		shots: { shot: [{ prompt: '', duration: 0 }] },
		taskId: '..',
		options: { motionLevel: 'pro', sessionId: 'session-1' },
	});
	expect(gateway.bodies()).toEqual([{ model: 'Kling-3.0-Omni', image: IMAGE }]);
});

describe('many items', () => {
	test('each has its own values, and comes out in its place', async () => {
		const items = [
			{ json: { prompt: 'A', model: 'Kling-2.6', seconds: 10, sound: true } },
			{ json: { prompt: 'B', model: 'Kling-3.0-Omni', seconds: 7, sound: false } },
			{ json: { prompt: 'C', model: 'Kling-2.5', seconds: 5, sound: true } },
		];
		const { outputs, received } = await gateway.submit(
			{
				...fromItem,
				model: byId('={{ $json.model }}'),
				options: { duration: '={{ $json.seconds }}', generateAudio: '={{ $json.sound }}' },
			},
			{ items },
		);
		const tasks = items.map(({ json: { prompt, model, seconds, sound } }) => {
			const audio = sound ? 'Enabled' : 'Disabled';
			const body = {
				model,
				prompt,
				seconds: String(seconds),
				duration: seconds,
				metadata: {
					output_config: { duration: seconds, audio_generation: audio },
					audio_generation: audio,
				},
			};
			expect(gateway.bodies()).toContainEqual(body);
			return gateway.server.tasks.find((task) => task.body.prompt === prompt)?.id;
		});
		expect(gateway.bodies()).toHaveLength(3);
		expect(outputs[0]?.map(({ json }) => json.task_id)).toEqual(tasks);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(received.main.map(({ source }) => source)).toEqual(items.map(({ json }) => json));
	});

	test('the standard Batching option spaces them', async () => {
		const requestOptions = { batching: { batch: { batchSize: 2, batchInterval: 30 } } };
		const { outputs } = await gateway.submit(
			{ ...fromItem, requestOptions },
			{ items: prompts('A', 'B', 'C', 'D', 'E') },
		);
		expect(gateway.server.tasks.map(({ body }) => body.prompt).sort()).toEqual([...'ABCDE']);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
		const times = gateway.server.submits.map(({ at }) => at);
		expect(times.at(-1)).toBeGreaterThan(Number(times[0]));
	});
});

const bad: Array<[what: string, parameters: object, message: string]> = [
	[
		'an empty prompt',
		{ prompt: '={{ $itemIndex === 1 ? "" : "A" }}' },
		"The value of 'Prompt' is empty",
	],
	[
		'a link that is none',
		{ scenario: 'imageToVideo', image: link(`={{ $itemIndex === 1 ? "fox.png" : "${IMAGE}" }}`) },
		"The value of 'Image' must be a link that starts with http:// or https://",
	],
	[
		'a length that the model does not have',
		{ prompt: 'A', model: listed('Kling-2.6'), options: { duration: '={{ 5 + $itemIndex % 2 }}' } },
		"The value of 'Duration' cannot be 6 seconds with Kling-2.6",
	],
	[
		'JSON of the wrong shape',
		{ prompt: 'A', options: { fileInfos: '={{ $itemIndex === 1 ? "{}" : "[]" }}' } },
		"The value of 'File Infos' must be a JSON array of objects",
	],
	[
		'what is seen once everything is in place',
		{
			scenario: 'lipSync',
			video: link('={{ $itemIndex === 1 ? "" : "https://example.com/a.mp4" }}'),
			audio: link('https://example.com/a.mp3'),
		},
		"The value of 'Video' is empty",
	],
];

describe('one bad item of three', () => {
	// The items are bad for one reason only: none of them lacks a prompt.
	beforeEach(() => Object.assign(gateway.server.settings, { promptRequired: false }));

	const items = prompts('A', 'B', 'C');

	test.each(bad)(
		'%s: nothing is sent for any item, and the item is named',
		async (_, parameters, message) => {
			const refusal = await gateway.refusal({ ...parameters }, { items });
			expect(refusal.message).toBe(`${message} [item 1]`);
		},
	);

	test.each(bad)(
		'%s: with Continue on Fail only that item fails',
		async (_, parameters, message) => {
			const { outputs, error } = await gateway.submit(
				{ ...parameters },
				{ items, settings: { onError: 'continueRegularOutput' } },
			);
			expect(error).toBeUndefined();
			const id = expect.stringMatching(/^task_/);
			expect(outputs[0]?.map(({ json }) => json)).toEqual([
				expect.objectContaining({ task_id: id, status: 'pending' }),
				{
					error: {
						code: 'invalidInput',
						reason: 'invalidInput',
						message: `${message} [item 1]`,
						description: expect.stringMatching(/./),
					},
				},
				expect.objectContaining({ task_id: id, status: 'pending' }),
			]);
			expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 1, 2].map((item) => ({ item })),
			);
			expect(gateway.bodies()).toHaveLength(2);
		},
	);

	test('goes to the error output where there is one', async () => {
		const { received } = await gateway.submit(
			{ prompt: '={{ $itemIndex === 1 ? "" : "A" }}' },
			{ items, settings: { onError: 'continueErrorOutput' } },
		);
		expect(received.main.map(({ source }) => source?.prompt)).toEqual(['A', 'C']);
		expect(received.error.map(({ source }) => source?.prompt)).toEqual(['B']);
		expect(received.error.map(({ item }) => item.json)).toMatchObject([
			{ error: { message: "The value of 'Prompt' is empty [item 1]" } },
		]);
		expect(gateway.bodies()).toHaveLength(2);
	});

	test('an expression that fails: nothing is sent for any item', async () => {
		const prompt = '={{ $itemIndex === 2 ? $("No such node").item.json.a : "A" }}';
		await withVirtualTime(async (time) => {
			expect((await gateway.refusal({ prompt }, { items })).message).toMatch(/node/);
			await time.sleep(60_000);
		});
		expect(gateway.bodies()).toEqual([]);
	});
});

test('a single bad item is not given a number', async () => {
	const { message } = await gateway.refusal({ prompt: '={{ "" }}' });
	expect(message).toBe("The value of 'Prompt' is empty");
});
