import assert from 'node:assert/strict';
import { itemsOf } from '../../../dev/n8n/workflowJson.cts';
import type { Act } from './acts.cts';
import { Flow, generate, step, submit, TIMEOUT, wait } from './flow.cts';

/** n8n's own limit for all executions, in seconds: the flows wait under it, with their time-out and a margin. */
export const LIMIT_S = 2400;

/** How long an execution runs before it comes to the wait, in seconds. */
const USED_UP_S = 60;

const chain = (...names: string[]): Array<[string, string]> =>
	names.slice(1).map((name, index) => [names[index] ?? '', name]);

/** By name; played side by side before n8n is killed. */
export const FLOW_ACTS: Record<string, Act> = {
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
		const { status, data } = await flow.begin();
		assert.equal(status, 200);
		const [task] = stage.tasksOf(flow);
		const answered = JSON.stringify(data);
		assert.match(answered, new RegExp(`"task_id":"${task?.id}"`));
		assert.match(answered, /"status":"completed"/);
		await flow.succeeded();
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
			steps: [submit(), wait()],
			links: chain('Rows', 'Submit', 'Wait'),
			settings: { executionTimeout: TIMEOUT * 60, errorWorkflow: errorWorkflow.workflowId },
		});
		await flow.begin();
		await wasRefused(flow, TIMEOUT + 5);
		const told = await api.newestExecutionOver(errorWorkflow.workflowId, 60);
		assert.equal(itemsOf(told, 'Told').length, 1);
	},

	async "time of a workflow's own limit that was used up before the wait counts"(stage) {
		const steps = [
			submit(),
			// n8n keeps so short a wait in memory.
			step('Pause', 'wait', 1.1, { resume: 'timeInterval', amount: USED_UP_S }),
			wait(),
		];
		const flow = await Flow.create(stage, 'used up', {
			...{ plans: [{}], steps, links: chain('Rows', 'Submit', 'Pause', 'Wait') },
			settings: { executionTimeout: (TIMEOUT + 5) * 60 + USED_UP_S - 2 },
		});
		await flow.begin();
		await wasRefused(flow, TIMEOUT + 5);
	},

	async 'EXECUTIONS_TIMEOUT is a limit too: Generate submits nothing then'(stage) {
		const timeout = LIMIT_S / 60 - 4;
		const flow = await Flow.create(stage, 'all limited', {
			plans: [{}],
			steps: [generate({ waitOptions: { waitIn: 'database', timeout } })],
			links: chain('Rows', 'Generate'),
		});
		await flow.begin();
		await wasRefused(flow, timeout + 5);
		assert.deepEqual(stage.tasksOf(flow), []);
	},
};

/** The node has said that the time limit leaves too little for so many minutes, and nothing waits. */
async function wasRefused(flow: Flow, minutes: number): Promise<void> {
	const execution = await flow.over();
	const message = execution.data.resultData.error?.message ?? '';
	const words = `'Wait In' cannot be 'In Database' here: n8n ends the execution in \\d+ minutes, and the wait may take ${minutes}`;
	assert.match(message, new RegExp(words));
	assert.deepEqual(await flow.statuses(), { 'webhook error': 1 });
}
