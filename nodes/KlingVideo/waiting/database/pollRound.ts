import type { IExecuteFunctions, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';

import { taskFailure } from '../taskFailure';
import { GatewayClient } from '../../transport/gatewayClient';
import { taskJson } from '../../output/taskItem';
import type { ItemTry } from '../../run/itemTry';
import { NodeTry } from '../../run/nodeTry';
import { ExecutionCancelled } from '../../run/tryClock';
import { isLinkGivenUp, noteFailure, noteTask } from '../trouble';
import { cutOff } from './cutOff';
import { endWithFailure, failureOf } from './endWithFailure';
import { fetchFiles } from './fetchFiles';
import type { WaitingTask } from './waitingTask';
import { asJson, fromJson } from './waitingTask';
import { pauseSeconds } from './pauseSeconds';
import { requestOrError } from './requestOf';

/** Ends the wait for a completed task. One whose file is wanted has its outcome from `fetchFiles`. */
function endCompleted(parked: WaitingTask): void {
	if (parked.download) parked.fileIsWanted = true;
	else parked.outcome = { json: parked.seen ?? {} };
}

/** Looks at one task once, and notes what there was to see. */
async function lookAt(
	context: IExecuteFunctions,
	client: GatewayClient,
	parked: WaitingTask,
): Promise<void> {
	const { taskId, simplify, giveUpAt, onTimeout } = parked;
	const answer = await client.status(taskId);
	const now = Date.now();
	if (answer.ok) {
		const task = answer.value;
		parked.seen = taskJson(task, { simplify });
		if (noteTask(parked, task, now)) {
			if (task.status === 'completed') endCompleted(parked);
			else endWithFailure(context, parked, taskFailure(task));
			return;
		}
	} else if (noteFailure(parked, answer.failure, now)) {
		endWithFailure(context, parked, answer.failure);
		return;
	}
	if (isLinkGivenUp(parked, now, giveUpAt)) return endCompleted(parked);
	if (now < giveUpAt) return;
	if (onTimeout === 'returnStatus') {
		parked.outcome = { json: parked.seen ?? { task_id: taskId, status: 'pending', done: false } };
		return;
	}
	const last = answer.ok ? {} : answer.failure;
	endWithFailure(context, parked, { ...last, reason: 'timeOut', acceptance: 'unknown' });
}

/** Nothing may be thrown here but a cancel: the parked node would take it for an outcome of its own. */
async function lookSafely(
	context: IExecuteFunctions,
	item: ItemTry,
	request: IHttpRequestOptions | Error,
	parked: WaitingTask,
): Promise<void> {
	if (parked.outcome) return;
	const poll = async () => {
		if (request instanceof Error) throw request;
		await lookAt(context, new GatewayClient(context, item, request), parked);
	};
	const problem = await poll().then(() => undefined, failureOf);
	if (item.nodeTry.clock.cancelled) throw new ExecutionCancelled();
	if (problem) endWithFailure(context, parked, problem);
}

/**
 * One look at all tasks of a parked node, each asked for only until it has ended: the work of the child execution. It puts
 * the child to wait until the next look. n8n then hands on the node's input, which leads to the next look, and drops what
 * it returned; so what n8n stores does not grow with the tasks from look to look.
 *
 * @returns the parked node's output items once all tasks have ended; until then those of a wait that was cut off
 */
export async function pollRound(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	// n8n saves a node's context with a waiting execution.
	const stored = this.getContext('node');
	const [first] = this.getInputData();
	const tasks = fromJson('parked' in stored ? stored : first?.json);
	const run = new NodeTry(tasks.length, false, this.getExecutionCancelSignal());
	const request = await requestOrError(this);
	await Promise.all(
		tasks.map(async (task, index) => await lookSafely(this, run.add(index), request, task)),
	);
	await fetchFiles(
		this,
		tasks.filter(({ fileIsWanted, outcome }) => fileIsWanted === true && !outcome),
	);
	const waiting = tasks.filter(({ outcome }) => outcome === undefined);
	// In the order of the parked node's items, by which n8n pairs them.
	if (waiting.length === 0) return [tasks.map(({ outcome }) => ({ json: {}, ...outcome }))];
	Object.assign(stored, asJson(tasks));
	const parkedAt = Math.min(...waiting.map((task) => task.parkedAt));
	const giveUpAt = Math.min(...waiting.map((task) => task.giveUpAt));
	const now = Date.now();
	await this.putExecutionToWait(new Date(now + 1000 * pauseSeconds(now, parkedAt, giveUpAt)));
	// n8n 2.41 hands this on when the child crashes in a later look.
	return [tasks.map(cutOff)];
}
