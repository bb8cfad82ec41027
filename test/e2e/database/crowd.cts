import assert from 'node:assert/strict';
import { eventually } from '../../../dev/n8n/eventually.cts';
import type { Stage } from './stage.cts';
import { handedOn, type Scene } from './waitingScene.cts';

/** How many executions a crowd has. */
export const CROWD = 200;

/** How many of them are started at a time. */
const SIDE_BY_SIDE = 10;

/** Many executions of one workflow, one task each, which lasts until the stage finishes it. */
export class Crowd {
	private constructor(
		private readonly stage: Stage,
		readonly scene: Scene,
	) {}

	static async create(stage: Stage, name = 'crowd', wait?: object): Promise<Crowd> {
		const rows = [{ plan: { seconds: Number.POSITIVE_INFINITY } }];
		return new Crowd(stage, await stage.scene(name, rows, wait && { wait: { ...wait } }));
	}

	/** Starts all, a few at a time. */
	async begin(): Promise<void> {
		const turns = Array.from({ length: SIDE_BY_SIDE }, async () => {
			for (let turn = 0; turn < CROWD / SIDE_BY_SIDE; turn += 1) await this.scene.begin();
		});
		await Promise.all(turns);
	}

	/** Waits until all wait. */
	async waits(): Promise<void> {
		await eventually(
			`${CROWD} executions wait`,
			async () => {
				const statuses = await this.scene.statuses();
				if (statuses.waiting === 2 * CROWD) return true;
				throw new Error(JSON.stringify(statuses));
			},
			300,
			2000,
		);
	}

	/** Every task was accepted once, and every item came out once, with its own task. */
	async cameThrough(): Promise<void> {
		const { stage, scene } = this;
		await eventually(
			'the whole crowd is over',
			async () => {
				const statuses = await scene.statuses();
				if (statuses.success === 2 * CROWD) return true;
				throw new Error(JSON.stringify(statuses));
			},
			240,
			2000,
		);
		const accepted = stage.tasksOf(scene).map(({ id }) => id);
		assert.equal(accepted.length, CROWD);
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
