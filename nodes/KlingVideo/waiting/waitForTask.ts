import type { Failure } from '../shared/failure';
import { GatewayFailure } from '../shared/failure';
import { pauseMs } from '../shared/pause';
import type { WaitSettings } from '../shared/settings';
import type { Task } from '../shared/task';
import type { GatewayClient } from '../transport/gatewayClient';
import { logChange } from './logChange';
import type { KnownTask, Watch } from './pollSchedule';
import { nextPollAt, polled, startWatch } from './pollSchedule';
import { endElsewhere, withReason } from './secondRoute';
import { StuckTask } from './stuckTask';
import { taskFailure } from './taskFailure';
import type { Trouble } from './trouble';
import { isLinkGivenUp, noteFailure, noteTask } from './trouble';
import type { PollAudience } from './urgentPoll';
import { urgentPollAt } from './urgentPoll';

/** The pause between two polls of a completed task without its link, in milliseconds. */
const LINK_PAUSE_MS = 5_000;

/** A gateway's Retry-After on a poll is kept to up to this, in milliseconds: polls are free, and a wait has an end. */
const LONGEST_ASKED_MS = 150_000;

/** The poll at the deadline is given so long, in milliseconds: a gateway that hangs holds nobody up any longer. */
const LAST_POLL_MS = 5_000;

/** What is known of the task before the wait begins, and who wants to know of it meanwhile. */
export interface WaitStart {
	/** The task as last seen; without it the first poll comes at once. */
	task?: Task;
	/** How soon it may be done. */
	knownAs: KnownTask;
	/** Who waits for what a poll tells. */
	audience?: PollAudience;
	/** Called with the task whenever a poll has seen it. */
	onSeen?: (task: Task) => void;
	/** Once it is resolved the task is waited for elsewhere: this wait ends with the task as last seen. */
	handover?: Promise<void>;
}

/** One wait for one task. Moments are in milliseconds of the try's clock. */
interface TaskWait extends Trouble, WaitStart {
	readonly client: GatewayClient;
	readonly taskId: string;
	readonly settings: WaitSettings;
	readonly deadline: number;
	readonly stuck: StuckTask;
	watch: Watch;
	/** Of the last poll, where it found no task. */
	failure?: Failure;
	/** When the last poll ended. */
	polledAt?: number;
	/** For the jitter of the next poll, in [0, 1). */
	random: number;
	isHandedOver: boolean;
}

/**
 * Polls the item's task until it has ended, or until the time is up. Passing trouble is waited out.
 *
 * @returns the task: ended, or as last seen where the user wants that after a time-out
 * @throws GatewayFailure when the gateway will never tell, or when the time is up
 * @throws ExecutionCancelled when the execution is cancelled
 */
export async function waitForTask(
	client: GatewayClient,
	start: WaitStart = { knownAs: 'unknown' },
): Promise<Task> {
	const { clock, item } = client;
	const { wait: settings } = item.settings;
	if (!settings || item.taskId === undefined) throw new Error('There is nothing to wait for');
	const startedAt = clock.now();
	const wait: TaskWait = {
		...start,
		client,
		taskId: item.taskId,
		settings,
		deadline: startedAt + settings.timeoutMs,
		watch: startWatch(startedAt, start.knownAs),
		stuck: new StuckTask(),
		random: Math.random(),
		isOurs: start.task !== undefined,
		isHandedOver: false,
	};
	void wait.handover?.then(() => {
		wait.isHandedOver = true;
	});
	if (start.task && noteTask(wait, start.task, startedAt))
		return seen(wait, await withReason(client, wait, start.task));
	while (true) {
		await sleepUntilNextPoll(wait);
		if (wait.isHandedOver) return wait.task ?? { id: wait.taskId, status: 'pending', raw: {} };
		const ended = await pollAgain(wait);
		if (ended) return ended;
		if (clock.now() >= wait.deadline) return await outOfTime(wait);
	}
}

/** Sleeps until the next poll, which may become urgent meanwhile. */
async function sleepUntilNextPoll(wait: TaskWait): Promise<void> {
	const { clock } = wait.client;
	let isDue = false;
	while (!isDue && !wait.isHandedOver) {
		const left = Math.min(nextPoll(wait), wait.deadline) - clock.now();
		if (!wait.audience) return await clock.sleep(left);
		let leave = () => {};
		const hurried = new Promise<true>((resolve) => {
			leave = wait.audience?.onChange(() => resolve(true)) ?? leave;
			void wait.handover?.then(() => resolve(true));
		});
		try {
			isDue = (await clock.within(left, hurried)) === undefined;
		} finally {
			leave();
		}
	}
}

/** When to poll next, never sooner than the gateway asks for. */
function nextPoll(wait: TaskWait): number {
	const { failure, polledAt } = wait;
	const earliest = (polledAt ?? 0) + pauseMs(0, failure?.retryAfterMs, LONGEST_ASKED_MS);
	return Math.max(earliest, Math.min(usualPoll(wait), urgentPoll(wait)));
}

function usualPoll({
	watch,
	polledAt,
	linkMissingSince,
	task,
	settings,
	random,
}: TaskWait): number {
	const { pollIntervalMs } = settings;
	if (polledAt !== undefined && linkMissingSince !== undefined) return polledAt + LINK_PAUSE_MS;
	if (pollIntervalMs === undefined) return nextPollAt(watch, random);
	if (polledAt !== undefined) return polledAt + pollIntervalMs;
	return task === undefined ? watch.startedAt : watch.startedAt + pollIntervalMs;
}

function urgentPoll({ watch, polledAt, audience }: TaskWait): number {
	if (!audience) return Infinity;
	return urgentPollAt(audience.urgency, watch.startedAt, polledAt, audience.quickestMs);
}

/**
 * Polls once and notes what there was to see.
 *
 * @returns the task, if there is nothing more to wait for
 * @throws GatewayFailure when it makes no sense to poll again
 */
async function pollAgain(wait: TaskWait): Promise<Task | undefined> {
	const { client, taskId, deadline } = wait;
	const answer = await client.status(taskId, {
		untilMs: Math.max(deadline, client.clock.now() + LAST_POLL_MS),
		ownTask: wait.isOurs === true,
	});
	const now = client.clock.now();
	wait.polledAt = now;
	wait.random = Math.random();
	if (!answer.ok) {
		seeFailure(wait, answer.failure, now);
		return isLinkGivenUp(wait, now, deadline) ? wait.task : undefined;
	}
	const opinion = await wait.stuck.opinion(client, wait, answer.value, now);
	const task = await withReason(client, wait, opinion);
	wait.watch = polled(wait.watch, now, task.progress);
	wait.failure = undefined;
	const isOver = noteTask(wait, task, now) || isLinkGivenUp(wait, now, deadline);
	seen(wait, task);
	return isOver ? task : undefined;
}

/** Notes a task for the log, for its item, and for who wants to know. */
function seen(wait: TaskWait, task: Task): Task {
	logChange(wait.client, wait.task, task);
	wait.task = task;
	wait.client.item.task = task;
	wait.onSeen?.(task);
	return task;
}

/** @throws GatewayFailure for a failure that asking again cannot mend */
function seeFailure(wait: TaskWait, failure: Failure, now: number): void {
	wait.failure = failure;
	wait.watch = polled(wait.watch, now);
	if (noteFailure(wait, failure, now)) throw new GatewayFailure(failure, wait.task);
	wait.client.logger.debug(
		`Kling Video: task ${wait.taskId} could not be seen (${failure.reason})`,
	);
}

/** @throws GatewayFailure unless the user wants to go on with the task as last seen */
async function outOfTime(wait: TaskWait): Promise<Task> {
	const { settings, taskId, failure, client } = wait;
	const last = await endElsewhere(client, wait, taskId, client.clock.now() + LAST_POLL_MS);
	if (last) return seen(wait, last);
	const { task } = wait;
	if (settings.onTimeout === 'returnStatus')
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
