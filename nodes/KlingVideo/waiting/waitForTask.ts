import type { IExecuteSingleFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { taskFailure } from '../errors/taskFailure';
import { askForStatus } from '../gateway/askGateway';
import type { Failure } from '../gateway/failure';
import { GatewayFailure } from '../gateway/failure';
import { isTransient } from '../gateway/readAnswer';
import type { Task } from '../gateway/task';
import { isDone } from '../gateway/task';
import type { WaitOptions } from '../parameters/waitOptions';
import type { RunItem } from '../run/nodeRun';
import type { KnownTask } from './pollSchedule';
import { look, nextLookAt, startWatch } from './pollSchedule';

/** For so long, in milliseconds, a gateway may not know a task that it has just accepted. */
const UNKNOWN_FOR_MS = 60_000;

/** For so long, in milliseconds, a completed task may be without its link; the file can be had without it. */
const LINK_MISSING_FOR_MS = 60_000;

/** The pause between two looks at a completed task without its link, in milliseconds. */
const LINK_PAUSE_MS = 5_000;

/** Writes each change once: the task, its status and its progress, and never a link. */
function logChange(context: IExecuteSingleFunctions, before: Task | undefined, now: Task): void {
	if (before?.status === now.status && before.progress === now.progress) return;
	const progress = now.progress === undefined ? '' : `, ${now.progress}%`;
	context.logger.info(`Kling Video: task ${now.id} is ${now.status}${progress}`);
}

/** How soon a task that was submitted just now may be done. */
function pace(context: IExecuteSingleFunctions): KnownTask {
	return context.getNodeParameter('options.offPeak', false) === true ? 'offPeak' : 'fresh';
}

/**
 * Looks at a task until it has ended, or until the time is up. Passing trouble is waited out.
 *
 * @param first the task as the submission returned it; without it the first look comes at once
 * @returns the task: ended, or as last seen where the user wants that after a time-out
 * @throws GatewayFailure when the gateway will never tell, or when the time is up
 * @throws ExecutionCancelled when the execution is cancelled
 */
export async function waitForTask(
	context: IExecuteSingleFunctions,
	item: RunItem,
	request: IHttpRequestOptions,
	taskId: string,
	{ pollIntervalMs, timeoutMs, onTimeout }: WaitOptions,
	first?: Task,
): Promise<Task> {
	const { clock } = item.run;
	const deadline = clock.now() + timeoutMs;
	let watch = startWatch(clock.now(), first === undefined ? 'unknown' : pace(context));
	let task = first;
	let unknownSince: number | undefined;
	let linkMissingSince: number | undefined;
	let lastFailure: Failure | undefined;

	const pauseUntil = (earliest: number): number =>
		Math.max(
			earliest,
			pollIntervalMs === undefined ? nextLookAt(watch, Math.random()) : clock.now() + pollIntervalMs,
		);

	let next = first === undefined ? clock.now() : pauseUntil(0);
	while (true) {
		const wait = Math.min(next, deadline) - clock.now();
		if (wait > 0) await clock.sleep(wait);
		const answer = await askForStatus(context, item, request, taskId);
		const now = clock.now();
		let earliest = 0;
		if (answer.ok) {
			logChange(context, task, answer.value);
			task = answer.value;
			item.task = task;
			unknownSince = undefined;
			lastFailure = undefined;
			if (isDone(task)) {
				if (task.status !== 'completed' || task.videoUrl !== undefined) return task;
				linkMissingSince ??= now;
				if (now - linkMissingSince >= LINK_MISSING_FOR_MS || now >= deadline) return task;
				next = now + LINK_PAUSE_MS;
				continue;
			}
			watch = look(watch, now, task.progress);
		} else {
			const { failure } = answer;
			lastFailure = failure;
			if (failure.reason === 'taskUnknown') {
				unknownSince ??= now;
				if (now - unknownSince > UNKNOWN_FOR_MS) throw new GatewayFailure(failure, task);
			} else if (!isTransient(failure)) {
				throw new GatewayFailure(failure, task);
			}
			context.logger.debug(`Kling Video: task ${taskId} could not be seen (${failure.reason})`);
			watch = look(watch, now);
			earliest = now + (failure.retryAfterMs ?? 0);
		}
		if (now >= deadline) {
			if (onTimeout === 'returnStatus') return task ?? { id: taskId, status: 'pending', raw: {} };
			throw new GatewayFailure({ ...lastFailure, reason: 'timeOut', acceptance: 'unknown' }, task);
		}
		next = pauseUntil(earliest);
	}
}

/**
 * A task that has not ended badly.
 *
 * @throws GatewayFailure for a failed or cancelled one
 */
export function unlessFailed(task: Task): Task {
	if (task.status === 'failed' || task.status === 'cancelled') throw new GatewayFailure(taskFailure(task), task);
	return task;
}
