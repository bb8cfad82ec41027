import { failure, faults } from '../../gateway/server.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway();
const status = { operation: 'getStatus' };

/** Has the gateway accept a task that ends in a way; returns its ID. */
async function accepted(plan: typeof gateway.server.settings.plan): Promise<string> {
	gateway.server.settings.plan = plan;
	const { outputs } = await gateway.submit({ prompt: 'A fox' });
	return String(outputs[0]?.[0]?.json.task_id);
}

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

test('a pending task', async () => {
	const taskId = await accepted({ seconds: Infinity });
	const { outputs } = await gateway.run({ parameters: { ...status, taskId } });
	expect(outputs[0]?.map(({ json }) => json)).toEqual([
		{
			task_id: taskId,
			status: 'pending',
			done: false,
			progress: expect.any(Number),
			model: 'kling-3.0-omni-720p-noref-mute',
			created_at: iso,
		},
	]);
});

test('a completed task', async () => {
	const taskId = await accepted({ seconds: 0 });
	const { outputs } = await gateway.run({ parameters: { ...status, taskId } });
	expect(outputs[0]?.map(({ json }) => json)).toEqual([
		{
			task_id: taskId,
			status: 'completed',
			done: true,
			progress: 100,
			video_url: gateway.server.resultUrl(gateway.server.task(taskId)),
			model: 'kling-3.0-omni-720p-noref-mute',
			created_at: iso,
			completed_at: iso,
		},
	]);
	expect(gateway.server.requestsTo('result')).toEqual([]);
});

test('a failed task is an answer, not an error', async () => {
	const taskId = await accepted({
		seconds: 0,
		outcome: failure('ContentModerationFailed', '内容违规'),
	});
	const { outputs, error } = await gateway.run({ parameters: { ...status, taskId } });
	expect(error).toBeUndefined();
	expect(outputs[0]?.map(({ json }) => json)).toMatchObject([
		{
			task_id: taskId,
			status: 'failed',
			done: true,
			error: { code: 'ContentModerationFailed', message: '内容违规' },
		},
	]);
});

test("Simplify off adds the gateway's own body", async () => {
	const taskId = await accepted({ seconds: 0, dialect: { extraKeys: { quota: 7 } } });
	const { outputs } = await gateway.run({ parameters: { ...status, taskId, simplify: false } });
	expect(outputs[0]?.[0]?.json).toMatchObject({
		task_id: taskId,
		status: 'completed',
		raw: { id: taskId, status: 'completed', progress: 100, quota: 7 },
	});
});

test('the task of each item is asked for, and comes out in its place', async () => {
	const ids = [
		await accepted({ seconds: 0 }),
		await accepted({ seconds: Infinity }),
		await accepted({ seconds: 0 }),
	];
	const { outputs, received } = await gateway.run({
		parameters: status,
		items: ids.map((id) => ({ json: { task_id: id } })),
	});
	expect(outputs[0]?.map(({ json }) => [json.task_id, json.status])).toEqual([
		[ids[0], 'completed'],
		[ids[1], 'pending'],
		[ids[2], 'completed'],
	]);
	expect(received.main.map(({ source }) => source?.task_id)).toEqual(ids);
	expect(gateway.server.requestsTo('status')).toHaveLength(3);
	expect(gateway.server.submits).toHaveLength(3);
});

describe('the task ID', () => {
	test.each([
		['task_a/b', '/v1/videos/task_a%2Fb'],
		['../models', '/v1/videos/..%2Fmodels'],
		['a b?c#d%2f', '/v1/videos/a%20b%3Fc%23d%252f'],
		['视频-1', '/v1/videos/%E8%A7%86%E9%A2%91-1'],
		[' task_1\n', '/v1/videos/task_1'],
		['={{ 123 }}', '/v1/videos/123'],
	])('%j goes into the path as one piece', async (taskId, url) => {
		gateway.server.faults.next('status', faults.json(200, { status: 'completed' }));
		const { outputs } = await gateway.run({ parameters: { ...status, taskId } });
		expect(gateway.server.requests.map((request) => request.url)).toEqual([url]);
		expect(outputs[0]?.map(({ json }) => json.status)).toEqual(['completed']);
	});

	test.each([
		['={{ "" }}', 'is empty'],
		['={{ undefined }}', 'is empty'],
		['={{ { a: 1 } }}', 'must be one ID, but is a value of the type object'],
		['={{ ["task_1", "task_2"] }}', 'must be one ID, but is a list'],
		['.', "cannot be '.'"],
		['..', "cannot be '..'"],
	])('%j is refused', async (taskId, problem) => {
		const { error } = await gateway.run({ parameters: { ...status, taskId } });
		expect(error?.message).toBe(`The value of 'Task ID' ${problem}`);
		expect(gateway.server.requests).toEqual([]);
	});

	test('that nobody knows fails; with Continue on Fail its item only', async () => {
		const settings = { onError: 'continueRegularOutput' as const };
		const { known, outputs } = await withVirtualTime(async () => {
			const id = await accepted({ seconds: 0 });
			const items = [id, 'task_unknown'].map((task_id) => ({ json: { task_id } }));
			return { known: id, ...(await gateway.run({ parameters: status, items, settings })) };
		});
		expect(outputs[0]?.map(({ json }) => json)).toMatchObject([
			{ task_id: known, status: 'completed' },
			{
				task_id: 'task_unknown',
				error: { message: expect.stringMatching(/task_unknown.*\[item 1\]$/) },
			},
		]);
	});
});
