import { taskFailure } from './taskFailure';
import type { GatewayClient } from '../transport/gatewayClient';
import type { Failure } from '../shared/failure';
import { GatewayFailure } from '../shared/failure';
import type { Task } from '../shared/task';
import type { WaitOptions } from '../parameters/waitOptions';
import { logChange } from './logChange';
import type { Trouble } from './trouble';
import { isLinkGivenUp, noteFailure, noteTask } from './trouble';
import type { Watch } from './pollSchedule';
import { look, nextPollAt, startWatch } from './pollSchedule';

/** The pause between two looks at a completed task without its link, in milliseconds. */
const LINK_PAUSE_MS = 5_000;

/** One wait for one task. Moments are in milliseconds of the run's clock. */
interface TaskWait extends Trouble {
	readonly client: GatewayClient;
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
}

/**
 * Looks at a task until it has ended, or until the time is up. Passing trouble is waited out.
 *
 * @param fresh the task as the submission returned it just now, and how soon it may be done; without it the first poll
 *   comes at once
 * @returns the task: ended, or as last seen where the user wants that after a time-out
 * @throws GatewayFailure when the gateway will never tell, or when the time is up
 * @throws ExecutionCancelled when the execution is cancelled
 */
export async function waitForTask(
	client: GatewayClient,
	taskId: string,
	options: WaitOptions,
	fresh?: { task: Task; pace: 'fresh' | 'offPeak' },
): Promise<Task> {
	const { clock } = client;
	const startedAt = clock.now();
	const deadline = startedAt + options.timeoutMs;
	const watch = startWatch(startedAt, fresh?.pace ?? 'unknown');
	const wait: TaskWait = { client, taskId, options, deadline, watch, task: fresh?.task };
	while (true) {
		await clock.sleep(Math.min(nextLook(wait), deadline) - clock.now());
		const ended = await lookAgain(wait);
		if (ended) return ended;
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
	if (pollIntervalMs === undefined) return Math.max(earliest, nextPollAt(watch, Math.random()));
	if (lookedAt !== undefined) return Math.max(earliest, lookedAt + pollIntervalMs);
	return task === undefined ? watch.startedAt : watch.startedAt + pollIntervalMs;
}

/**
 * Looks once and notes what there was to see.
 *
 * @returns the task, if there is nothing more to wait for
 * @throws GatewayFailure when it makes no sense to look again
 */
async function lookAgain(wait: TaskWait): Promise<Task | undefined> {
	const { client, taskId } = wait;
	const answer = await client.status(taskId);
	const now = client.clock.now();
	wait.lookedAt = now;
	const isOver = answer.ok
		? seeTask(wait, answer.value, now)
		: seeFailure(wait, answer.failure, now);
	return isOver || isLinkGivenUp(wait, now, wait.deadline) ? wait.task : undefined;
}

function seeTask(wait: TaskWait, task: Task, now: number): boolean {
	logChange(wait.client, wait.task, task);
	wait.task = task;
	wait.client.item.task = task;
	wait.failure = undefined;
	wait.watch = look(wait.watch, now, task.progress);
	return noteTask(wait, task, now);
}

/** @throws GatewayFailure for a failure that asking again cannot mend */
function seeFailure(wait: TaskWait, failure: Failure, now: number): false {
	wait.failure = failure;
	wait.watch = look(wait.watch, now);
	if (noteFailure(wait, failure, now)) throw new GatewayFailure(failure, wait.task);
	wait.client.logger.debug(
		`Kling Video: task ${wait.taskId} could not be seen (${failure.reason})`,
	);
	return false;
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
