import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { faults } from '../../../gateway/server.cts';
import { freePort } from '../../../dev/n8n/freePort.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import { exampleWorkflow } from '../../../dev/n8n/exampleWorkflow.cts';
import type { N8nVersion } from '../../../dev/n8n/installedN8n.cts';
import type { N8nApi } from '../../../dev/n8n/n8nApi.cts';
import { startN8n, type N8n } from '../../../dev/n8n/n8nProcess.cts';
import { CREDENTIAL_TYPE, withGateway } from '../../../dev/n8n/withGateway.cts';
import { itemsOf } from '../../../dev/n8n/workflowJson.cts';
import { inEditor } from '../inEditor.cts';
import { isShown, screenshot } from '../screenshot.cts';
import { assertPaidOnce, queueRows, TABLE } from '../queueTable/queueRows.cts';
import type { OwnSuite } from '../suite.cts';

/** So many orders; KLING_QUEUE_ROWS=60 plays the long one. */
const ROWS = Number(process.env.KLING_QUEUE_ROWS ?? 18);

/** A task's seconds; KLING_QUEUE_SECONDS=20 for the long one. */
const TASK_SECONDS = Number(process.env.KLING_QUEUE_SECONDS ?? 5);

const SLOTS = 3;

/** How long the gateway is away: a minute in the long one. */
const AWAY_MS = ROWS < 60 ? 10_000 : 60_000;

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
					await playQueue(n8n, version);
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
					await playBatch(n8n, version);
				} finally {
					await n8n.dispose();
				}
			},
		},
	],
};

async function playQueue(n8n: N8n, version: N8nVersion): Promise<void> {
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
			await api.webhook('kling-video-queue', {
				...{ key, prompt: key },
				...(/[02468]$/.test(key) && { image: gateway.assetUrl('picture.jpg') }),
			});
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

		await eventually(
			'what was cut off is to check',
			async () => {
				await workOver();
				return (await queueRows(api)).every(({ state }) => state !== 'submitting') || undefined;
			},
			120,
			1000,
		);

		// Killed while it checks a task, and just when a submission has come in.
		for (const moment of ['status', 'submit'] as const) {
			let reached = false;
			gateway.faults.hook = ({ route }) => {
				if (route !== moment) return undefined;
				reached = true;
				return moment === 'status' ? faults.hang() : undefined;
			};
			await eventually(
				`a request to ${moment}`,
				async () => {
					if (reached) return true;
					await work();
					for (let tries = 0; tries < 100 && !reached; tries += 1) await pause(10);
					return reached || undefined;
				},
				120,
				10,
			);
			await n8n.kill();
			gateway.faults.clear();
			await n8n.start();
			await api.signIn();
		}

		// The gateway is not there: what is sure not to be made waits.
		const reached = { apiKey: gateway.key, baseUrl: gateway.url };
		const gone = { ...reached, baseUrl: `http://127.0.0.1:${await freePort()}` };
		await api.updateCredential(credential, CREDENTIAL_TYPE, gone);
		const until = Date.now() + AWAY_MS;
		const tasks = gateway.tasks.length;
		while (Date.now() < until) await workOver();
		assert.equal(gateway.tasks.length, tasks);
		await api.updateCredential(credential, CREDENTIAL_TYPE, reached);

		// It drops its connections: a row that was sent is to check, none is sent again.
		gateway.faults.hook = () => faults.dropped();
		await workOver();
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
		await pictures(n8n.url, api, version, { workflow: id, table: TABLE, name: 'queue' });
		// An order that comes once more gets its row.
		const done = rows.find(({ state }) => state === 'done');
		const again = await order(done?.key ?? '');
		assert.match(JSON.stringify(again.data), new RegExp(`"task_id":"${done?.taskId}"`));
		await workOver();
		assert.equal((await queueRows(api)).length, ROWS);
	});
}

async function playBatch({ api, url }: N8n, version: N8nVersion): Promise<void> {
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
		await pictures(url, api, version, { workflow: id, table: 'kling_batch', name: 'batch' });
	});
}

/** For the docs page: the workflow, and its table as n8n shows it. */
async function pictures(
	url: string,
	api: N8nApi,
	version: N8nVersion,
	of: { workflow: string; table: string; name: string },
): Promise<void> {
	if (!isShown(version)) return;
	await inEditor(url, api, { height: 800 }, async (editor) => {
		const { page } = editor;
		await editor.openWorkflow(of.workflow);
		await page.waitForTimeout(2000);
		await screenshot(version, page, `${of.name}-workflow`);
		const table = await api.table(of.table);
		await page.goto(`${url}/projects/${table?.projectId}/datatables/${table?.id}`);
		await page.waitForTimeout(5000);
		await screenshot(version, page, `${of.name}-table`);
	});
}
