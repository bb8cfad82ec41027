import assert from 'node:assert/strict';
import { itemsOf } from '../../../dev/n8n/workflowJson.cts';
import type { Act } from './acts.cts';
import { Flow, step, submit, wait } from './flow.cts';

const chain = (...names: string[]): Array<[string, string]> =>
	names.slice(1).map((name, index) => [names[index] ?? '', name]);

const objects = (answer: unknown): Array<Record<string, unknown>> =>
	[answer].flat().filter((entry) => typeof entry === 'object' && entry !== null) as Array<
		Record<string, unknown>
	>;

/** By name; played side by side while nobody kills n8n. */
export const FLOW_ACTS: Record<string, Act> = {
	async 'a webhook that responds when the last node finishes tells that the execution waits'(
		stage,
	) {
		const flow = await Flow.create(stage, 'last node', {
			plans: [{}],
			steps: [submit(), wait(), step('After', 'noOp', 1)],
			links: chain('Rows', 'Submit', 'Wait', 'After'),
			responseMode: 'lastNode',
		});
		const { status, data } = await flow.begin();
		process.stdout.write(`last node: HTTP ${status} ${JSON.stringify(data)}\n`);
		assert.equal(status, 200);
		const [task] = stage.tasksOf(flow);
		const [answer] = objects(data);
		assert.equal(answer?.task_id, task?.id);
		assert.equal(answer?.done, false);
		assert.match(String(answer?.waiting), /waits for 1 task/);
		assert.ok(!JSON.stringify(data).includes('error'));
		await flow.succeeded();
	},

	async 'a webhook with Respond to Webhook behind the wait'(stage) {
		const flow = await Flow.create(stage, 'respond node', {
			plans: [{}],
			steps: [
				submit(),
				wait(),
				step('Respond', 'respondToWebhook', 1.1, { respondWith: 'allIncomingItems', options: {} }),
			],
			links: chain('Rows', 'Submit', 'Wait', 'Respond'),
			responseMode: 'responseNode',
		});
		const from = Date.now();
		const { status, data } = await flow.begin();
		const seconds = Math.round((Date.now() - from) / 1000);
		process.stdout.write(
			`respond node: HTTP ${status} after ${seconds} s ${JSON.stringify(data)}\n`,
		);
		const execution = await flow.succeeded();
		assert.equal(itemsOf(execution, 'Respond')[0]?.json.status, 'completed');
	},

	async 'a workflow that another one calls: the caller goes on with the right items'(stage) {
		const called = await Flow.create(stage, 'called', {
			plans: [{}, {}],
			steps: [submit(), wait()],
			links: chain('Rows', 'Submit', 'Wait'),
			isCalled: true,
		});
		const workflowId = { __rl: true, mode: 'id', value: called.workflowId };
		const flow = await Flow.create(stage, 'caller', {
			plans: [{}],
			steps: [
				step('Call', 'executeWorkflow', 1.2, {
					...{ source: 'database', workflowId, mode: 'once' },
					options: { waitForSubWorkflow: true },
				}),
				step('After', 'noOp', 1),
			],
			links: chain('Rows', 'Call', 'After'),
		});
		await flow.begin();
		const execution = await flow.succeeded();
		assert.deepEqual(
			itemsOf(execution, 'After').map(({ json }) => [json.task_id, json.status]),
			stage.tasksOf(called).map(({ id }) => [id, 'completed']),
		);
		assert.deepEqual(await called.statuses(), { 'integrated success': 2 });
	},

	async 'Batching with one bad item fails before anything is waited for'(stage) {
		const flow = await Flow.create(stage, 'bad item', {
			plans: [{}, {}, {}],
			steps: [
				submit(),
				wait(
					'Wait',
					{
						taskId: "={{ $('Rows').item.json.row === 1 ? '' : $json.task_id }}",
						requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 500 } } },
					},
					{ retryOnFail: true, maxTries: 2 },
				),
			],
			links: chain('Rows', 'Submit', 'Wait'),
		});
		await flow.begin();
		const execution = await flow.over();
		assert.match(execution.data.resultData.error?.message ?? '', /'Task ID' is empty \[item 1\]/);
		assert.deepEqual(await flow.statuses(), { 'webhook error': 1 });
	},

	async "a workflow's own time limit is refused beforehand, and calls the error workflow"(stage) {
		const { api } = stage.n8n;
		const errorWorkflow = await Flow.create(stage, 'error workflow', {
			plans: [],
			steps: [step('On Error', 'errorTrigger', 1), step('Told', 'noOp', 1)],
			links: [['On Error', 'Told']],
		});
		const flow = await Flow.create(stage, 'limit', {
			plans: [{}],
			steps: [submit(), wait('Wait', { waitOptions: { waitIn: 'database', timeout: 10 } })],
			links: chain('Rows', 'Submit', 'Wait'),
			settings: { executionTimeout: 600, errorWorkflow: errorWorkflow.workflowId },
		});
		await flow.begin();
		const execution = await flow.over();
		const message = execution.data.resultData.error?.message ?? '';
		assert.match(
			message,
			/'Wait In' cannot be 'In Database' here: n8n ends the execution in \d minutes/,
		);
		assert.deepEqual(await flow.statuses(), { 'webhook error': 1 });
		const told = await api.newestExecutionOver(errorWorkflow.workflowId, 30);
		assert.equal(itemsOf(told, 'Told').length, 1);
	},
};
