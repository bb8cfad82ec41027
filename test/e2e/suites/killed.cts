import assert from 'node:assert/strict';
import { startCallbackServer } from '../callbackServer.cts';
import { durableWait } from '../durableWait.cts';
import { exampleWorkflow } from '../../../dev/n8n/exampleWorkflow.cts';
import { KILL_TESTS, playKill } from '../killed/playKill.cts';
import { testsOf } from '../playedTogether.cts';
import type { OwnSuite } from '../suite.cts';
import { startN8n } from '../../../dev/n8n/n8nProcess.cts';
import { itemsOf } from '../../../dev/n8n/workflowJson.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';

/** `kill -9` of n8n at every point of an execution. */
export const killed: OwnSuite = {
	name: 'killed',
	n8n: 'own',
	pace: 'sideBySide',
	tests: [
		{
			name: 'kill -9 during the wait built by hand, then a start: every task once, none lost',
			async run({ version, tarball }) {
				const n8n = await startN8n({ version, packages: [tarball] });
				const { api } = n8n;
				const callback = await startCallbackServer();
				try {
					await withGateway(api, { plan: { seconds: 40 } }, async ({ gateway, credential }) => {
						const caller = await durableWait(api, credential, ['One', 'Two', 'Three']);
						const pipeline = await api.createWorkflow(
							await exampleWorkflow('04-webhook-pipeline', credential),
						);
						await api.activate(pipeline.id);
						const executionId = await api.run(caller);
						const order = { prompt: 'Four', callback_url: callback.url };
						assert.equal((await api.webhook('kling-video', order)).status, 202);
						await api.executionWaiting(executionId);
						const [ordered] = await api.executions(pipeline.id);
						await api.executionWaiting(ordered?.id ?? '');
						assert.equal(gateway.submits.length, 4);

						await n8n.kill();
						await n8n.start();

						const execution = await api.executionOver(executionId, 240);
						assert.equal(execution.status, 'success');
						assert.deepEqual(
							itemsOf(execution, 'After').map(({ json }) => [json.task_id, json.status]),
							itemsOf(execution, 'Submit').map(({ json }) => [json.task_id, 'completed']),
						);
						await callback.came(1, 240);
						assert.equal(callback.bodies.length, 1);
						assert.equal(gateway.submits.length, 4);
					});
				} finally {
					await callback.close();
					await n8n.dispose();
				}
			},
		},
		// One n8n and one kill for all of these.
		...testsOf(playKill, KILL_TESTS),
	],
};
