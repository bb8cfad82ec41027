import type { Task } from '../shared/task';
import { isDone } from '../shared/task';
import type { GatewayClient } from '../transport/gatewayClient';
import { isTransient } from '../transport/readAnswer';
import type { Trouble } from './trouble';

/**
 * The task as the gateway's older route has it; nothing where there is no such route. One that has refused is not asked
 * again.
 *
 * @param untilMs when it must have answered
 */
async function otherView(
	client: GatewayClient,
	trouble: Trouble,
	taskId: string,
	untilMs = Infinity,
): Promise<Task | undefined> {
	if (trouble.isOtherRouteClosed === true) return undefined;
	const answer = await client.secondOpinion(taskId, { untilMs });
	if (answer.ok) return answer.value;
	if (!isTransient(answer.failure)) trouble.isOtherRouteClosed = true;
	return undefined;
}

/** The end of a task that only the older route may know. @param untilMs when it must have answered */
export async function endElsewhere(
	client: GatewayClient,
	trouble: Trouble,
	taskId: string,
	untilMs?: number,
): Promise<Task | undefined> {
	const task = await otherView(client, trouble, taskId, untilMs);
	return task && isDone(task) ? task : undefined;
}

/** A task as it is; one that failed without a reason with the reason that the older route tells, if it does. */
export async function withReason(
	client: GatewayClient,
	trouble: Trouble,
	task: Task,
): Promise<Task> {
	if (task.status !== 'failed' || task.error !== undefined) return task;
	const error = (await otherView(client, trouble, task.id))?.error;
	return error === undefined ? task : { ...task, error };
}
