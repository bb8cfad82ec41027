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
import { logChange } from './logChange';
import type { Watch } from './pollSchedule';
import { look, nextLookAt, startWatch } from './pollSchedule';

/** For so long, in milliseconds, a gateway may not know a task that it has just accepted. */
const UNKNOWN_FOR_MS = 60_000;

/** For so long, in milliseconds, a completed task may be without its link; the file can be had without it. */
const LINK_MISSING_FOR_MS = 60_000;

/** The pause between two looks at a completed task without its link, in milliseconds. */
const LINK_PAUSE_MS = 5_000;

/** One wait for one task. Moments are in milliseconds of the run's clock. */
interface TaskWait {
	readonly context: IExecuteSingleFunctions;
	readonly item: RunItem;
	readonly request: IHttpRequestOptions;
	readonly taskId: string;
	readonly options: WaitOptions;
	readonly deadline: number;
	watch: Watch;
	/** The task as last seen. */
	task?: Task;
	/** Of the last look, where it found no task. */
	failure?: Failure;
	/** When the last look ended. */
	lookedAt?: number;
	/** Since when the gateway says that there is no such task. */
	unknownSince?: number;
	/** Since when the task is completed without its link. */
	linkMissingSince?: number;
}

/** How soon a task that was submitted just now may be done. */
function pace(context: IExecuteSingleFunctions): 'fresh' | 'offPeak' {
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
	options: WaitOptions,
	first?: Task,
): Promise<Task> {
	const { clock } = item.run;
	const startedAt = clock.now();
	const deadline = startedAt + options.timeoutMs;
	const watch = startWatch(startedAt, first === undefined ? 'unknown' : pace(context));
	const wait: TaskWait = { context, item, request, taskId, options, deadline, watch, task: first };
	while (true) {
		await clock.sleep(Math.min(nextLook(wait), deadline) - clock.now());
		const seen = await lookAgain(wait);
		if (seen && hasEnded(wait)) return seen;
		if (clock.now() >= deadline) return outOfTime(wait);
	}
}

/** When to look next, never sooner than the gateway asks for. */
function nextLook({ watch, failure, lookedAt, linkMissingSince, task, options }: TaskWait): number {
	const { pollIntervalMs } = options;
	const earliest = (lookedAt ?? 0) + (failure?.retryAfterMs ?? 0);
	if (lookedAt !== undefined && linkMissingSince !== undefined) {
		return Math.max(earliest, lookedAt + LINK_PAUSE_MS);
	}
	if (pollIntervalMs === undefined) return Math.max(earliest, nextLookAt(watch, Math.random()));
	if (lookedAt !== undefined) return Math.max(earliest, lookedAt + pollIntervalMs);
	return task === undefined ? watch.startedAt : watch.startedAt + pollIntervalMs;
}

/**
 * Looks once and notes what there was to see.
 *
 * @returns the task as last seen, by this look or by an earlier one
 * @throws GatewayFailure when it makes no sense to look again
 */
async function lookAgain(wait: TaskWait): Promise<Task | undefined> {
	const { context, item, request, taskId } = wait;
	const answer = await askForStatus(context, item, request, taskId);
	wait.lookedAt = item.run.clock.now();
	if (answer.ok) noteTask(wait, answer.value, wait.lookedAt);
	else noteFailure(wait, answer.failure, wait.lookedAt);
	return wait.task;
}

function noteTask(wait: TaskWait, task: Task, now: number): void {
	logChange(wait.context, wait.task, task);
	wait.task = task;
	wait.item.task = task;
	wait.failure = undefined;
	wait.unknownSince = undefined;
	if (task.status === 'completed') wait.linkMissingSince ??= now;
	else wait.watch = look(wait.watch, now, task.progress);
}

/** @throws GatewayFailure for a failure that asking again cannot mend */
function noteFailure(wait: TaskWait, failure: Failure, now: number): void {
	wait.failure = failure;
	wait.watch = look(wait.watch, now);
	// The task is known to be completed: only its link is looked for.
	if (wait.task?.status === 'completed') return;
	if (failure.reason === 'taskUnknown') wait.unknownSince ??= now;
	const isFinal =
		failure.reason === 'taskUnknown'
			? now - (wait.unknownSince ?? now) > UNKNOWN_FOR_MS
			: !isTransient(failure);
	if (isFinal) throw new GatewayFailure(failure, wait.task);
	wait.context.logger.debug(
		`Kling Video: task ${wait.taskId} could not be seen (${failure.reason})`,
	);
}

/** Whether there is nothing more to wait for, a completed task's link included. */
function hasEnded({ task, item, deadline, linkMissingSince }: TaskWait): boolean {
	if (!task || !isDone(task)) return false;
	if (task.status !== 'completed' || task.videoUrl !== undefined) return true;
	const now = item.run.clock.now();
	return now >= deadline || now - (linkMissingSince ?? now) >= LINK_MISSING_FOR_MS;
}

/** @throws GatewayFailure unless the user wants to go on with the task as last seen */
function outOfTime({ options, task, taskId, failure }: TaskWait): Task {
	if (options.onTimeout === 'returnStatus')
		return task ?? { id: taskId, status: 'pending', raw: {} };
	throw new GatewayFailure({ ...failure, reason: 'timeOut', acceptance: 'unknown' }, task);
}

/**
 * A task that has not ended badly.
 *
 * @throws GatewayFailure for a failed or cancelled one
 */
export function unlessFailed(task: Task): Task {
	if (task.status === 'failed' || task.status === 'cancelled')
		throw new GatewayFailure(taskFailure(task), task);
	return task;
}
