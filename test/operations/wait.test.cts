import { failure } from '../../gateway/server.cts';
import { useGateway } from '../support/localGateway.cts';

const gateway = useGateway();

/** Has the gateway accept a task that ends at once in a way; returns its ID. */
async function ended(plan: typeof gateway.server.settings.plan = {}): Promise<string> {
	gateway.server.settings.plan = { seconds: 0, ...plan };
	const { outputs } = await gateway.submit({ prompt: 'A fox' });
	return String(outputs[0]?.[0]?.json.task_id);
}

test('a task that has ended is looked at once', async () => {
	const taskId = await ended();
	const { outputs } = await gateway.run({ parameters: { operation: 'wait', taskId } });
	expect(outputs[0]).toMatchObject([
		{
			json: {
				task_id: taskId,
				status: 'completed',
				done: true,
				progress: 100,
				video_url: gateway.server.resultUrl(gateway.server.task(taskId)),
			},
			pairedItem: { item: 0 },
		},
	]);
	expect(gateway.server.requestsTo('status')).toHaveLength(1);
	expect(outputs[0]?.[0]?.json).not.toHaveProperty('raw');
});

test("Simplify off adds the gateway's own body", async () => {
	const taskId = await ended({ dialect: { words: { completed: 'SUCCESS' } } });
	const parameters = { operation: 'wait', taskId, simplify: false };
	const { outputs } = await gateway.run({ parameters });
	expect(outputs[0]?.[0]?.json).toMatchObject({
		status: 'completed',
		raw: { id: taskId, status: 'SUCCESS' },
	});
});

test.each([
	['failed', failure('ModelGenerateFailed', 'The model failed')],
	['cancelled', { status: 'cancelled' as const }],
])('a %s task is an error that names it', async (_status, outcome) => {
	const taskId = await ended({ outcome });
	const { error, outputs } = await gateway.run({ parameters: { operation: 'wait', taskId } });
	expect(outputs).toEqual([]);
	expect(`${error?.message} ${error?.description}`).toContain(taskId);
});

test('with Continue on Fail a failed task comes out beside the others', async () => {
	const good = await ended();
	const bad = await ended({ outcome: failure('ModelGenerateFailed', 'The model failed') });
	const { outputs, received } = await gateway.run({
		parameters: { operation: 'wait' },
		items: [bad, good].map((id) => ({ json: { task_id: id } })),
		settings: { onError: 'continueRegularOutput' },
	});
	expect(outputs[0]?.map(({ json }) => json)).toMatchObject([
		{ task_id: bad, status: 'failed', done: true, error: { code: 'ModelGenerateFailed' } },
		{ task_id: good, status: 'completed', done: true },
	]);
	expect(received.main.map(({ source }) => source?.task_id)).toEqual([bad, good]);
});

test.each([
	[
		{ timeout: 0 },
		"The value of 'Timeout' must be a number of minutes above 0, at most 10080 (a week)",
	],
	[
		{ timeout: '={{ "soon" }}' },
		"The value of 'Timeout' must be a number of minutes above 0, at most 10080 (a week)",
	],
	[{ pollInterval: 0.5 }, "The value of 'Poll Interval' must be at least 1 second"],
])('%j is refused before the gateway is asked', async (waitOptions, message) => {
	const parameters = { operation: 'wait', taskId: 'task_1', waitOptions };
	const { error } = await gateway.run({ parameters });
	expect(error?.message).toBe(message);
	expect(gateway.server.requests).toEqual([]);
});
