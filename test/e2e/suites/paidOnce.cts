import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { faults } from '../../../gateway/server.cts';
import { chainOfNodes, type Step } from '../chainOfNodes.cts';
import { withCredential } from '../../../dev/n8n/exampleWorkflow.cts';
import { assertServedBinary } from '../sameBytes.cts';
import type { SharedSuite } from '../suite.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import type { CredentialReference } from '../../../dev/n8n/n8nApi.cts';
import { itemsOf, type WorkflowJson } from '../../../dev/n8n/workflowJson.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';

/** What a retry, a stop and a lost answer do to a task that is paid for. */
export const paidOnce: SharedSuite = {
	name: 'paid once',
	basic: true,
	n8n: 'shared',
	pace: 'sideBySide',
	tests: [
		{
			name: 'Retry On Fail goes on with the accepted task',
			async run({ n8n: { api } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					gateway.faults.next('status', faults.invalidToken(), 1);
					const workflow = generating(credential, { retryOnFail: true, waitBetweenTries: 100 });
					const { id } = await api.createWorkflow(workflow);
					const execution = await api.runToEnd(id);
					assert.equal(execution.status, 'success');
					assert.equal(gateway.submits.length, 1);
					assert.equal(gateway.requestsTo('status')[0]?.status, 401);
					const [item] = itemsOf(execution, 'Generate');
					await assertServedBinary(api, gateway, gateway.task().id, item?.binary?.data);
				});
			},
		},
		{
			name: 'Retry On Fail does not repeat a submission whose answer was lost',
			async run({ n8n: { api } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					gateway.faults.next('submit', faults.dropped({ accept: true }), 1);
					const workflow = generating(credential, { retryOnFail: true, waitBetweenTries: 100 });
					const { id } = await api.createWorkflow(workflow);
					const execution = await api.runToEnd(id);
					assert.equal(execution.status, 'error');
					assert.equal(gateway.submits.length, 1);
				});
			},
		},
		{
			name: 'Retry from the Executions list goes on with the accepted task',
			async run({ n8n: { api } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					// The first run fails at its first look; a retry asks twice before it gives up.
					gateway.faults.next('status', faults.modelForbidden('Kling-2.6'), 3);
					const { id } = await api.createWorkflow(generating(credential, {}));
					const failed = await api.runToEnd(id);
					assert.equal(failed.status, 'error');
					const again = await api.retry(failed.id, 'originalWorkflow');
					assert.equal(again.status, 'error');
					const done = await api.retry(again.id, 'currentWorkflow');
					assert.equal(done.status, 'success');
					assert.equal(gateway.submits.length, 1);
					const [item] = itemsOf(done, 'Generate');
					assert.equal(item?.json.task_id, gateway.task().id);
					await assertServedBinary(api, gateway, gateway.task().id, item?.binary?.data);
				});
			},
		},
		{
			name: 'Stop stops the wait',
			async run({ n8n: { api } }) {
				const plan = { seconds: Number.POSITIVE_INFINITY };
				await withGateway(api, { plan }, async ({ gateway, credential }) => {
					const looks = () => gateway.requestsTo('status').length;
					const { id } = await api.createWorkflow(
						generating(credential, { parameters: { waitOptions: { pollInterval: 1 } } }),
					);
					const executionId = await api.run(id);
					await eventually('two looks', () => (looks() >= 2 ? true : undefined), 60);
					await api.stop(executionId);
					assert.equal((await api.executionOver(executionId)).status, 'canceled');
					const atStop = looks();
					await pause(4000);
					assert.ok(looks() <= atStop + 1, `${looks() - atStop} looks after the stop`);
					assert.equal(gateway.submits.length, 1);
				});
			},
		},
	],
};

function generating(credential: CredentialReference, more: Partial<Step>): WorkflowJson {
	const { parameters = {}, ...settings } = more;
	const workflow = chainOfNodes('Generate one', [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: 'Generate',
			type: 'n8n-nodes-kling-video.klingVideo',
			typeVersion: 1,
			parameters: {
				operation: 'generate',
				scenario: 'textToVideo',
				prompt: 'A paper boat',
				...parameters,
			},
			...settings,
		},
	]);
	return withCredential(workflow, credential);
}
