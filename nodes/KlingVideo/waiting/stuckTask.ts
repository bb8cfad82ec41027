import type { Task } from '../shared/task';
import { isDone } from '../shared/task';
import type { GatewayClient } from '../transport/gatewayClient';
import { endElsewhere } from './secondRoute';
import type { Trouble } from './trouble';

/** A task that stands at 100 % for so long, in milliseconds, and for so many polls may have been lost by its gateway. */
const STUCK = { forMs: 60_000, polls: 4 };

/**
 * A gateway may lose the end of a task: then it stands at 100 % for ever, though the gateway's older route knows what
 * became of it. That route is asked once when a task seems stuck.
 */
export class StuckTask {
	private since?: number;

	private polls = 0;

	private wasAsked = false;

	/** The task as just polled; or as the other route has it, where that knows its end. */
	async opinion(client: GatewayClient, trouble: Trouble, task: Task, now: number): Promise<Task> {
		if (isDone(task) || task.progress !== 100) {
			this.since = undefined;
			this.polls = 0;
			return task;
		}
		this.since ??= now;
		this.polls += 1;
		if (this.wasAsked || this.polls < STUCK.polls || now - this.since < STUCK.forMs) return task;
		this.wasAsked = true;
		return (await endElsewhere(client, trouble, task.id)) ?? task;
	}
}
