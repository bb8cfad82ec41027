import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { faults, type GatewayOptions, type LocalGateway } from '../../../gateway/server.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import type { N8nApi } from '../../../dev/n8n/n8nApi.cts';
import { startN8n, type N8n } from '../../../dev/n8n/n8nProcess.cts';
import { withGateway, type Bench } from '../../../dev/n8n/withGateway.cts';
import type { WorkflowJson } from '../../../dev/n8n/workflowJson.cts';
import type { Outcomes } from '../playedTogether.cts';
import { assertServed } from '../sameBytes.cts';
import { sendForm } from '../sendForm.cts';
import type { Setting } from '../suite.cts';
import { formUrl, ORDERS, queueExample, WORK, type QueueSettings } from './queueExample.cts';
import { queueRows, rowOf, TABLE, tasksOf, type QueueRow } from './queueRows.cts';

/** Twelve hours from now: the test runs the schedule itself. */
const ONCE_A_DAY = { field: 'days', triggerAtHour: (new Date().getUTCHours() + 12) % 24 };

const MOMENTS = { check_seconds: 1, work_seconds: 20 };

/** One thing that a row can meet, in a workflow of its own whose schedule the test runs by hand. */
interface Case {
	name: string;
	gateway?: GatewayOptions;
	settings?: QueueSettings;
	play(scene: QueueScene): Promise<void>;
}

const CASES: readonly Case[] = [
	{
		name: 'by form: the page tells the row, the video is stored, a second form pays nothing',
		async play(scene) {
			const { api, gateway } = scene;
			const ordered = await scene.form('Form', ['by form', 'A boat', '']);
			assert.match(ordered, /by form is queued/);
			await scene.work();
			const row = await rowOf(api, 'by form');
			assert.equal(row.state, 'done');
			assert.match(await scene.form('Form', ['by form', 'A boat', '']), /by form is done/);
			assert.equal(gateway.tasks.length, 1);
			await assertServed(gateway, row.taskId, await readFile(row.file));
			assert.equal(path.dirname(row.file), scene.folder);
			// So long after the end a link is taken for one that may be dead.
			const endedAt = gateway.task().viewAt(Date.now()).endedAt ?? 0;
			const hours = (Date.parse(row.linkExpires) - endedAt) / 3_600_000;
			assert.ok(Math.abs(hours - 23) < 0.01, row.linkExpires);
			assert.match(await scene.form('Form', [' ', 'A boat', '']), /Nothing was added/);
			await scene.work();
			assert.equal(gateway.tasks.length, 1);
		},
	},
	{
		name: 'by hand: a list that is run twice is paid for once',
		async play({ api, gateway, workflowId, work }) {
			for (const run of ['first', 'second']) {
				const execution = await api.runToEnd(workflowId, { trigger: 'Add by Hand' });
				assert.equal(execution.status, 'success', `${run}: ${JSON.stringify(execution.data)}`);
			}
			await work();
			const rows = (await queueRows(api)).filter(({ key }) => /^(light|mark|humm)/.test(key));
			assert.deepEqual(
				rows.map(({ state }) => state),
				['done', 'done', 'done'],
			);
			assert.equal(gateway.tasks.length, 3);
		},
	},
	{
		name: 'a link that has expired: the row stays done and says why there is no file, and is stored when asked again',
		async play(scene) {
			const { api, gateway } = scene;
			gateway.faults.always('result', faults.storage(403));
			gateway.faults.always('content', faults.contentGone());
			await scene.order('expired');
			await scene.work();
			const row = await rowOf(api, 'expired');
			assert.deepEqual([row.state, row.taskId], ['done', gateway.task().id]);
			assert.match(row.file, /^not stored: .*video/i);
			gateway.faults.clear();
			await scene.work();
			assert.equal((await rowOf(api, 'expired')).file, row.file, 'it is not tried by itself');
			await api.updateTableRows(TABLE, { column: 'key', is: 'expired' }, { file: 'to store' });
			await scene.work();
			const { file } = await rowOf(api, 'expired');
			await assertServed(gateway, row.taskId, await readFile(file));
		},
	},
	{
		name: 'a day without an end is to check; the form sets it to running, and its video comes',
		gateway: { plan: { seconds: Number.POSITIVE_INFINITY } },
		async play(scene) {
			const { api, gateway } = scene;
			await scene.order('endless');
			await scene.work();
			assert.equal((await rowOf(api, 'endless')).state, 'running');
			const submitted_at = new Date(Date.now() - 25 * 3_600_000).toISOString();
			await api.updateTableRows(TABLE, { column: 'key', is: 'endless' }, { submitted_at });
			await scene.work();
			const row = await rowOf(api, 'endless');
			assert.deepEqual(
				[row.state, row.reason],
				['check', 'The task has not ended within 24 hours.'],
			);
			const unknown = await scene.form('Decide', ['no such key', '']);
			assert.match(unknown, /No row with the key no such key is to check/);
			const page = await scene.form('Decide', [' endless ', ` ${row.taskId} `]);
			assert.match(page, /endless is running/);
			gateway.task().finish();
			await scene.work();
			assert.equal((await rowOf(api, 'endless')).state, 'done');
			assert.match(await scene.form('Decide', ['endless', '']), /Nothing was changed/);
			assert.equal(gateway.tasks.length, 1);
		},
	},
	{
		name: 'a lost answer is to check; the form sets it to queued, and it is submitted again',
		async play(scene) {
			const { api, gateway } = scene;
			gateway.faults.next('submit', faults.dropped());
			await scene.order('lost');
			await scene.work();
			const { state, reason } = await rowOf(api, 'lost');
			assert.equal(state, 'check');
			assert.match(reason, /^It is not known whether/);
			assert.equal(gateway.submits.length, 1);
			assert.match(await scene.form('Decide', ['lost', '']), /lost is queued/);
			await scene.work();
			const row = await rowOf(api, 'lost');
			assert.deepEqual([row.state, row.tries], ['done', 2]);
			assert.equal(gateway.submits.length, 2);
		},
	},
	{
		name: 'no room: a refused row waits in its place, and no try is counted',
		gateway: { slots: 1, over: '429', plan: { seconds: 15 } },
		settings: { work_seconds: 55 },
		async play(scene) {
			const { api, gateway } = scene;
			await scene.order('first in');
			await scene.order('second in');
			const working = scene.work();
			const waiting = await scene.row('second in', ({ reason }) => reason !== '');
			assert.deepEqual([waiting.state, waiting.tries], ['queued', 0]);
			assert.match(waiting.reason, /no room/);
			await working;
			await scene.work();
			for (const key of ['first in', 'second in']) {
				const { state, tries, reason } = await rowOf(api, key);
				assert.deepEqual([state, tries, reason], ['done', 1, '']);
			}
			assert.equal(gateway.tasks.length, 2);
			assert.ok(gateway.submits.length < 8, `${gateway.submits.length} submissions`);
		},
	},
	{
		name: 'no room after the task was accepted: queued again, so often and no more',
		gateway: { slots: 1, over: 'failed', plan: { seconds: Number.POSITIVE_INFINITY } },
		settings: { most_tries: 2, work_seconds: 50 },
		async play(scene) {
			const { api, gateway } = scene;
			await scene.order('has room');
			await scene.order('has none');
			const working = scene.work();
			const again = await scene.row(
				'has none',
				({ state, tries }) => state === 'queued' && tries === 1,
			);
			assert.match(again.reason, /limit|resource/i);
			await working;
			const failed = await rowOf(api, 'has none');
			assert.deepEqual([failed.state, failed.tries], ['failed', 2]);
			const tasks = tasksOf(gateway, 'has none');
			assert.deepEqual([failed.earlierTaskIds, failed.taskId], tasks);
			assert.equal((await rowOf(api, 'has room')).state, 'running');

			// The retry by a person: set to queued.
			gateway.settings.plan = { seconds: 0 };
			gateway.task(tasksOf(gateway, 'has room')[0]).finish();
			await api.updateTableRows(TABLE, { column: 'key', is: 'has none' }, { state: 'queued' });
			await scene.work();
			const row = await rowOf(api, 'has none');
			assert.deepEqual([row.state, row.tries], ['done', 3]);
			assert.equal(row.earlierTaskIds, tasks.join(', '));
		},
	},
	{
		name: 'a refusal that waiting cannot mend: failed, with its reason',
		async play(scene) {
			const { api, gateway } = scene;
			gateway.faults.next('submit', faults.noAccountCredit());
			await scene.order('refused');
			await scene.work();
			const row = await rowOf(api, 'refused');
			assert.deepEqual([row.state, row.tries], ['failed', 1]);
			assert.match(row.reason, /credit|balance/i);
			await scene.order('a minute', { duration: 60 });
			await scene.work();
			assert.match((await rowOf(api, 'a minute')).reason, /'Duration'/);
			assert.equal(gateway.submits.length, 1);
		},
	},
	{
		name: 'a claim of a stopped execution is given back and its row goes on; of two rows of a key one is paid for',
		settings: { work_seconds: 55 },
		async play(scene) {
			const { api, gateway } = scene;
			const row = { prompt: 'twins', image: '', duration: 5, tries: 0 };
			await api.addTableRows(TABLE, [
				{ ...row, key: 'twins', state: 'queued' },
				// As an execution leaves it that was killed before it had sent anything.
				{ ...row, key: 'twins', state: 'claimed', owner: 'an execution that was killed' },
			]);
			const working = scene.work();
			await eventually(
				'the older row was given back',
				async () => {
					const [older] = (await api.tableRows(TABLE)).filter(({ key }) => key === 'twins');
					return older?.state === 'queued' && older.not_before !== null ? true : undefined;
				},
				30,
			);
			assert.equal(gateway.submits.length, 0);
			await working;
			await scene.work();
			const { state, reason } = await rowOf(api, 'twins');
			assert.deepEqual([state, reason], ['done', '']);
			assert.equal(gateway.submits.length, 1);
		},
	},
];

/** The names of the cases, as tests. */
export const CASE_TESTS = CASES.map(({ name }) => `09 row: ${name}`);

/**
 * Plays all cases one after another in one n8n; all share the one table that the example makes.
 * @throws when n8n cannot be started
 */
export async function playCases({ version, tarball }: Setting): Promise<Outcomes> {
	const folder = await mkdtemp(path.join(tmpdir(), 'kling-queue-'));
	const env = { N8N_RESTRICT_FILE_ACCESS_TO: folder };
	const n8n = await startN8n({ version, packages: [tarball], env });
	const outcomes = new Map<string, PromiseSettledResult<void>>();
	try {
		for (const one of CASES) {
			const played = withGateway(
				n8n.api,
				{ plan: { seconds: 1 }, ...one.gateway },
				async (bench) => {
					const settings = { folder, ...MOMENTS, ...one.settings };
					const scene = await QueueScene.open(n8n, bench, settings);
					try {
						await one.play(scene);
					} finally {
						await scene.close();
					}
				},
			);
			const [end] = await Promise.allSettled([played]);
			outcomes.set(`09 row: ${one.name}`, end);
		}
	} finally {
		await n8n.dispose();
		await rm(folder, { recursive: true, force: true });
	}
	return outcomes;
}

/** The published example in front of one gateway. The test runs its schedule. */
class QueueScene {
	private constructor(
		private readonly n8n: N8n,
		readonly gateway: LocalGateway,
		readonly folder: string,
		readonly workflowId: string,
		private readonly workflow: WorkflowJson,
	) {}

	static async open(
		n8n: N8n,
		{ gateway, credential }: Bench,
		settings: QueueSettings & { folder: string },
	): Promise<QueueScene> {
		const example = await queueExample(credential, settings, ONCE_A_DAY);
		const { id } = await n8n.api.createWorkflow(example);
		const scene = new QueueScene(n8n, gateway, settings.folder, id, example);
		await scene.work();
		await n8n.api.activate(id);
		return scene;
	}

	/** Switches it off and takes what is left out of the table, so that the next one does not work on it. */
	async close(): Promise<void> {
		await this.api.deactivate(this.workflowId);
		for (const { key, state } of await queueRows(this.api)) {
			if (state === 'done') continue;
			await this.api.updateTableRows(TABLE, { column: 'key', is: key }, { state: 'over' });
		}
	}

	get api(): N8nApi {
		return this.n8n.api;
	}

	/** One run of the schedule, to its end. */
	readonly work = async (): Promise<void> => {
		const execution = await this.api.runToEnd(this.workflowId, { trigger: WORK }, 180);
		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
	};

	/** An order by webhook, with the key as its prompt. */
	async order(key: string, more: { duration?: number } = {}): Promise<void> {
		const { status, data } = await this.api.webhook(ORDERS, { key, prompt: key, ...more });
		assert.equal(status, 202, JSON.stringify(data));
	}

	/** Fills in one of its forms and gives the last page. */
	async form(name: string, fields: readonly string[]): Promise<string> {
		return await sendForm(formUrl(this.n8n.url, this.workflow, name), fields);
	}

	/** Waits until the row of a key is so. */
	async row(key: string, is: (row: QueueRow) => boolean): Promise<QueueRow> {
		return await eventually(
			`the row ${key}`,
			async () => {
				const row = await rowOf(this.api, key);
				if (is(row)) return row;
				throw new Error(JSON.stringify(row));
			},
			90,
		);
	}
}
