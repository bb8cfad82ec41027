import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { faults } from '../../../gateway/server.cts';
import { assertServedBinary } from '../sameBytes.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import { itemsOf } from '../../../dev/n8n/workflowJson.cts';
import { Crowd, CROWD } from './crowd.cts';
import { Sleepers } from './sleepers.cts';
import type { Stage } from './stage.cts';
import { handedOn, type Pair, type Scene } from './waitingScene.cts';

/** How long after the last start everything is due, in milliseconds: at the same moment, once all clocks are moved. */
const DUE_MS = 15_000;

const NAMES = {
	calm: 'kill -9 while waiting, twice in a row: every task once, every item and file once',
	crowd: `${CROWD} waiting executions go on together after a restart`,
	struck: 'kill -9 in the middle of a check: the items say that the wait was cut off',
	stopped: 'a child that is stopped by hand',
	ignored: 'a child that is stopped by hand, with On Error: Continue',
	deleted: 'a child that is deleted by hand',
};

/** The names of the checks that `playRestarts` gives. */
export const RESTARTS = Object.values(NAMES);

/** Checks of what the kills left behind, by name; each is to be run once. */
export type Checks = Record<string, () => Promise<void>>;

/**
 * Kills n8n twice in a row: first while all wait, then in the middle of a check. The clocks of those that are to sleep
 * through it are moved, so that the second kill meets the one check that it is meant for. After the
 * third start everything is due at the same moment.
 */
export async function playRestarts(stage: Stage): Promise<Checks> {
	const { n8n, table, gateway, measures, setting } = stage;
	const files = { wait: { downloadVideo: true } };
	const lasting = { plan: { seconds: Number.POSITIVE_INFINITY } };
	const calm = await stage.scene('calm', [lasting, lasting, lasting], files);
	const struck = await stage.scene('struck', [{}, {}]);
	const stopped = await stage.scene('stopped child', [{}, {}]);
	const onError = 'continueRegularOutput';
	const ignored = await stage.scene('stopped child, go on', [{}, {}], { onError });
	const deleted = await stage.scene('deleted child', [{}, {}]);
	const crowd = await Crowd.create(stage);

	const sleepers = new Sleepers(table, [calm, crowd.scene]);

	const [calmPair, stoppedPair, ignoredPair, deletedPair] = await Promise.all(
		[calm, stopped, ignored, deleted].map(async (scene) => await scene.waits()),
	);
	assert.ok(calmPair && stoppedPair && ignoredPair && deletedPair);
	await n8n.api.stop(stoppedPair.child);
	await n8n.api.stop(ignoredPair.child);
	await n8n.api.deleteExecutions(deletedPair.child);
	await crowd.begin();
	await crowd.waits();
	await sleepers.fallAsleep();
	measures.note('waiting', await n8n.process.memoryMB(), await table.counts());

	await n8n.kill();
	await n8n.start();
	await n8n.api.signIn();
	measures.note('afterStart', await n8n.process.memoryMB(), await table.counts());

	const struckPair = await struck.waits();
	const before = gateway.requestsTo('status').length;
	const isOfStruck = (url: string) => stage.tasksOf(struck).some(({ id }) => url.includes(id));
	gateway.faults.always('status', faults.hang(), ({ request }) => isOfStruck(request.url));
	await eventually(
		'a check to strike',
		() =>
			gateway
				.requestsTo('status')
				.slice(before)
				.some(({ url }) => isOfStruck(url)) || undefined,
		100,
		20,
	);
	await n8n.kill();
	gateway.faults.clear();
	for (const scene of [calm, crowd.scene]) stage.finish(scene);
	await n8n.start();
	await n8n.api.signIn();
	const due = new Date(Date.now() + DUE_MS);
	await sleepers.wakeAt(due);
	// 2.8 leaves these to the node, which gives up a day after the deadline.
	if (setting.version === '2.8.4') {
		for (const { workflowId } of [struck, stopped, ignored, deleted]) {
			await table.wakeAt(workflowId, 'parents', due);
		}
	}
	await pause(Math.max(0, due.getTime() - Date.now()));
	return {
		[NAMES.calm]: async () => await cameThrough(stage, calm, calmPair),
		[NAMES.crowd]: async () => await crowd.cameThrough(),
		[NAMES.struck]: async () => await wasCutOff(stage, struck, struckPair),
		[NAMES.stopped]: async () => {
			if (setting.version === '2.8.4') return await wasCutOff(stage, stopped, stoppedPair);
			// Newer n8n fails the waiting node with the error of its child, and links to the child, which has the IDs.
			const execution = await n8n.api.executionOver(stoppedPair.parent, 200);
			const { error, runData } = execution.data.resultData;
			assert.match(error?.message ?? '', /cancel/i);
			assert.deepEqual(itemsOf(execution, 'After'), []);
			const { subExecution } = runData.Wait?.at(-1)?.metadata ?? {};
			assert.equal(subExecution?.executionId, stoppedPair.child);
			const pending = itemsOf(await n8n.api.execution(stoppedPair.child), 'Check Tasks');
			assert.deepEqual(
				pending.map(({ json }) => json.task_id),
				itemsOf(execution, 'Submit').map(({ json }) => json.task_id),
			);
			assert.equal(pending.length, 2);
		},
		[NAMES.ignored]: async () => {
			if (setting.version === '2.8.4') return await wasCutOff(stage, ignored, ignoredPair);
			// Newer n8n makes the one item itself. It is not taken for a result, and not paired with one item either.
			const execution = await n8n.api.executionOver(ignoredPair.parent, 200);
			const items = itemsOf(execution, 'Wait').map(({ json }) => json);
			assert.deepEqual(items, [{ error: 'The execution was cancelled manually' }]);
		},
		[NAMES.deleted]: async () => {
			if (setting.version === '2.8.4') return await wasCutOff(stage, deleted, deletedPair);
			// Newer n8n warns in its log and leaves it waiting, with the IDs in the output of Submit, until a person stops it.
			await pause(65_000);
			await n8n.api.stop(deletedPair.parent);
			const execution = await n8n.api.execution(deletedPair.parent);
			assert.equal(execution.status, 'canceled');
			assert.equal(itemsOf(execution, 'Submit').length, 2);
			assert.deepEqual(itemsOf(execution, 'After'), []);
		},
	};
}

async function cameThrough(stage: Stage, scene: Scene, { parent }: Pair): Promise<void> {
	const items = handedOn(await scene.succeeded(parent), stage.gateway);
	assert.equal(stage.tasksOf(scene).length, 3);
	for (const { json, binary } of items) {
		assert.equal(json.status, 'completed');
		await assertServedBinary(stage.n8n.api, stage.gateway, json.task_id, binary?.data);
	}
}

async function wasCutOff(stage: Stage, scene: Scene, { parent }: Pair): Promise<void> {
	const execution = await scene.succeeded(parent);
	const items = handedOn(execution, stage.gateway);
	assert.equal(stage.tasksOf(scene).length, items.length);
	for (const { json } of items) {
		assert.equal(json.done, false);
		assert.match(JSON.stringify(json.error), new RegExp(`waitCutOff.*${String(json.task_id)}`));
	}
}
