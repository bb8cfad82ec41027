import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { failure, type Outcome, type Submission } from '../../../gateway/server.cts';
import { startCallbackServer } from '../callbackServer.cts';
import { durableWait } from '../durableWait.cts';
import { exampleWorkflow } from '../../../dev/n8n/exampleWorkflow.cts';
import { assertServedBinary } from '../sameBytes.cts';
import type { SharedSuite } from '../suite.cts';
import { itemsOf, itemsOfAllRuns, runsOf } from '../../../dev/n8n/workflowJson.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';

/** The example workflows whose wait is in the database: at least 66 s each. */
export const durableExamples: SharedSuite = {
	name: 'durable examples',
	n8n: 'shared',
	pace: 'sideBySide',
	tests: [
		{
			name: '04 webhook pipeline: 202 at once, status by task ID, result by callback',
			async run({ n8n: { api } }) {
				const broken = failure('ModelGenerateFailed');
				const plan = ({ body }: Submission) => ({
					seconds: 20,
					...(body.prompt === 'A storm' && { outcome: broken }),
				});
				const callback = await startCallbackServer();
				const path = `pipeline-${randomUUID()}`;
				await withGateway(api, { plan }, async ({ gateway, credential }) => {
					const { id } = await api.createWorkflow(
						await exampleWorkflow('04-webhook-pipeline', credential, {
							'"kling-video"': `"${path}"`,
							'"kling-video-status"': `"${path}-status"`,
						}),
					);
					await api.activate(id);
					for (const prompt of ['A boat', 'A storm']) {
						const answer = await api.webhook(path, { prompt, callback_url: callback.url });
						assert.equal(answer.status, 202);
						const { id: task_id } = gateway.task();
						assert.deepEqual(answer.data, { task_id, status: 'pending' });
					}
					const [good, bad] = gateway.tasks;
					const status = await api.webhook(`${path}-status?task_id=${good?.id}`, {}, 'get');
					assert.equal(status.status, 200);
					assert.match(JSON.stringify(status.data), new RegExp(`"task_id":"${good?.id}"`));

					await callback.came(2, 200);
					assert.equal(gateway.submits.length, 2);
					assert.deepEqual(
						new Set(callback.bodies.map((body) => JSON.stringify(outcomeOf(body)))),
						new Set([
							JSON.stringify([good?.id, 'completed', true]),
							JSON.stringify([bad?.id, 'failed', true]),
						]),
					);
					await api.deactivate(id);
				});
				await callback.close();
			},
		},
		{
			name: '04 webhook pipeline: a refused order answers 422 with the reason, an unknown task 404',
			async run({ n8n: { api } }) {
				const path = `refused-${randomUUID()}`;
				await withGateway(api, {}, async ({ gateway, credential }) => {
					const { id } = await api.createWorkflow(
						await exampleWorkflow('04-webhook-pipeline', credential, {
							'"kling-video"': `"${path}"`,
							'"kling-video-status"': `"${path}-status"`,
						}),
					);
					await api.activate(id);
					const answer = await api.webhook(path, { callback_url: 'http://127.0.0.1:1/' });
					assert.equal(answer.status, 422);
					assert.match(JSON.stringify(answer.data), /'Prompt'/);
					for (const callback_url of [undefined, 'nowhere']) {
						const silent = await api.webhook(path, { prompt: 'A boat', callback_url });
						assert.equal(silent.status, 422);
						assert.match(JSON.stringify(silent.data), /'callback_url'/);
					}
					const unknown = await api.webhook(`${path}-status?task_id=task_none`, {}, 'get');
					assert.equal(unknown.status, 404);
					const missing = await api.webhook(`${path}-status`, {}, 'get');
					assert.equal(missing.status, 422);
					assert.equal(gateway.submits.length, 0);
					await api.deactivate(id);
				});
			},
		},
		{
			name: '05 durable wait: the video as a file, the failed task and the one not yet done with their IDs',
			async run({ n8n: { api } }) {
				const refused = failure('ContentModerationFailed');
				const plan = ({ body }: Submission) => {
					const isLate = String(body.prompt).includes('market');
					const isRefused = String(body.prompt).includes('hummingbird');
					return { seconds: isLate ? 3600 : 30, ...(isRefused && { outcome: refused }) };
				};
				await withGateway(api, { plan }, async ({ gateway, credential }) => {
					const { id } = await api.createWorkflow(
						await exampleWorkflow('05-durable-wait', credential, {
							'"timeout": 1440': '"timeout": 2',
							'\\"prompts\\": [': '\\"prompts\\": [{ \\"prompt\\": \\"\\" },',
						}),
					);
					const execution = await api.runToEnd(id, {}, 300);
					assert.equal(execution.status, 'success');
					assert.equal(gateway.submits.length, 3);
					const taskOf = (word: string) =>
						gateway.tasks.find(({ body }) => String(body.prompt).includes(word))?.id;
					const endedAt = (node: string) =>
						itemsOfAllRuns(execution, node).map(({ json }) => [json.task_id, json.status]);

					assert.deepEqual(endedAt('Use Videos'), [[taskOf('lighthouse'), 'completed']]);
					const [video] = itemsOf(execution, 'Use Videos');
					await assertServedBinary(api, gateway, taskOf('lighthouse'), video?.binary?.data);

					assert.deepEqual(
						new Set(endedAt('Report Failures').map((row) => JSON.stringify(row))),
						new Set([
							JSON.stringify([undefined, undefined]),
							JSON.stringify([taskOf('hummingbird'), 'failed']),
						]),
					);
					assert.deepEqual(endedAt('Keep Task IDs'), [[taskOf('market'), 'pending']]);
					for (const node of ['Report Failures', 'Keep Task IDs']) {
						for (const { json } of itemsOfAllRuns(execution, node)) {
							assert.ok(json.reason, `${node} has no reason for ${String(json.task_id)}`);
						}
					}
					const [late] = itemsOf(execution, 'Keep Task IDs');
					assert.match(String(late?.json.prompt), /market/);
				});
			},
		},
		{
			name: '08 durable wait by hand: completed, failed and cancelled come back to the caller',
			async run({ n8n: { api } }) {
				const ends = new Map<unknown, Outcome>([
					['Two', failure('TaskTimeout')],
					['Three', { status: 'cancelled' }],
				]);
				const plan = ({ body }: Submission) => ({
					seconds: 30,
					outcome: ends.get(body.prompt) ?? ({ status: 'completed' } as const),
				});
				await withGateway(api, { plan }, async ({ gateway, credential }) => {
					const caller = await durableWait(api, credential, ['One', 'Two', 'Three']);
					const execution = await api.runToEnd(caller, {}, 240);
					assert.equal(execution.status, 'success');
					assert.equal(runsOf(execution, 'Submit'), 1);
					assert.equal(gateway.submits.length, 3);
					const items = itemsOf(execution, 'After');
					assert.deepEqual(
						items.map(({ json }) => json.status),
						['completed', 'failed', 'cancelled'],
					);
					assert.deepEqual(
						new Set(items.map(({ json }) => json.task_id)),
						new Set(gateway.tasks.map((task) => task.id)),
					);
				});
			},
		},
	],
};

/** What a callback tells. */
function outcomeOf(body: unknown): unknown[] {
	if (typeof body !== 'object' || body === null) return [];
	const known: Record<string, unknown> = { ...body };
	return [known.task_id, known.status, known.done];
}
