import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { failure } from '../../../gateway/server.cts';
import { Relay } from '../../reliability/matrix/relay.cts';
import { startCallbackServer } from '../callbackServer.cts';
import { assertServedBinary } from '../sameBytes.cts';
import { itemsOf } from '../../../dev/n8n/workflowJson.cts';
import { CREDENTIAL_TYPE } from '../../../dev/n8n/withGateway.cts';
import type { Stage } from './stage.cts';
import { handedOn } from './waitingScene.cts';

/** What a scene shows of the wait in the database while n8n runs. */
export type Act = (stage: Stage) => Promise<void>;

const summary = ({ status, done, error }: Record<string, unknown>) => [
	status,
	done,
	typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined,
];

const NEVER = { plan: { seconds: Number.POSITIVE_INFINITY } };
const ENDED = { plan: { seconds: 0 } };

/** By name; all of them are played side by side. */
export const ACTS: Record<string, Act> = {
	async 'every item comes out once, in its place, and is asked for until it is done'(stage) {
		const scene = await stage.scene('plain', [
			ENDED,
			{ plan: { outcome: failure('ModelGenerateFailed') } },
			{ plan: { outcome: { status: 'cancelled' } } },
			{},
		]);
		const { parent, child } = await scene.waits();
		const execution = await scene.succeeded(parent);
		const items = handedOn(execution, stage.gateway).map(({ json }) => json);
		assert.deepEqual(items.map(summary), [
			['completed', true, undefined],
			['failed', true, 'ModelGenerateFailed'],
			['cancelled', true, 'taskCancelled'],
			['completed', true, undefined],
		]);
		assert.deepEqual(stage.checksOf(scene), [1, 2, 2, 2]);
		assert.equal((await stage.n8n.api.execution(child)).status, 'success');
	},

	async 'files have the same bytes and outlive the execution that waited'(stage) {
		const { api } = stage.n8n;
		const scene = await stage.scene('files', [ENDED, {}], { wait: { downloadVideo: true } });
		const { parent, child } = await scene.waits();
		const items = handedOn(await scene.succeeded(parent), stage.gateway);
		await api.deleteExecutions(child);
		await pause(1000);
		for (const { json, binary } of items) {
			await assertServedBinary(api, stage.gateway, json.task_id, binary?.data);
			assert.match(binary?.data?.id ?? '', new RegExp(`/executions/${parent}/`));
		}
		assert.deepEqual(await scene.statuses(), { success: 1 });
	},

	async 'a time-out is an error item, or the task as last seen'(stage) {
		const rows = [
			{ ...NEVER, onTimeout: 'fail' },
			{ ...NEVER, onTimeout: 'returnStatus' },
		];
		const onTimeout = "={{ $('Rows').item.json.onTimeout }}";
		const scene = await stage.scene('timeouts', rows, {
			wait: { waitOptions: { waitIn: 'database', timeout: 1, onTimeout } },
		});
		const execution = await scene.succeeded((await scene.waits()).parent);
		assert.deepEqual(
			handedOn(execution, stage.gateway).map(({ json }) => summary(json)),
			[
				['pending', false, 'timeOut'],
				['pending', false, undefined],
			],
		);
	},

	async 'tasks that have ended already are not waited for'(stage) {
		const scene = await stage.scene('ended', [ENDED, ENDED], { byHand: true });
		const execution = await stage.n8n.api.runToEnd(scene.workflowId);
		assert.deepEqual(
			handedOn(execution, stage.gateway).map(({ json }) => json.status),
			['completed', 'completed'],
		);
		assert.deepEqual(stage.checksOf(scene), [1, 1]);
	},

	async 'fifty items wait in one child'(stage) {
		const scene = await stage.scene(
			'fifty',
			Array.from({ length: 50 }, () => ({})),
		);
		const execution = await scene.succeeded((await scene.waits()).parent);
		assert.equal(handedOn(execution, stage.gateway).length, 50);
		assert.deepEqual(await scene.statuses(), { success: 2 });
		assert.equal(stage.tasksOf(scene).length, 50);
	},

	async 'On Error: Continue carries a refused item past the wait'(stage) {
		const taskId = "={{ $('Rows').item.json.row === 1 ? '' : $json.task_id }}";
		const scene = await stage.scene('refused', [{}, {}, ENDED], {
			wait: { taskId },
			onError: 'continueRegularOutput',
		});
		const execution = await scene.succeeded((await scene.waits()).parent);
		assert.deepEqual(
			itemsOf(execution, 'After').map(({ json }) => json.row),
			[0, 1, 2],
		);
		assert.deepEqual(
			itemsOf(execution, 'Wait').map(({ json }) => summary(json)),
			[
				['completed', true, undefined],
				[undefined, undefined, 'invalidInput'],
				['completed', true, undefined],
			],
		);
	},

	async 'Execute Step in the editor'(stage) {
		const scene = await stage.scene('step', [{}, {}], { byHand: true });
		const id = await stage.n8n.api.run(scene.workflowId, { upTo: 'Wait' });
		const execution = await scene.succeeded(id);
		assert.deepEqual(
			itemsOf(execution, 'Wait').map(({ json }) => [json.task_id, json.status]),
			itemsOf(execution, 'Submit').map(({ json }) => [json.task_id, 'completed']),
		);
	},

	async 'executions that are not saved, in a workflow that nobody may call'(stage) {
		const callback = await startCallbackServer();
		const scene = await stage.scene('unsaved', [{}, {}], {
			settings: {
				saveDataSuccessExecution: 'none',
				saveDataErrorExecution: 'none',
				saveManualExecutions: false,
				callerPolicy: 'none',
			},
			further: [
				{
					...{ name: 'Tell', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
					parameters: {
						...{ method: 'POST', url: callback.url, sendBody: true, specifyBody: 'json' },
						jsonBody: '={{ JSON.stringify({ id: $json.got.task_id, status: $json.got.status }) }}',
						options: {},
					},
				},
			],
		});
		await scene.begin();
		await callback.came(2, 200);
		assert.deepEqual(
			callback.bodies.map((body) => JSON.stringify(body)).sort(),
			stage
				.tasksOf(scene)
				.map(({ id }) => JSON.stringify({ id, status: 'completed' }))
				.sort(),
		);
		await callback.close();
	},

	async 'a workflow that is switched off meanwhile goes on'(stage) {
		const scene = await stage.scene('deactivated', [{}]);
		const { parent } = await scene.waits();
		await stage.n8n.api.deactivate(scene.workflowId);
		const [item] = handedOn(await scene.succeeded(parent), stage.gateway);
		assert.equal(item?.json.status, 'completed');
	},

	async 'a workflow that is deleted meanwhile asks for nothing more'(stage) {
		const scene = await stage.scene('deleted workflow', [{}]);
		await scene.waits();
		await stage.n8n.api.deleteWorkflow(scene.workflowId);
		assert.deepEqual(await scene.statuses(), {});
		await pause(80_000);
		assert.deepEqual(stage.checksOf(scene), [1]);
		assert.equal(stage.tasksOf(scene).length, 1);
	},

	async 'a key that is revoked meanwhile ends the wait with the task IDs'(stage) {
		const credential = await stage.credentialWith('To be revoked', {});
		const scene = await stage.scene('revoked', [{}, ENDED], { credential });
		const { parent } = await scene.waits();
		await stage.n8n.api.updateCredential(credential, CREDENTIAL_TYPE, {
			apiKey: stage.gateway.keys.disabled,
			baseUrl: stage.gateway.url,
		});
		const execution = await scene.succeeded(parent);
		assert.deepEqual(
			handedOn(execution, stage.gateway).map(({ json }) => summary(json)),
			[
				['pending', false, 'badKey'],
				['completed', true, undefined],
			],
		);
		assert.ok(!JSON.stringify(execution.data).includes(stage.gateway.keys.disabled));
	},

	async 'a gateway that is down for a while is waited for'(stage) {
		const relay = await Relay.to(stage.gateway.url);
		await relay.open();
		const credential = await stage.credentialWith('Behind a relay', { baseUrl: relay.url });
		const scene = await stage.scene('down', [{}, {}], { credential });
		const { parent, child } = await scene.waits();
		await relay.close();
		await scene.checksAgain(child);
		await relay.open();
		const execution = await scene.succeeded(parent);
		await relay.close();
		assert.deepEqual(
			handedOn(execution, stage.gateway).map(({ json }) => json.status),
			['completed', 'completed'],
		);
		assert.deepEqual(stage.checksOf(scene), [2, 2]);
	},

	async 'stopped by hand: the child ends by itself and nothing is handed on'(stage) {
		const scene = await stage.scene('stopped', [{}]);
		const { parent, child } = await scene.waits();
		await stage.n8n.api.stop(parent);
		const over = await stage.n8n.api.executionOver(child, 200);
		assert.equal(over.status, 'success');
		const execution = await stage.n8n.api.execution(parent);
		assert.equal(execution.status, 'canceled');
		assert.deepEqual(itemsOf(execution, 'After'), []);
	},
};
