import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { faults } from '../../../gateway/server.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import { exampleWorkflow } from '../../../dev/n8n/exampleWorkflow.cts';
import { startN8n, type N8n } from '../../../dev/n8n/n8nProcess.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';
import { itemsOf } from '../../../dev/n8n/workflowJson.cts';
import { assertPaidOnce, queueRows } from '../queueTable/queueRows.cts';
import type { OwnSuite } from '../suite.cts';

/** So many orders; KLING_QUEUE_ROWS=60 plays the long one. */
const ROWS = Number(process.env.KLING_QUEUE_ROWS ?? 12);

/** A task's seconds; KLING_QUEUE_SECONDS=20 for the long one. */
const TASK_SECONDS = Number(process.env.KLING_QUEUE_SECONDS ?? 5);

const SLOTS = 3;

/** Minutes after which a row is taken for one whose execution was stopped: short, as no submission here takes longer. */
const STALE_MINUTES = 0.2;

/** The example workflows that keep their rows in a Data Table. */
export const videoQueue: OwnSuite = {
	name: 'video queue',
	n8n: 'own',
	pace: 'sideBySide',
	tests: [
		{
			name: '09: kills, overlaps, orders twice, a gateway down: each key is paid for once, nothing is stuck',
			async run({ version, tarball }) {
				const n8n = await startN8n({ version, packages: [tarball] });
				try {
					await playQueue(n8n);
				} finally {
					await n8n.dispose();
				}
			},
		},
		{
			name: '10: results row by row, a second run skips what is done',
			async run({ version, tarball }) {
				const n8n = await startN8n({ version, packages: [tarball] });
				try {
					await playBatch(n8n);
				} finally {
					await n8n.dispose();
				}
			},
		},
	],
};

async function playQueue(n8n: N8n): Promise<void> {
	const { api } = n8n;
	const options = { plan: { seconds: TASK_SECONDS }, slots: SLOTS };
	await withGateway(api, options, async ({ gateway, credential }) => {
		const workflow = await exampleWorkflow('09-video-queue', credential);
		for (const node of workflow.nodes) {
			if (node.name !== 'Settings') continue;
			const text = JSON.stringify(node.parameters);
			const edited = text.replace(/("name":"submitting_minutes","value":)10/, `$1${STALE_MINUTES}`);
			assert.notEqual(edited, text);
			node.parameters = JSON.parse(edited);
		}
		const { id } = await api.createWorkflow(workflow);
		const work = async () => await api.run(id, { trigger: 'Every Minute' });
		const workOver = async () => {
			const execution = await api.executionOver(await work());
			assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
			return execution;
		};
		// The first makes the table.
		await workOver();
		await api.activate(id);
		const keys = Array.from({ length: ROWS }, (_, row) => `order ${row}`);
		const order = async (key: string) =>
			await api.webhook('kling-video-queue', { key, prompt: key });
		const refused = await api.webhook('kling-video-queue', { key: 'none' });
		assert.equal(refused.status, 422);
		for (const key of keys) {
			// Twice at once, as a caller does that has lost the answer.
			const answers = await Promise.all([order(key), order(key)]);
			for (const { status, data } of answers) {
				assert.equal(status, 202);
				assert.match(JSON.stringify(data), new RegExp(`"key":"${key}"`));
			}
		}

		// Two schedule runs at once, until something is done.
		await eventually(
			'a row is done',
			async () => {
				await Promise.all([workOver(), workOver()]);
				return (await queueRows(api)).some(({ state }) => state === 'done') || undefined;
			},
			120,
			1000,
		);

		// Killed in the middle of Submit: the task is made, its answer never comes.
		gateway.faults.hook = ({ route }) =>
			route === 'submit' ? faults.hang({ accept: true }) : undefined;
		const sent = gateway.submits.length;
		await eventually(
			'a submission hangs',
			async () => {
				await work();
				await pause(2000);
				return gateway.submits.length > sent || undefined;
			},
			120,
			1000,
		);
		await n8n.kill();
		gateway.faults.clear();
		await n8n.start();
		await api.signIn();

		// Killed at other moments: early in an execution, and late.
		for (const moment of [150, 900]) {
			await work();
			await pause(moment);
			await n8n.kill();
			await n8n.start();
			await api.signIn();
		}

		// The gateway is away while the queue works on: nothing changes but rows of which it is not known.
		gateway.faults.hook = ({ route }) => (route === 'content' ? undefined : faults.dropped());
		const [from, awayMs] = [Date.now(), ROWS > 12 ? 60_000 : 10_000];
		while (Date.now() - from < awayMs) await workOver();
		gateway.faults.clear();

		const over = new Set(['done', 'check', 'failed']);
		await eventually(
			'every row is over',
			async () => {
				await workOver();
				const rows = await queueRows(api);
				if (rows.every(({ state }) => over.has(state))) return true;
				throw new Error(JSON.stringify(rows.map(({ key, state }) => [key, state])));
			},
			60 + ROWS * TASK_SECONDS * 2,
			1000,
		);
		const rows = await queueRows(api);
		const states = rows.map(({ state }) => state);
		process.stdout.write(
			`        ${states.filter((state) => state === 'done').length} done, ${states.filter((state) => state === 'check').length} to check, ${gateway.tasks.length} tasks\n`,
		);
		assertPaidOnce(rows, keys, gateway);
		assert.ok(states.includes('check') && states.includes('done'));
		// An order that comes once more gets its row.
		const done = rows.find(({ state }) => state === 'done');
		const again = await order(done?.key ?? '');
		assert.match(JSON.stringify(again.data), new RegExp(`"task_id":"${done?.taskId}"`));
		await workOver();
		assert.equal((await queueRows(api)).length, ROWS);
	});
}

async function playBatch({ api }: N8n): Promise<void> {
	const plan = { seconds: 1 };
	await withGateway(api, { plan }, async ({ gateway, credential }) => {
		const { id } = await api.createWorkflow(
			await exampleWorkflow('10-spreadsheet-batch', credential),
		);
		for (const submits of [3, 3]) {
			const execution = await api.runToEnd(id);
			assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
			assert.equal(itemsOf(execution, 'All Done').length > 0, true);
			assert.equal(gateway.submits.length, submits);
			const rows = await api.tableRows('kling_batch');
			assert.deepEqual(
				rows.map(({ state, task_id }) => [state, task_id]),
				gateway.tasks.map((task) => ['done', task.id]),
			);
		}
	});
}
