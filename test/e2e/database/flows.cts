import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { AxiosResponse } from 'axios';
import type { INodeExecutionData } from 'n8n-workflow';
import { failure } from '../../../gateway/server.cts';
import { itemsOf, type Execution } from '../../../dev/n8n/workflowJson.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import type { Step } from '../chainOfNodes.cts';
import { assertServedBinary } from '../sameBytes.cts';
import {
	Flow,
	generate,
	step,
	submit,
	TIMEOUT,
	wait,
	type FlowOptions,
	type Link,
} from './flow.cts';
import type { Stage } from './stage.cts';

/** A workflow as people have it around the wait in the database. */
export interface Constellation {
	/** Stores the workflow. */
	create(stage: Stage): Promise<Flow>;
	/** What is to be seen while the first wait is on. */
	meanwhile?(execution: Execution): void;
	/** Checks what came out. */
	check(stage: Stage, flow: Flow): Promise<void>;
}

const FAILS = { outcome: failure('ModelGenerateFailed') };

/** Past a Wait node of n8n that follows: it waits its own time. */
const OWN_PAUSE_S = 70;

const noOp = (name: string) => step(name, 'noOp', 1);

const statusesIn = (execution: Execution, node: string) =>
	itemsOf(execution, node).map(({ json }) => json.status);

/** The items of a node's second output, over all runs. */
function errorOutputOf(execution: Execution, node: string): INodeExecutionData[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.flatMap(({ data }) => data?.main?.[1] ?? []);
}

/** Each task of the flow was submitted once, and no more than these. */
function submittedOnce(stage: Stage, flow: Flow, count: number): void {
	assert.equal(stage.tasksOf(flow).length, count);
}

const chain = (...names: string[]): Link[] =>
	names.slice(1).map((name, index) => [names[index] ?? '', name]);

/** A workflow of one item, whose nodes follow each other. */
function oneWait(steps: Step[]): Pick<FlowOptions, 'plans' | 'steps' | 'links'> {
	return { plans: [{}], steps, links: chain('Rows', ...steps.map(({ name }) => name)) };
}

async function answerOf(flow: Flow): Promise<AxiosResponse<unknown>> {
	const answer = await flow.answer;
	if (answer?.status !== 'fulfilled') throw answer?.reason;
	return answer.value;
}

/** Of a flow with one item: its task came out of the wait, and reached the node behind once. */
async function cameOnce(stage: Stage, flow: Flow): Promise<void> {
	const execution = await flow.succeeded();
	assert.deepEqual(
		itemsOf(execution, 'After').map(({ json }) => [json.task_id, json.status]),
		stage.tasksOf(flow).map(({ id }) => [id, 'completed']),
	);
	assert.equal(execution.data.resultData.runData.After?.length, 1);
	submittedOnce(stage, flow, 1);
	await endedWith(flow, { 'webhook success': 1, 'integrated success': 1 });
}

async function endedWith(flow: Flow, expected: Record<string, number>): Promise<void> {
	assert.deepEqual(await flow.statuses(), expected);
}

/** By name; all are put to wait, n8n is killed, and all come through. */
export const FLOWS: Record<string, Constellation> = {
	'a webhook that responds when the last node finishes tells that the execution waits': {
		create: async (stage) =>
			await Flow.create(stage, 'last node', {
				...oneWait([submit(), wait(), noOp('After')]),
				responseMode: 'lastNode',
			}),
		async check(stage, flow) {
			const [task] = stage.tasksOf(flow);
			const { status, data } = await answerOf(flow);
			assert.equal(status, 200);
			const answered = JSON.stringify(data);
			assert.match(answered, new RegExp(`"task_id":"${task?.id}"`));
			assert.match(answered, /"done":false.*"waiting":".* waits for 1 task/);
			assert.ok(!answered.includes('"error"'), answered);
			await cameOnce(stage, flow);
		},
	},

	'a webhook with Respond to Webhook in front of the wait gets its answer before': {
		create: async (stage) =>
			await Flow.create(stage, 'respond first', {
				...oneWait([
					submit(),
					step('Respond', 'respondToWebhook', 1.1, {
						...{ respondWith: 'json', responseBody: '={{ { task_id: $json.task_id } }}' },
						options: { responseCode: 202 },
					}),
					wait(),
					noOp('After'),
				]),
				responseMode: 'responseNode',
			}),
		async check(stage, flow) {
			const { status, data } = await answerOf(flow);
			assert.deepEqual([status, data], [202, { task_id: stage.tasksOf(flow)[0]?.id }]);
			await cameOnce(stage, flow);
		},
	},

	'a webhook with Respond to Webhook behind the wait: the caller is cut off, the workflow goes on':
		{
			create: async (stage) =>
				await Flow.create(stage, 'respond last', {
					...oneWait([
						submit(),
						wait(),
						step('Respond', 'respondToWebhook', 1.1, {
							...{ respondWith: 'allIncomingItems', options: {} },
						}),
						noOp('After'),
					]),
					responseMode: 'responseNode',
				}),
			async check(stage, flow) {
				const answer = await flow.answer;
				assert.equal(answer?.status, 'rejected', inspect(answer));
				await cameOnce(stage, flow);
			},
		},

	'a workflow that another one calls: the caller goes on with the right items': {
		async create(stage) {
			const called = await Flow.create(stage, 'called', {
				...{ plans: [{}, {}], steps: [submit(), wait()], links: chain('Rows', 'Submit', 'Wait') },
				isCalled: true,
			});
			const workflowId = { __rl: true, mode: 'id', value: called.workflowId };
			const call = step('Call', 'executeWorkflow', 1.2, {
				...{ source: 'database', workflowId, mode: 'once' },
				options: { waitForSubWorkflow: true },
			});
			return await Flow.create(stage, 'caller', {
				...oneWait([call, noOp('After')]),
				...{ calls: called, waitAtFirst: 3 },
			});
		},
		async check(stage, flow) {
			const execution = await flow.succeeded();
			const tasks = stage.tasksOf({ name: 'called' });
			assert.equal(tasks.length, 2);
			assert.deepEqual(
				itemsOf(execution, 'After').map(({ json }) => [json.task_id, json.status]),
				tasks.map(({ id }) => [id, 'completed']),
			);
			await endedWith(flow, { 'webhook success': 1, 'integrated success': 2 });
		},
	},

	'an error behind the wait calls the error workflow once': {
		async create(stage) {
			const told = await Flow.create(stage, 'error behind', {
				plans: [],
				steps: [step('On Error', 'errorTrigger', 1), noOp('Told')],
				links: [['On Error', 'Told']],
			});
			const stop = step('Stop', 'stopAndError', 1, { errorMessage: '={{ $json.task_id }}' });
			return await Flow.create(stage, 'to the error', {
				...oneWait([submit(), wait(), stop]),
				settings: { errorWorkflow: told.workflowId },
			});
		},
		async check(stage, flow) {
			const execution = await flow.over();
			const [task] = stage.tasksOf(flow);
			assert.equal(execution.status, 'error');
			assert.equal(execution.data.resultData.error?.message, task?.id);
			submittedOnce(stage, flow, 1);
			const { api } = stage.n8n;
			const { settings } = await api.workflow(flow.workflowId);
			const told = await api.newestExecutionOver(String(settings?.errorWorkflow), 60);
			const [item] = itemsOf(told, 'Told');
			assert.match(JSON.stringify(item?.json), new RegExp(`"id":"${execution.id}"`));
			assert.equal((await api.executions(String(settings?.errorWorkflow))).length, 1);
			await endedWith(flow, { 'webhook error': 1, 'integrated success': 1 });
		},
	},

	'executions that are not saved: what comes out goes on, and nothing but the child is left': {
		create: async (stage) => {
			// Behind the wait each item is told to the gateway, which is there when the execution is not.
			const { name, ...tell } = submit('Tell');
			const prompt = "={{ 'told ' + $json.task_id + ' ' + $json.status }}";
			const parameters = { ...tell.parameters, prompt };
			return await Flow.create(stage, 'unsaved', {
				plans: [{}, {}],
				steps: [submit(), wait(), { ...tell, name, parameters }],
				links: chain('Rows', 'Submit', 'Wait', name),
				settings: { saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' },
			});
		},
		async check(stage, flow) {
			const told = () =>
				stage.gateway.tasks
					.map(({ body }) => String(body.prompt))
					.filter((prompt) => prompt.startsWith('told '));
			const ended = await eventually(
				'the execution is over and deleted',
				async () => {
					const statuses = await flow.statuses();
					if (Object.keys(statuses).join() === 'integrated success') return statuses;
					throw new Error(JSON.stringify(statuses));
				},
				400,
			);
			assert.deepEqual(ended, { 'integrated success': 1 });
			// Both are told at once: either may be the first to arrive.
			const wanted = stage.tasksOf(flow).map(({ id }) => `told ${id} completed`);
			assert.deepEqual(told().sort(), wanted.sort());
			submittedOnce(stage, flow, 2);
		},
	},

	"a workflow's own time limit that is longer than the wait": {
		create: async (stage) =>
			await Flow.create(stage, 'long limit', {
				...oneWait([submit(), wait(), noOp('After')]),
				settings: { executionTimeout: (TIMEOUT + 10) * 60 },
			}),
		check: cameOnce,
	},

	'Retry On Fail, the first item refused: one child, and a Wait node behind it waits its own time':
		{
			create: async (stage) =>
				await Flow.create(stage, 'retry', {
					plans: [{}, {}],
					steps: [
						submit(),
						wait(
							'Wait',
							{ taskId: "={{ $('Rows').item.json.row === 0 ? '' : $json.task_id }}" },
							{ retryOnFail: true, maxTries: 3, onError: 'continueRegularOutput' },
						),
						{
							...step('Pause', 'wait', 1.1, { resume: 'timeInterval', amount: OWN_PAUSE_S }),
							webhookId: 'pause-behind-the-wait',
						},
						noOp('After'),
					],
					links: [
						['Rows', 'Submit'],
						['Submit', 'Wait'],
						['Wait', 'Pause'],
						['Pause', 'After'],
					],
				}),
			meanwhile(execution) {
				const shown = itemsOf(execution, 'Wait');
				assert.equal(shown.length, 2);
				assert.ok(!JSON.stringify(shown).includes('"error"'), JSON.stringify(shown));
				assert.match(
					String(shown[1]?.json.waiting),
					/waits for 1 task, which execution \d+ checks/,
				);
			},
			async check(stage, flow) {
				const execution = await flow.succeeded();
				const items = itemsOf(execution, 'After').map(({ json }) => json);
				assert.deepEqual(
					items.map(({ status, error }) => [status, error !== undefined]),
					[
						[undefined, true],
						['completed', false],
					],
				);
				const { runData } = execution.data.resultData;
				const [pause, after] = [runData.Pause?.[0], runData.After?.[0]];
				const handedOnAt = Math.max(...(runData.Wait ?? []).map(({ startTime }) => startTime));
				assert.ok(pause && after && after.startTime - handedOnAt >= (OWN_PAUSE_S - 2) * 1000);
				submittedOnce(stage, flow, 2);
				await endedWith(flow, { 'webhook success': 1, 'integrated success': 1 });
			},
		},

	'the error output takes failed and refused items, the other one the rest': {
		create: async (stage) =>
			await Flow.create(stage, 'error output', {
				plans: [FAILS, {}, {}],
				steps: [
					submit(),
					wait(
						'Wait',
						{ taskId: "={{ $('Rows').item.json.row === 2 ? '' : $json.task_id }}" },
						{ onError: 'continueErrorOutput' },
					),
					noOp('After'),
					noOp('Failed'),
				],
				links: [
					['Rows', 'Submit'],
					['Submit', 'Wait'],
					['Wait', 'After'],
					['Wait', 'Failed', 1],
				],
			}),
		async check(stage, flow) {
			const execution = await flow.succeeded();
			const [failed, done, refused] = stage.tasksOf(flow).map(({ id }) => id);
			assert.deepEqual(
				itemsOf(execution, 'After').map(({ json }) => [json.task_id, json.status]),
				[[done, 'completed']],
			);
			const errors = itemsOf(execution, 'Failed').map(({ json }) => json);
			assert.deepEqual(
				errors.map(({ task_id: id, error }) => [id, codeOf(error)]),
				[
					[failed, 'ModelGenerateFailed'],
					[refused, 'invalidInput'],
				],
			);
			assert.equal(errorOutputOf(execution, 'Wait').length, 2);
			await endedWith(flow, { 'webhook success': 1, 'integrated success': 1 });
		},
	},

	'Batching: all items wait in one child': {
		create: async (stage) =>
			await Flow.create(stage, 'batching', {
				plans: [{}, {}, {}],
				steps: [
					submit(),
					wait('Wait', {
						requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 500 } } },
					}),
					noOp('After'),
				],
				links: [
					['Rows', 'Submit'],
					['Submit', 'Wait'],
					['Wait', 'After'],
				],
			}),
		async check(_stage, flow) {
			const execution = await flow.succeeded();
			assert.deepEqual(statusesIn(execution, 'After'), ['completed', 'completed', 'completed']);
			await endedWith(flow, { 'webhook success': 1, 'integrated success': 1 });
		},
	},

	'Loop Over Items: each turn waits by itself': {
		create: async (stage) =>
			await Flow.create(stage, 'loop', {
				plans: [{}, {}],
				steps: [
					step('Loop', 'splitInBatches', 3, { batchSize: 1, options: {} }),
					submit(),
					wait(),
					noOp('After'),
				],
				links: [
					['Rows', 'Loop'],
					['Loop', 'After'],
					['Loop', 'Submit', 1],
					['Submit', 'Wait'],
					['Wait', 'Loop'],
				],
			}),
		async check(stage, flow) {
			const execution = await flow.succeeded();
			assert.deepEqual(
				itemsOf(execution, 'After').map(({ json }) => [json.task_id, json.status]),
				stage.tasksOf(flow).map(({ id }) => [id, 'completed']),
			);
			submittedOnce(stage, flow, 2);
			await endedWith(flow, { 'webhook success': 1, 'integrated success': 2 });
		},
	},

	'two in a row, and two side by side with a Merge': {
		create: async (stage) =>
			await Flow.create(stage, 'branches', {
				plans: [{}],
				steps: [
					submit('Submit A'),
					wait('Wait A'),
					submit('Submit B'),
					wait('Wait B'),
					submit('Submit C'),
					wait('Wait C'),
					step('Merge', 'merge', 3, {}),
					noOp('After'),
				],
				links: [
					['Rows', 'Submit A'],
					['Rows', 'Submit C'],
					['Submit A', 'Wait A'],
					['Wait A', 'Submit B'],
					['Submit B', 'Wait B'],
					['Submit C', 'Wait C'],
					['Wait B', 'Merge'],
					['Wait C', 'Merge', 0, 1],
					['Merge', 'After'],
				],
			}),
		async check(stage, flow) {
			const execution = await flow.succeeded();
			const items = itemsOf(execution, 'After').map(({ json }) => json);
			const ids = ['Submit B', 'Submit C'].flatMap((node) =>
				itemsOf(execution, node).map(({ json }) => json.task_id),
			);
			assert.deepEqual(
				items.map(({ task_id: id, status }) => [id, status]),
				ids.map((id) => [id, 'completed']),
			);
			submittedOnce(stage, flow, 3);
			await endedWith(flow, { 'webhook success': 1, 'integrated success': 3 });
		},
	},

	'Generate: from the prompt to the file in one node': {
		create: async (stage) =>
			await Flow.create(stage, 'generate', {
				plans: [{}, FAILS, {}],
				steps: [generate(), noOp('After')],
				links: [
					['Rows', 'Generate'],
					['Generate', 'After'],
				],
			}),
		meanwhile(execution) {
			const shown = itemsOf(execution, 'Generate');
			assert.deepEqual(
				shown.map(({ json }) => [typeof json.task_id, json.status, json.done]),
				shown.map(() => ['string', 'pending', false]),
			);
			assert.ok(!JSON.stringify(shown).includes('"error"'), JSON.stringify(shown));
		},
		async check(stage, flow) {
			const execution = await flow.succeeded();
			const items = itemsOf(execution, 'After');
			assert.deepEqual(
				items.map(({ json }) => [json.task_id, json.status]),
				stage.tasksOf(flow).map(({ id }, place) => [id, place === 1 ? 'failed' : 'completed']),
			);
			for (const { json, binary } of items) {
				if (json.status !== 'completed') continue;
				await assertServedBinary(stage.n8n.api, stage.gateway, json.task_id, binary?.data);
			}
			submittedOnce(stage, flow, 3);
			await endedWith(flow, { 'webhook success': 1, 'integrated success': 1 });
		},
	},
};

function codeOf(error: unknown): unknown {
	return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
