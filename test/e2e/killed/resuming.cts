import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { faults, type Fault } from '../../../gateway/server.cts';
import type { Stage } from '../database/stage.cts';
import type { Step } from '../chainOfNodes.cts';
import type { Pair, Scene } from '../database/waitingScene.cts';
import { writeDocsSection } from '../docsSection.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import { itemsOf, type Execution } from '../../../dev/n8n/workflowJson.cts';
import type { Deliveries, Delivery } from './deliveries.cts';

/** So long before the kill the gateway answers the last check, milliseconds; one execution each. */
const BEFORE_KILL_MS = [1500, 1000, 700, 500, 400, 300, 200, 150, 100, 50, 20, 0];

/** One more, whose execution has gone on and is between the wait and the last node when n8n is killed. */
const BETWEEN = { beforeKillMs: 2500, seconds: 5 };

const ROWS = 2;

/** What became of one execution. */
type End = 'came through' | 'cut off' | 'crashed before' | 'crashed after';

/** One row of the docs for each version that was run. */
const figures: string[] = [];

/** An execution whose last look is held back until shortly before the kill. */
interface Parked {
	scene: Scene;
	beforeKillMs: number;
	/** Lets the gateway answer. */
	release: () => void;
	answered: Promise<void>;
}

/** Executions that are about to go on when n8n is killed, each at another point. */
export class Resuming {
	private pairs: Pair[] = [];

	private constructor(
		private readonly stage: Stage,
		private readonly deliveries: Deliveries,
		private readonly parkedOnes: readonly Parked[],
	) {}

	static async create(stage: Stage, deliveries: Deliveries): Promise<Resuming> {
		const parkedOnes: Parked[] = [];
		for (const beforeKillMs of [BETWEEN.beforeKillMs, ...BEFORE_KILL_MS]) {
			const name = `resuming ${beforeKillMs} ms`;
			const rows = Array.from({ length: ROWS }, () => ({
				plan: { seconds: Number.POSITIVE_INFINITY },
			}));
			const between = beforeKillMs === BETWEEN.beforeKillMs ? [pauseOf(BETWEEN.seconds)] : [];
			const further = [...between, deliveries.nodeFor(name)];
			const scene = await stage.scene(name, rows, { further });
			let release = () => {};
			const answered = new Promise<void>((resolve) => (release = resolve));
			parkedOnes.push({ scene, beforeKillMs, release, answered });
		}
		return new Resuming(stage, deliveries, parkedOnes);
	}

	/** Starts all of them at once, and waits until they are parked. Their tasks have ended by the next look. */
	async parked(): Promise<void> {
		await Promise.all(this.parkedOnes.map(async ({ scene }) => await scene.begin()));
		this.pairs = await Promise.all(this.parkedOnes.map(async ({ scene }) => await scene.pair()));
		for (const { scene } of this.parkedOnes) this.stage.finish(scene);
	}

	/** What the gateway does with a look at one of the tasks. */
	holds(taskId: string | undefined): Fault | undefined {
		const one = this.parkedOnes.find(({ scene }) =>
			this.stage.tasksOf(scene).some(({ id }) => id === taskId),
		);
		return one && faults.hold(one.answered);
	}

	/** Waits until all last looks are held, lets the gateway answer one after the other, and kills n8n. */
	async killed(): Promise<void> {
		await eventually(
			'the last look of every parked execution',
			() => {
				const looks = this.stage.gateway
					.requestsTo('status')
					.filter(({ endedAt }) => endedAt === undefined);
				const atTasks = new Set(looks.map(({ taskId }) => taskId));
				const tasks = this.parkedOnes.flatMap(({ scene }) => this.stage.tasksOf(scene));
				const count = tasks.filter(({ id }) => atTasks.has(id)).length;
				if (count === tasks.length) return true;
				throw new Error(`${count} of ${tasks.length} tasks are looked at`);
			},
			100,
			50,
		);
		const killAt = Date.now() + BETWEEN.beforeKillMs + 100;
		const until = async (moment: number) => await pause(Math.max(0, moment - Date.now()));
		for (const { beforeKillMs, release } of this.parkedOnes) {
			await until(killAt - beforeKillMs);
			release();
		}
		await this.stage.n8n.kill();
	}

	/** n8n 2.8 leaves a parked execution whose child is lost to the node, which gives up a day after the deadline. */
	async wake(): Promise<void> {
		if (this.stage.setting.version !== '2.8.4') return;
		for (const { scene } of this.parkedOnes) {
			await this.stage.table.wakeAt(scene.workflowId, 'parents', new Date());
		}
	}

	/** Every item came out at most once; what did not come out is in the execution, and a Retry brings it. */
	async nothingTwice(): Promise<void> {
		const ends = new Map<End, number>();
		for (const [place, { scene, beforeKillMs }] of this.parkedOnes.entries()) {
			const end = await this.endOf(scene, this.pairs[place]?.parent ?? '');
			process.stdout.write(`        killed ${beforeKillMs} ms after the answer: ${end}\n`);
			ends.set(end, (ends.get(end) ?? 0) + 1);
			assert.equal(this.stage.tasksOf(scene).length, ROWS);
		}
		const count = (end: End) => ends.get(end) ?? 0;
		figures.push(
			`| ${this.stage.setting.version} | ${this.parkedOnes.length} | ${count('came through')} | ${count('cut off')} | ${count('crashed before')} | ${count('crashed after')} |`,
		);
		await writeDocsSection('queue-mode.md', 'resuming-figures', figuresText());
	}

	private async endOf(scene: Scene, parent: string): Promise<End> {
		const { api } = this.stage.n8n;
		const execution = await api.executionOver(parent, 150);
		const submitted = itemsOf(execution, 'Submit').map(({ json }) => String(json.task_id));
		assert.deepEqual(
			submitted,
			this.stage.tasksOf(scene).map(({ id }) => id),
		);
		const delivered = this.deliveries.of(scene.name);
		if (execution.status === 'success') {
			const cut = delivered.every(({ error }) => error === 'waitCutOff');
			assertEach(delivered, submitted, cut ? 'pending' : 'completed');
			return cut ? 'cut off' : 'came through';
		}
		assert.equal(execution.status, 'crashed', execution.data.resultData.error?.message);
		if (delivered.length > 0) {
			// They were out already; n8n was killed before it had stored that. A Retry would deliver them again.
			const rows = delivered.map(({ row }) => row);
			assert.deepEqual(rows, [...new Set(rows)]);
			for (const { row, taskId } of delivered) assert.equal(taskId, submitted[row]);
			return 'crashed after';
		}
		await this.retried(execution);
		assertEach(this.deliveries.of(scene.name), submitted, 'completed');
		return 'crashed before';
	}

	private async retried({ id }: Execution): Promise<void> {
		const again = await this.stage.n8n.api.retry(id, 'originalWorkflow');
		assert.equal(again.status, 'success', again.data.resultData.error?.message);
	}
}

function pauseOf(seconds: number): Step {
	return {
		...{ name: 'Pause', type: 'n8n-nodes-base.wait', typeVersion: 1.1, webhookId: 'pause' },
		parameters: { resume: 'timeInterval', amount: seconds, unit: 'seconds' },
	};
}

function assertEach(delivered: Delivery[], submitted: string[], status: string): void {
	assert.deepEqual(
		delivered.map((item) => [item.row, item.taskId, item.status]),
		submitted.map((taskId, row) => [row, taskId, status]),
	);
}

function figuresText(): string {
	return [
		`Seen by the end-to-end suite, one process: the gateway answers the last check, and between 0 and ${BETWEEN.beforeKillMs} ms later n8n is killed. No item came out twice, no task was submitted again.`,
		'',
		'| n8n | killed | came through | came out as `waitCutOff` | crashed, came through with Retry | crashed with its items out already |',
		'| --- | --- | --- | --- | --- | --- |',
		...figures,
	].join('\n');
}
