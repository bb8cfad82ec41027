import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { NodeTry } from '../../run/nodeTry';
import { ExecutionCancelled } from '../../run/tryClock';
import { GatewayFailure } from '../../shared/failure';
import type { Task } from '../../shared/task';
import { GatewayClient } from '../../transport/gatewayClient';
import { endElsewhere, withReason } from '../secondRoute';
import { taskFailure } from '../taskFailure';
import { isLinkGivenUp, noteFailure, noteTask } from '../trouble';
import { endWithFailure } from './endWithFailure';
import type { WaitingTask } from './waitingTask';
import { itemTryOf } from './waitingItemTry';

/** Notes a task as seen; without the gateway's own body where nobody wants it, since n8n stores it at every check. */
function seen(waiting: WaitingTask, task: Task): void {
	waiting.task = waiting.simplify ? { ...task, raw: {} } : task;
}

/** Ends the wait for a task. One whose file is wanted is over when that is there. @throws GatewayFailure for a bad end */
function end(waiting: WaitingTask, task: Task): void {
	if (task.status !== 'completed') throw new GatewayFailure(taskFailure(task), task);
	if (waiting.download) waiting.isDownloading = true;
	else waiting.isOver = true;
}

/** The end of a task that its gateway may have lost: asked elsewhere when the task seems stuck, or the time is up. */
async function otherOpinion(
	client: GatewayClient,
	waiting: WaitingTask,
	isLast: boolean,
): Promise<Task | undefined> {
	const isStuck = waiting.task?.progress === 100 && waiting.wasDoubted !== true;
	if (!isStuck && !isLast) return undefined;
	waiting.wasDoubted = true;
	return await endElsewhere(client, waiting, waiting.taskId);
}

/**
 * Asks for a task once, and notes what there was to see.
 *
 * @throws GatewayFailure for an end without what was wanted
 */
async function ask(client: GatewayClient, waiting: WaitingTask): Promise<void> {
	const { taskId, giveUpAt, onTimeout, isOurs: ownTask } = waiting;
	const answer = await client.status(taskId, { ownTask });
	const now = Date.now();
	const isLast = now >= giveUpAt;
	const pending = answer.ok && answer.value.status === 'pending';
	const other = pending ? await otherOpinion(client, waiting, isLast) : undefined;
	const polled = other ?? (answer.ok ? answer.value : undefined);
	const task = polled && (await withReason(client, waiting, polled));
	if (task) {
		seen(waiting, task);
		if (noteTask(waiting, task, now)) return end(waiting, task);
	} else if (!answer.ok && noteFailure(waiting, answer.failure, now)) {
		throw new GatewayFailure(answer.failure, waiting.task);
	}
	if (waiting.task && isLinkGivenUp(waiting, now, giveUpAt)) return end(waiting, waiting.task);
	if (!isLast) return;
	if (onTimeout === 'returnStatus') {
		waiting.isOver = true;
		return;
	}
	const last = answer.ok ? {} : answer.failure;
	throw new GatewayFailure({ ...last, reason: 'timeOut', acceptance: 'unknown' }, waiting.task);
}

/**
 * Checks a task once. Nothing is thrown but a cancel: the node that waits would take it for an outcome of its own.
 *
 * @param request what every request has in common, or why there can be none
 */
export async function checkTask(
	context: IExecuteFunctions,
	round: NodeTry,
	request: IHttpRequestOptions | Error,
	waiting: WaitingTask,
): Promise<void> {
	const item = itemTryOf(round, waiting);
	const check = async () => {
		if (request instanceof Error) throw request;
		await ask(new GatewayClient(context, item, request), waiting);
	};
	const problem = await check().then(
		() => undefined,
		(thrown: unknown) => ({ thrown }),
	);
	if (!problem) return;
	if (round.clock.cancelled) throw new ExecutionCancelled();
	endWithFailure(context.getNode(), item, waiting, problem.thrown);
}
