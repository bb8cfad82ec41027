import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { faults, type GatewayTask } from '../../../gateway/server.cts';
import { Stage } from '../database/stage.cts';
import type { Scene } from '../database/waitingScene.cts';
import { withCredential } from '../../../dev/n8n/exampleWorkflow.cts';
import type { Outcomes } from '../playedTogether.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import type { Execution } from '../../../dev/n8n/workflowJson.cts';
import type { Setting } from '../suite.cts';
import { Deliveries } from './deliveries.cts';
import { oneAtATime } from './oneAtATime.cts';
import { Resuming } from './resuming.cts';

const NAMES = {
	submit: 'kill -9 during the submit: only a second Retry sends anything again',
	oneAtATime:
		'kill -9 during the submit, items one at a time and saved: Retry keeps what was paid for',
	memory: 'kill -9 in the wait in memory: only a second Retry sends anything again',
	saved: 'kill -9 in the wait in memory, progress saved: Retry waits on for the same tasks',
	byHand: 'kill -9 of a run by hand: no Retry, the task IDs are in the log',
	resuming: 'kill -9 while n8n goes on after the wait in the database: no item twice, none lost',
};

/** The names of the tests that `playKill` plays. */
export const KILL_TESTS = Object.values(NAMES);

/** Items of each scene. */
const ROWS = 3;

/** The execution that n8n marks as crashed when it starts again. */
interface Victim {
	name: string;
	/** Of the workflow, for its executions. */
	workflowId: string;
}

/**
 * Kills n8n once, with an execution at each point of its life, and starts it again.
 * @throws when n8n or the gateway cannot be started, or an execution does not come to its point
 */
export async function playKill(setting: Setting): Promise<Outcomes> {
	const outcomes = new Map<string, PromiseSettledResult<void>>();
	const deliveries = await Deliveries.open();
	const stage = await Stage.open(setting);
	try {
		const checks = await new Kill(stage, deliveries).strike();
		for (const [name, check] of Object.entries(checks)) {
			const [end] = await Promise.allSettled([check()]);
			outcomes.set(name, end);
		}
	} finally {
		await stage.close();
		await deliveries.close();
	}
	return outcomes;
}

class Kill {
	constructor(
		private readonly stage: Stage,
		private readonly deliveries: Deliveries,
	) {}

	async strike(): Promise<Record<string, () => Promise<void>>> {
		const { stage } = this;
		const { n8n, gateway } = stage;
		const resuming = await Resuming.create(stage, this.deliveries);
		const submit = await this.scene('submit');
		const memory = await this.scene('memory');
		const saved = await this.scene('saved', { saveExecutionProgress: true });
		const byHand = await this.scene('by hand', {}, true);
		const loop = await this.loop('loop');

		await resuming.parked();
		gateway.faults.hook = ({ route, body, request }) => {
			if (route === 'submit') return lostAnswer(body);
			return route === 'status' ? resuming.holds(request.taskId) : undefined;
		};
		await Promise.all([memory.begin(), saved.begin(), submit.begin()]);
		await n8n.api.run(byHand.workflowId);
		await n8n.api.webhook(loop.name);
		await eventually(
			'every submission is sent, and the tasks that are waited for in memory are looked at',
			() => {
				const sent = [submit, memory, saved, byHand, loop].map(({ name }) => this.sent(name));
				const looks = [memory, saved, byHand].map((scene) => stage.checksOf(scene));
				// The loop is at its second item.
				const there =
					String(sent.map(({ length }) => length)) === String([ROWS, ROWS, ROWS, ROWS, 2]) &&
					looks.flat().length === 3 * ROWS &&
					looks.flat().every((count) => count > 0);
				if (there) return true;
				throw new Error(JSON.stringify([sent, looks]));
			},
			60,
		);
		await resuming.killed();
		gateway.faults.clear();
		const sentBefore = gateway.submits.length;

		await n8n.start();
		await n8n.api.signIn();
		await pause(5000);
		assert.equal(gateway.submits.length, sentBefore, 'a submission after the start');
		// Also the tasks of a Retry have ended at once.
		gateway.settings.plan = { seconds: 0 };
		for (const scene of [memory, saved, byHand]) stage.finish(scene);
		for (const task of this.tasks(loop.name)) task.finish();
		await resuming.wake();

		return {
			[NAMES.submit]: async () => {
				const crashed = await this.crashed(submit);
				await this.sentBySecondRetry('submit', crashed, [1, 1, 0], [2, 2, 1]);
			},
			[NAMES.oneAtATime]: async () => {
				const crashed = await this.crashed(loop);
				assert.deepEqual(this.tasksByRow('loop'), [1, 1, 0]);
				const [paid] = this.tasks('loop');
				await this.retried(crashed);
				// The second is the one whose answer was lost: a person's Retry sends it again.
				assert.deepEqual(this.tasksByRow('loop'), [1, 2, 1]);
				this.eachDeliveredOnce('loop');
				assert.equal(this.deliveries.of('loop')[0]?.taskId, paid?.id);
			},
			[NAMES.memory]: async () => {
				const crashed = await this.crashed(memory);
				await this.idsAreLogged('memory');
				await this.sentBySecondRetry('memory', crashed, [1, 1, 1], [2, 2, 2]);
			},
			[NAMES.saved]: async () => {
				const crashed = await this.crashed(saved);
				await this.retried(crashed);
				assert.deepEqual(this.tasksByRow('saved'), [1, 1, 1]);
				this.eachDeliveredOnce('saved');
				assert.deepEqual(
					this.deliveries.of('saved').map(({ taskId }) => taskId),
					stage.tasksOf(saved).map(({ id }) => id),
				);
			},
			[NAMES.byHand]: async () => {
				const crashed = await this.crashed(byHand);
				await assert.rejects(this.retried(crashed), /cannot be retried/);
				assert.deepEqual(this.tasksByRow('by hand'), [1, 1, 1]);
				await this.idsAreLogged('by hand');
			},
			[NAMES.resuming]: async () => await resuming.nothingTwice(),
		};
	}

	private async scene(name: string, settings = {}, byHand = false): Promise<Scene> {
		const rows = Array.from({ length: ROWS }, () => ({
			plan: { seconds: Number.POSITIVE_INFINITY },
		}));
		return await this.stage.scene(name, rows, {
			wait: { waitOptions: {} },
			settings,
			byHand,
			further: [this.deliveries.nodeFor(name)],
		});
	}

	private async loop(name: string): Promise<Victim> {
		const { n8n, credential } = this.stage;
		const prompts = Array.from({ length: ROWS }, (_, row) => `${name} ${row}`);
		const workflow = oneAtATime(name, prompts, this.deliveries.nodeFor(name));
		const { id } = await n8n.api.createWorkflow(withCredential(workflow, credential));
		await n8n.api.activate(id);
		return { name, workflowId: id };
	}

	/** The only execution of a workflow, which n8n has marked as crashed, with nothing delivered. */
	private async crashed({ name, workflowId }: Victim): Promise<Execution> {
		const [execution, ...more] = await this.stage.n8n.api.executions(workflowId);
		assert.deepEqual([execution?.status, more.length], ['crashed', 0], name);
		assert.deepEqual(this.deliveries.of(name), []);
		return await this.stage.n8n.api.execution(execution?.id ?? '');
	}

	/** n8n has not stored what the node had noted of its items: the first Retry says so, the second sends. */
	private async sentBySecondRetry(
		name: string,
		crashed: Execution,
		before: number[],
		after: number[],
	): Promise<void> {
		assert.deepEqual(this.tasksByRow(name), before);
		const warned = await this.warned(crashed);
		assert.deepEqual(this.tasksByRow(name), before);
		await this.retried(warned);
		assert.deepEqual(this.tasksByRow(name), after);
		this.eachDeliveredOnce(name);
	}

	/** The first Retry of a crash, which sends nothing and says why. */
	private async warned({ id }: Execution): Promise<Execution> {
		const again = await this.stage.n8n.api.retry(id, 'originalWorkflow');
		assert.equal(again.status, 'error');
		const { message, description } = again.data.resultData.error ?? {};
		assert.match(message ?? '', /^It is not known whether the gateway accepted the task/);
		assert.match(String(description), /n8n was stopped while this node ran/);
		return again;
	}

	private async retried({ id }: Execution): Promise<void> {
		const again = await this.stage.n8n.api.retry(id, 'originalWorkflow');
		assert.equal(again.status, 'success', again.data.resultData.error?.message);
	}

	private eachDeliveredOnce(name: string): void {
		const accepted = new Set(this.tasks(name).map(({ id }) => id));
		const delivered = this.deliveries.of(name);
		assert.deepEqual(
			delivered.map(({ row, status }) => [row, status]),
			Array.from({ length: ROWS }, (_, row) => [row, 'completed']),
		);
		for (const { taskId } of delivered) assert.ok(accepted.has(taskId));
	}

	/** n8n's log has each accepted task: where the execution has lost them. */
	private async idsAreLogged(name: string): Promise<void> {
		const log = await readFile(this.stage.n8n.logFile, 'utf8');
		for (const { id } of this.tasks(name)) assert.ok(log.includes(`task ${id} was accepted`));
	}

	private sent(name: string): string[] {
		const prompts = this.stage.gateway.submits.map(({ body }) => promptOf(body));
		return prompts.filter((prompt) => isOf(name, prompt));
	}

	private tasks(name: string): GatewayTask[] {
		return this.stage.gateway.tasks.filter(({ body }) => isOf(name, promptOf(body)));
	}

	/** How many tasks each row has. */
	private tasksByRow(name: string): number[] {
		return Array.from(
			{ length: ROWS },
			(_, row) => this.tasks(name).filter(({ body }) => promptOf(body) === `${name} ${row}`).length,
		);
	}
}

function promptOf(body: unknown): string {
	return typeof body === 'object' && body !== null && 'prompt' in body ? String(body.prompt) : '';
}

function isOf(name: string, prompt: string): boolean {
	return /^(.*) \d+$/.exec(prompt)?.[1] === name;
}

/** While n8n submits: the first row is answered, the second accepted without an answer, the third never comes that far. */
function lostAnswer(body: unknown) {
	const [, name = '', row = ''] = /^(.*) (\d+)$/.exec(promptOf(body)) ?? [];
	if (name !== 'submit' && name !== 'loop') return undefined;
	if (row === '1') return faults.hang({ accept: true });
	return row === '2' ? faults.hang() : undefined;
}
