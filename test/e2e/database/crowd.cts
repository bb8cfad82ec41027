import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.cts';
import type { Stage } from './stage.cts';
import { handedOn, type Scene } from './waitingScene.cts';

/** How many executions are parked in one go: all have to be parked before the first wakes. */
const HALF = 100;

/** How many executions a crowd has once it is complete. */
export const CROWD = 2 * HALF;

/** Many executions of one workflow, one task each. */
export class Crowd {
	private size = 0;

	private constructor(
		private readonly stage: Stage,
		readonly scene: Scene,
	) {}

	static async create(stage: Stage, name = 'crowd', wait?: object): Promise<Crowd> {
		return new Crowd(stage, await stage.scene(name, [{}], wait && { wait: { ...wait } }));
	}

	/** Starts half of the crowd, a few at a time. */
	async begin(): Promise<void> {
		this.size += HALF;
		const turns = Array.from({ length: 10 }, async () => {
			for (let turn = 0; turn < HALF / 10; turn += 1) await this.scene.begin();
		});
		await Promise.all(turns);
	}

	/** Starts half of the crowd and waits until all of it is parked. */
	async park(): Promise<void> {
		await this.begin();
		await eventually(
			`${this.size} executions are parked`,
			async () => {
				const statuses = await this.scene.statuses();
				if (statuses.waiting === 2 * this.size) return true;
				throw new Error(JSON.stringify(statuses));
			},
			60,
		);
	}

	/** Every task was accepted once, and every item came out once, with its own task. */
	async cameThrough(): Promise<void> {
		const { stage, scene } = this;
		await eventually(
			'the whole crowd is over',
			async () => {
				const statuses = await scene.statuses();
				if (statuses.success === 2 * this.size) return true;
				throw new Error(JSON.stringify(statuses));
			},
			240,
			2000,
		);
		const accepted = stage.tasksOf(scene).map(({ id }) => id);
		assert.equal(accepted.length, this.size);
		const parents = (await stage.table.ofWorkflow(scene.workflowId)).filter(
			({ mode }) => mode !== 'integrated',
		);
		const came = [];
		for (const { id } of parents) {
			const items = handedOn(await stage.n8n.api.execution(id), stage.gateway);
			came.push(...items.map(({ json }) => `${String(json.task_id)} ${String(json.status)}`));
		}
		assert.deepEqual(came.sort(), accepted.map((id) => `${id} completed`).sort());
	}
}
