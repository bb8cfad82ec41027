import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { faults, startGateway, type LocalGateway } from '../../../gateway/server.cts';
import { ExecutionTable } from '../database/executionTable.cts';
import { Scene, type Pair } from '../database/waitingScene.cts';
import { Deliveries, type Delivery } from '../killed/deliveries.cts';
import { childRun } from '../../../dev/n8n/childRun.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import { startN8n, type N8n, type N8nWorker } from '../../../dev/n8n/n8nProcess.cts';
import { startPostgres, type PostgresServer } from '../../../dev/n8n/postgres.cts';
import { startRedis } from '../../../dev/n8n/redis.cts';
import { itemsOf } from '../../../dev/n8n/workflowJson.cts';
import type { Setting } from '../suite.cts';
import { CREDENTIAL_TYPE } from '../../../dev/n8n/withGateway.cts';

/** Items of each execution. */
const ROWS = 3;

/** Executions that are parked when a worker and the main process are killed. */
const CALM = 4;

/** Slots of a worker, and executions whose looks are under way when a worker is killed: so many that both workers have some. */
const SLOTS = 6;
const STRUCK = 8;

/** n8n takes a worker's job for lost sooner than after a minute or two; milliseconds. */
const SOONER = { QUEUE_WORKER_LOCK_DURATION: '30000', QUEUE_WORKER_STALLED_INTERVAL: '10000' };

/** What became of an execution: all items completed, all as `waitCutOff`, or none. */
export type End = 'came through' | 'cut off' | 'failed';

/** What became of an execution whose worker was killed while it submitted; tasks by row. */
export interface SubmitEnd {
	status: string;
	tasks: number[];
	/** After a person's second Retry. */
	tasksAfterRetry: number[];
}

/** How the executions ended, by what was killed. */
export interface Ends {
	parked: End[];
	workerInSubmit: SubmitEnd;
	workerInLook: End[];
	mainInLook: End;
	submissions: number;
}

interface Parked extends Pair {
	name: string;
	scene: Scene;
}

/**
 * A main process and two workers, with the wait in the database. Killed: a worker and the main process while executions
 * are parked, a worker in the middle of looks, the main process in the middle of a look.
 * @throws when an item came out twice, or not at all, or a task was submitted again
 */
export async function parkInQueue({ version, tarball }: Setting): Promise<Ends> {
	const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
	const gateway = await startGateway({ plan: { seconds: Number.POSITIVE_INFINITY } });
	const deliveries = await Deliveries.open();
	const n8n = await startN8n({ version, packages: [tarball], postgres, redis, env: SOONER });
	try {
		return await new ParkedInQueue(n8n, postgres, gateway, deliveries).play();
	} finally {
		await n8n.dispose();
		await gateway.close();
		await deliveries.close();
		await Promise.all([postgres.stop(), redis.stop()]);
	}
}

class ParkedInQueue {
	private release = () => {};

	constructor(
		private readonly n8n: N8n,
		private readonly postgres: PostgresServer,
		private readonly gateway: LocalGateway,
		private readonly deliveries: Deliveries,
	) {}

	async play(): Promise<Ends> {
		const { n8n, gateway } = this;
		const first = await n8n.startWorker(SLOTS);
		// n8n 2.8 leaves a parked execution whose child is lost to the node, which gives up a day after the time-out.
		const watchesItself = n8n.installed.version !== '2.8.4';
		const data = { apiKey: gateway.key, baseUrl: gateway.url };
		const credential = await n8n.api.createCredential('Gateway', CREDENTIAL_TYPE, data);
		const scene = async (name: string) => await this.scene(name, credential);
		const calmScenes = await inTurn(CALM, async (nth) => await scene(`calm${nth}`));
		const struckScenes = await inTurn(STRUCK, async (nth) => await scene(`struck${nth}`));
		const orphanScene = await scene('orphan');
		const submitScene = await scene('submit');

		const [calm, [orphan]] = [await this.parked(calmScenes), await this.parked([orphanScene])];
		assert.ok(orphan);
		this.finish([...calm, orphan]);
		gateway.faults.next('submit', faults.hang({ accept: true }), 1, isFor('submit 1'));
		gateway.faults.next('submit', faults.hang(), 1, isFor('submit 2'));
		await submitScene.begin();
		await eventually(
			'three submissions are sent',
			() => (gateway.submits.length === (CALM + 2) * ROWS ? true : undefined),
			60,
		);
		await this.idIsLogged(first);
		this.hold([orphan]);
		const second = n8n.startWorker(SLOTS);
		await first.kill();
		await n8n.kill();
		await second;
		const third = await n8n.startWorker(SLOTS);
		await n8n.start();
		await n8n.api.signIn();
		const struck = await this.parked(struckScenes);
		this.finish(struck);

		const ofParked = await this.endsOf(calm);
		await this.looked([orphan]);
		await n8n.kill();
		this.release();
		await this.ended(orphan.child);
		if (!watchesItself) await this.wake([orphan], 40);
		this.hold(struck);
		await n8n.start();
		await n8n.api.signIn();

		await this.looked(struck);
		await third.kill();
		this.release();
		if (!watchesItself) await this.wake(struck, 90);
		const ofMain = await this.endOf(orphan);
		const ofWorker = await this.endsOf(struck);
		const submitted = await this.submitOutcome(submitScene);
		return {
			parked: ofParked,
			workerInSubmit: submitted,
			workerInLook: ofWorker,
			mainInLook: ofMain,
			submissions: gateway.submits.length,
		};
	}

	/** Where the execution has lost the ID: the worker's log has it. */
	private async idIsLogged(worker: N8nWorker): Promise<void> {
		const { id } = this.tasksOf({ name: 'submit' }).find(isFor('submit 0')) ?? { id: 'none' };
		await eventually(
			'the line of the accepted task',
			async () =>
				(await readFile(worker.process.logFile, 'utf8')).includes(`task ${id} was accepted`) ||
				undefined,
			20,
		);
	}

	private async submitOutcome(scene: Scene): Promise<SubmitEnd> {
		const { api } = this.n8n;
		const [summary] = await api.executions(scene.workflowId);
		const { id, status } = await api.executionOver(summary?.id ?? '');
		const byRow = () =>
			Array.from(
				{ length: ROWS },
				(_, row) =>
					this.tasksOf(scene).filter(({ body }) => isFor(`submit ${row}`)({ body })).length,
			);
		const tasks = byRow();
		// The tasks of the Retry have ended at once.
		this.gateway.settings.plan = { seconds: 0 };
		const warned = await api.retry(id, 'originalWorkflow');
		assert.match(warned.data.resultData.error?.message ?? '', /^It is not known whether/);
		assert.deepEqual(byRow(), tasks, 'the first Retry sends nothing');
		const again = await api.retry(warned.id, 'originalWorkflow');
		assert.equal(again.status, 'success', again.data.resultData.error?.message);
		assert.equal(this.deliveries.of('submit').length, ROWS);
		return { status, tasks, tasksAfterRetry: byRow() };
	}

	/** Waits until an execution is over, also while there is no main process. */
	private async ended(id: string): Promise<void> {
		await eventually(
			`execution ${id} is over`,
			async () => ((await this.statusOf(id)) === 'success' ? true : undefined),
			60,
		);
	}

	private async scene(name: string, credential: Parameters<typeof Scene.create>[2]['credential']) {
		const rows = Array.from({ length: ROWS }, (_, row) => ({ prompt: `${name} ${row}` }));
		// Its table is for SQLite; nothing that is called here asks it.
		return await Scene.create(this.n8n.api, new ExecutionTable(this.n8n), {
			...{ name, rows, credential },
			further: [this.deliveries.nodeFor(name)],
		});
	}

	private async parked(scenes: readonly Scene[]): Promise<Parked[]> {
		await Promise.all(scenes.map(async (scene) => await scene.begin()));
		return await Promise.all(
			scenes.map(async (scene) => ({ scene, name: scene.name, ...(await scene.pair()) })),
		);
	}

	private tasksOf({ name }: Pick<Parked, 'name'>) {
		return this.gateway.tasks.filter(({ body }) => String(body.prompt).split(' ')[0] === name);
	}

	private finish(all: readonly Parked[]): void {
		for (const one of all) for (const task of this.tasksOf(one)) task.finish();
	}

	/** Holds back the answers to the looks at their tasks, until `release`. */
	private hold(all: readonly Parked[]): void {
		const ids = new Set(all.flatMap((one) => this.tasksOf(one).map(({ id }) => id)));
		const until = new Promise<void>((resolve) => {
			this.release = () => {
				this.gateway.faults.clear();
				resolve();
			};
		});
		this.gateway.faults.hook = ({ route, request }) => {
			const isHeld = route === 'status' && ids.has(request.taskId ?? '');
			return isHeld ? faults.hold(until) : undefined;
		};
	}

	/** Waits until a look at each of their tasks is held. */
	private async looked(all: readonly Parked[]): Promise<void> {
		await eventually(
			'a look at every task',
			() => {
				const looks = this.gateway
					.requestsTo('status')
					.filter(({ endedAt }) => endedAt === undefined);
				const atTasks = new Set(looks.map(({ taskId }) => taskId));
				const tasks = all.flatMap((one) => this.tasksOf(one));
				const count = tasks.filter(({ id }) => atTasks.has(id)).length;
				if (count === tasks.length) return true;
				throw new Error(`${count} of ${tasks.length} are looked at`);
			},
			120,
			50,
		);
	}

	/** From the database: it is there without the main process. */
	private async statusOf(id: string): Promise<string> {
		return await this.sql(`SELECT status FROM execution_entity WHERE id = ${Number(id)}`);
	}

	/** Lets parked executions wake in so many seconds. */
	private async wake(all: readonly Parked[], seconds: number): Promise<void> {
		const ids = all.map(({ parent }) => Number(parent)).join(', ');
		await this.sql(
			`UPDATE execution_entity SET "waitTill" = now() + interval '${seconds} s' WHERE status = 'waiting' AND id IN (${ids})`,
		);
	}

	private async sql(text: string): Promise<string> {
		const { port, user, database } = this.postgres;
		const where = ['-h', '127.0.0.1', '-p', String(port), '-U', user, '-d', database];
		const { stdout } = await childRun('psql', [
			...where,
			'-qtA',
			'-v',
			'ON_ERROR_STOP=1',
			'-c',
			text,
		]);
		return stdout.trim();
	}

	private async endsOf(all: readonly Parked[]): Promise<End[]> {
		const ends: End[] = [];
		for (const one of all) ends.push(await this.endOf(one));
		return ends;
	}

	private async endOf({ name, parent }: Parked): Promise<End> {
		const execution = await this.n8n.api.executionOver(parent, 200);
		const submitted = itemsOf(execution, 'Submit').map(({ json }) => String(json.task_id));
		assert.deepEqual(
			[...submitted].sort(),
			this.tasksOf({ name })
				.map(({ id }) => id)
				.sort(),
		);
		if (execution.status === 'error') {
			// Newer n8n fails the parked node with the error of its child, at a Retry once more.
			const { id } = await this.n8n.api.retry(execution.id, 'originalWorkflow');
			for (const failed of [execution, await this.n8n.api.execution(id)]) {
				const message = failed.data.resultData.error?.message ?? '';
				assert.match(message, /failed to be processed too many times/);
			}
			assert.deepEqual(this.deliveries.of(name), []);
			return 'failed';
		}
		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
		const delivered = this.deliveries.of(name);
		const cut = delivered.every(({ error }) => error === 'waitCutOff');
		assertEach(delivered, submitted, cut ? 'pending' : 'completed');
		return cut ? 'cut off' : 'came through';
	}
}

/** Whether a submission has this prompt. */
function isFor(prompt: string): (context: { body: unknown }) => boolean {
	return ({ body }) =>
		typeof body === 'object' && body !== null && 'prompt' in body && body.prompt === prompt;
}

function assertEach(delivered: Delivery[], submitted: string[], status: string): void {
	assert.deepEqual(
		delivered.map((item) => [item.row, item.taskId, item.status]),
		submitted.map((taskId, row) => [row, taskId, status]),
	);
}

async function inTurn<T>(count: number, make: (nth: number) => Promise<T>): Promise<T[]> {
	const made: T[] = [];
	for (let nth = 0; nth < count; nth += 1) made.push(await make(nth));
	return made;
}
