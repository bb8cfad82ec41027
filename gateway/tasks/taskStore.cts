import { randomBytes, randomInt } from 'node:crypto';
import { overlay } from '../overlay.cts';
import type { Submission } from '../submit/submission.cts';
import type { Dialect } from './dialect.cts';
import type { PartialPlan, TaskPlan } from './plan.cts';
import { GatewayTask } from './task.cts';

/** Decides a task's plan when it is accepted; `index` counts the accepted tasks from 0. */
export type Planner = PartialPlan | ((submission: Submission, index: number) => PartialPlan);

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const DOCUMENTED: TaskPlan = {
	seconds: 2,
	queueShare: 0.1,
	outcome: { status: 'completed' },
	resultValidSeconds: 7 * 24 * 3600,
	giveUpSeconds: 24 * 3600,
	dialect: {},
};

/** The accepted tasks, in order. */
export class TaskStore {
	readonly tasks: GatewayTask[] = [];
	private readonly byId = new Map<string, GatewayTask>();

	constructor(
		private readonly clock: { now(): number },
		/** The planner of this moment. */
		private readonly planner: () => Planner,
		/** How answers are worded at this moment, unless a plan says otherwise. */
		private readonly wording: () => Dialect,
	) {}

	/** Accepts a submission; `over` changes its plan. */
	accept(submission: Submission, key: string, over: PartialPlan = {}): GatewayTask {
		const index = this.tasks.length;
		const planner = this.planner();
		const planned = typeof planner === 'function' ? planner(submission, index) : planner;
		const plan = overlay(overlay(DOCUMENTED, planned), over);
		plan.dialect = overlay(this.wording(), plan.dialect);
		const task = new GatewayTask(
			newTaskId(),
			submission,
			key,
			this.clock.now(),
			plan,
			randomBytes(16).toString('hex'),
			this.clock,
		);
		this.tasks.push(task);
		this.byId.set(task.id, task);
		return task;
	}

	/** The task of an id. */
	find(id: string): GatewayTask | undefined {
		return this.byId.get(id);
	}

	/** Forgets every task. */
	reset(): void {
		this.tasks.length = 0;
		this.byId.clear();
	}
}

/** `task_` and 32 letters and digits. */
function newTaskId(): string {
	const letters = Array.from({ length: 32 }, () => LETTERS.charAt(randomInt(LETTERS.length)));
	return `task_${letters.join('')}`;
}
