import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { failure, faults } from '../../../gateway/server.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import { exampleWorkflow } from '../../../dev/n8n/exampleWorkflow.cts';
import type { N8nVersion } from '../../../dev/n8n/installedN8n.cts';
import type { N8nApi } from '../../../dev/n8n/n8nApi.cts';
import { startN8n, type N8n, type N8nWorker } from '../../../dev/n8n/n8nProcess.cts';
import { startPostgres } from '../../../dev/n8n/postgres.cts';
import { startRedis } from '../../../dev/n8n/redis.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';
import { itemsOf } from '../../../dev/n8n/workflowJson.cts';
import { inEditor } from '../inEditor.cts';
import { testsOf } from '../playedTogether.cts';
import { isShown, screenshot } from '../screenshot.cts';
import { QueuePlay, type Kill, type QueueSize } from '../queueTable/queuePlay.cts';
import { TABLE } from '../queueTable/queueRows.cts';
import { CASE_TESTS, playCases } from '../queueTable/queueCases.cts';
import { figuresLine, writeFigures } from '../queueTable/queueFigures.cts';
import type { OwnSuite, Setting } from '../suite.cts';

/** So many orders; KLING_QUEUE_ROWS=60 plays the long one, on the example as it is. */
const ROWS = Number(process.env.KLING_QUEUE_ROWS ?? 24);

/** A task's seconds; KLING_QUEUE_SECONDS=20 for the long one. */
const TASK_SECONDS = Number(process.env.KLING_QUEUE_SECONDS ?? 8);

/** The long one is measured. */
const IS_LONG = ROWS >= 60;

/** The table that the batch makes. */
const BATCH_TABLE = 'kling_batch';

/** Workers of queue mode, and executions that each takes at once. */
const WORKERS = 2;
const AT_ONCE = 5;

/** The example workflows that keep their rows in a Data Table. */
export const videoQueue: OwnSuite = {
	name: 'video queue',
	n8n: 'own',
	pace: 'sideBySide',
	tests: [
		{
			name: '09: kills, overlaps, orders twice, a gateway down: each key is paid for once, nothing is stuck',
			async run(setting) {
				await inFolder(async (folder) => {
					const n8n = await startN8n(own(setting, folder));
					try {
						const kill = async () => {
							await n8n.kill();
							await n8n.start();
						};
						await playQueue(n8n, setting, size(folder), [kill, kill, kill]);
					} finally {
						await n8n.dispose();
					}
				});
			},
		},
		{
			name: `09 in queue mode, a main and ${WORKERS} workers: the same, with kills of the workers, of the main and of all`,
			async run(setting) {
				await inFolder(async (folder) => {
					const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
					const n8n = await startN8n({ ...own(setting, folder), postgres, redis });
					try {
						const workers = new Workers(n8n);
						await workers.start(WORKERS);
						const main: Kill = async () => {
							await n8n.kill();
							await n8n.start();
						};
						const all: Kill = async () => {
							await Promise.all([workers.kill(WORKERS), n8n.kill()]);
							await n8n.start();
							await workers.start(WORKERS);
						};
						const bothWorkers: Kill = async () => {
							await workers.kill(WORKERS);
							await workers.start(WORKERS);
						};
						await playQueue(n8n, setting, size(folder), [bothWorkers, main, all]);
					} finally {
						await n8n.dispose();
						await Promise.all([postgres.stop(), redis.stop()]);
					}
				});
			},
		},
		// One n8n for all of these.
		...testsOf(playCases, CASE_TESTS),
		{
			name: '10: results row by row or group by group, a second run skips what is there',
			async run({ version, tarball }) {
				const n8n = await startN8n({ version, packages: [tarball] });
				try {
					await playBatch(n8n, version);
					await playGroups(n8n);
				} finally {
					await n8n.dispose();
				}
			},
		},
	],
};

/** The workers of queue mode, to kill and to start. */
class Workers {
	private running: N8nWorker[] = [];

	constructor(private readonly n8n: N8n) {}

	async start(count: number): Promise<void> {
		const workers = Array.from({ length: count }, async () => await this.n8n.startWorker(AT_ONCE));
		this.running.push(...(await Promise.all(workers)));
	}

	async kill(count: number): Promise<void> {
		const killed = this.running.splice(0, count);
		await Promise.all(killed.map(async (worker) => await worker.kill()));
	}
}

function own({ version, tarball }: Setting, folder: string) {
	return { version, packages: [tarball], env: { N8N_RESTRICT_FILE_ACCESS_TO: folder } };
}

/** The short one changes the schedule and how long a submission may take, so that it is over in minutes. */
function size(folder: string): QueueSize {
	const common = { rows: ROWS, slots: 3, taskSeconds: TASK_SECONDS };
	return IS_LONG
		? { ...common, downSeconds: 60, settings: { folder } }
		: {
				...{ ...common, downSeconds: 10 },
				schedule: { field: 'seconds', secondsInterval: 15 },
				settings: { folder, work_seconds: 10, submitting_minutes: 0.2 },
			};
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
	const folder = await mkdtemp(path.join(tmpdir(), 'kling-queue-'));
	try {
		await use(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function playQueue(
	n8n: N8n,
	{ version }: Setting,
	how: QueueSize,
	kills: readonly Kill[],
): Promise<void> {
	const options = { plan: { seconds: how.taskSeconds }, slots: how.slots };
	await withGateway(n8n.api, options, async (bench) => {
		const play = await QueuePlay.begin({ n8n, ...bench }, how);
		try {
			const figures = await play.play(kills);
			process.stdout.write(`        ${figuresLine(figures)}\n`);
			await pictures(n8n.url, n8n.api, version, {
				workflow: play.workflowId,
				table: TABLE,
				name: 'queue',
			});
			await play.decide();
			await play.onceMore();
			if (IS_LONG) await writeFigures(version, figures);
		} finally {
			await play.end();
		}
	});
}

async function playBatch({ api, url }: N8n, version: N8nVersion): Promise<void> {
	await withGateway(api, { plan: { seconds: 4 } }, async ({ gateway, credential }) => {
		const workflow = await exampleWorkflow('10-spreadsheet-batch', credential);
		const { id } = await api.createWorkflow(workflow);
		const states = async () => (await api.tableRows(BATCH_TABLE)).map(({ state }) => state);
		const first = await api.run(id);
		await eventually('the second row', () => (gateway.submits.length === 2 ? true : undefined), 60);
		assert.deepEqual(await states(), ['done', 'started']);
		for (const execution of [await api.executionOver(first), await api.runToEnd(id)]) {
			assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
			assert.equal(itemsOf(execution, 'All Done').length > 0, true);
			const rows = await api.tableRows(BATCH_TABLE);
			assert.deepEqual(
				rows.map(({ state, task_id }) => [state, task_id]),
				gateway.tasks.map((task) => ['done', task.id]),
			);
			assert.equal(gateway.submits.length, 3);
		}
		await pictures(url, api, version, { workflow: id, table: BATCH_TABLE, name: 'batch' });
		// The third of the ways on the page: nothing but the node.
		const oneNode = await api.createWorkflow(
			await exampleWorkflow('03-scheduled-batch', credential),
		);
		await pictures(url, api, version, { workflow: oneNode.id, name: 'one-node' });
	});
}

/** Three slots: a group of rows at once, one of which fails and one of which loses its answer. */
async function playGroups({ api }: N8n): Promise<void> {
	await withGateway(api, { plan: { seconds: 1 }, slots: 3 }, async ({ gateway, credential }) => {
		const keys = ['good', 'bad', 'lost', 'late'];
		const workflow = await exampleWorkflow('10-spreadsheet-batch', credential);
		for (const node of workflow.nodes) {
			if (node.name === 'One by One') node.parameters = { batchSize: 3, options: {} };
			if (node.name === 'My Rows') {
				const rows = keys.map((key) => ({ json: { key, prompt: key } }));
				node.parameters = { jsCode: `return ${JSON.stringify(rows)};` };
			}
		}
		gateway.settings.plan = ({ body }) =>
			body.prompt === 'bad'
				? { seconds: 1, outcome: failure('ContentModerationFailed') }
				: { seconds: 1 };
		gateway.faults.next('submit', faults.dropped(), 1, ({ body }) =>
			JSON.stringify(body).includes('"lost"'),
		);
		const { id } = await api.createWorkflow(workflow);
		for (const run of ['first', 'second']) {
			const execution = await api.runToEnd(id);
			assert.equal(execution.status, 'success', run);
			const rows = (await api.tableRows(BATCH_TABLE)).filter(({ key }) =>
				keys.includes(String(key)),
			);
			assert.deepEqual(
				rows.map(({ key, state, reason }) => [key, state, reason !== '']),
				[
					['good', 'done', false],
					['bad', 'failed', true],
					['lost', 'check', true],
					['late', 'done', false],
				],
			);
			assert.equal(gateway.submits.length, keys.length);
		}
	});
}

/** For the docs page: the workflow, and its table, where it has one, as n8n shows them. */
async function pictures(
	url: string,
	api: N8nApi,
	version: N8nVersion,
	of: { workflow: string; table?: string; name: string },
): Promise<void> {
	if (!isShown(version)) return;
	await inEditor(url, api, { height: 800 }, async (editor) => {
		const { page } = editor;
		await editor.openWorkflow(of.workflow);
		await page.waitForTimeout(2000);
		await screenshot(version, page, `${of.name}-workflow`);
		if (of.table === undefined) return;
		const table = await api.table(of.table);
		await page.goto(`${url}/projects/${table?.projectId}/datatables/${table?.id}`);
		// The rows come after the table.
		await page.getByText(/^Total [1-9]/).waitFor();
		await screenshot(version, page, `${of.name}-table`);
	});
}
