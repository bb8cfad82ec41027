import type { IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';

import { canonicalBody } from '../body/canonicalBody';
import { requestDigest } from '../body/requestDigest';
import { noteTask } from '../output/customData';
import type { Answer, Failure } from '../shared/failure';
import { GatewayFailure } from '../shared/failure';
import type { Task, Urgency } from '../shared/task';
import type { GatewayClient } from '../transport/gatewayClient';
import { checkMostVideos } from './mostVideos';
import { tasksOf } from './submission';
import type { SubmissionQueue } from './submissionQueue';
import { NoTurn, queueOf } from './submissionQueue';
import type { OpenSubmission } from './submissionRecord';
import { submissionOrigin } from './submissionOrigin';
import { SubmissionRecord } from './submissionRecord';

/** What a submission is made from. */
export interface SubmissionWork {
	context: IExecuteSingleFunctions;
	client: GatewayClient;
	/** The JSON body as the parameters have built it. */
	body: IDataObject;
}

/** An item's way to an accepted task. It pays once: what this execution submitted before is not sent again. */
export class ItemSubmission {
	private readonly record: SubmissionRecord;

	private readonly open: OpenSubmission;

	/** The very object that is sent; the digest is taken of it. */
	private readonly body: IDataObject;

	private readonly queue: SubmissionQueue;

	/** Whether the item's task holds a slot of the account, or was accepted and never had one. */
	private slot?: 'held' | 'neverHad';

	/** The task was accepted and not seen since. */
	private isUnconfirmed = false;

	/** When the present task was accepted, by the try's clock; of a task of an earlier try it is not known. */
	private acceptedAt?: number;

	/** When the item first waited for its turn, by the try's clock. */
	private since?: number;

	/** What the last task that failed for lack of room said. */
	private lackOfRoom?: string;

	constructor(private readonly work: SubmissionWork) {
		const { context, client } = work;
		const { item } = client;
		this.body = canonicalBody(work.body);
		this.record = new SubmissionRecord(context);
		this.open = this.record.open({
			digest: requestDigest(this.body, item.fingerprints),
			origin: submissionOrigin(context),
		});
		item.atEnd.push((end) => this.open.close(end === 'handedOver'));
		const { wait } = item.settings;
		this.queue = queueOf(item.nodeTry, client.logger, {
			tasksAtATime: wait?.tasksAtATime,
			seesEnds: wait?.waitIn === 'memory',
		});
	}

	/**
	 * Brings the item to an accepted task.
	 *
	 * @returns the task, and whether it was submitted just now
	 * @throws GatewayFailure when there is no accepted task, or when it is not known whether there is one
	 * @throws InputError when the user allows no further task
	 * @throws ExecutionCancelled
	 */
	async task(): Promise<{ task: Task; isFresh: boolean }> {
		this.slot = undefined;
		this.acceptedAt = undefined;
		const known = await this.knownTask();
		if (known) return { task: known, isFresh: false };
		const task = await this.submitInTurn();
		this.goOnWith(task);
		this.work.client.logger.info(`Kling Video: task ${task.id} was accepted`);
		noteTask(this.work.context, task.id);
		return { task, isFresh: true };
	}

	/** How urgent it is to see the end of the task, for the sake of the items that wait for its slot. */
	get urgency(): Urgency {
		if (this.isUnconfirmed && this.queue.isWaitingToConfirm) return 'confirm';
		return this.queue.isWaitedFor ? 'slot' : 'none';
	}

	get quickestMs(): number {
		return this.queue.quickestMs;
	}

	onChange(listener: () => void): () => void {
		return this.queue.onChange(listener);
	}

	/** Whether the last task was accepted and then failed for lack of room. */
	get hasFailedForLackOfRoom(): boolean {
		return this.slot === 'neverHad';
	}

	/** Notes the task as a poll has seen it. */
	seen(task: Task): void {
		if (task.status === 'failed' && task.error?.noRoom === true && this.slot === 'held') {
			this.slot = 'neverHad';
			this.lackOfRoom = task.error.message;
			this.queue.endedForLackOfRoom(this.acceptedAt);
			this.open.over();
			this.leaveTask();
		} else if (this.isUnconfirmed) {
			this.isUnconfirmed = false;
			this.queue.confirmed();
		}
	}

	/** The task is over, or is waited for no longer: what slot it had is free. */
	leaveSlot(): void {
		if (this.slot !== 'held') return;
		this.queue.ended(this.acceptedAt);
		this.slot = undefined;
	}

	/** The task that was submitted for the item before; `undefined` when one has to be submitted. */
	private async knownTask(): Promise<Task | undefined> {
		const { open, record } = this;
		const { known } = open;
		if (known?.taskId !== undefined) {
			open.takeUp();
			// Before it is asked for: what ends here names it.
			this.work.client.item.taskId = known.taskId;
			const task = await this.presentTask(known.taskId);
			this.goOnWith(task);
			if (task.status === 'pending') this.holdSlot();
			if (task.status === 'pending' || task.status === 'completed') return task;
			// It ended badly: what happens from here on is about another task.
			this.leaveTask();
		} else if (known?.outcome === 'unknown' && record.isOwn(known)) {
			const text = 'It was sent at an earlier try of this execution';
			throw unknownOutcome({ text, ...(known.isWebsite && { isPage: true }) });
		} else if (record.isLost()) {
			const text = 'n8n was stopped while this node ran, and has lost which tasks were accepted';
			throw unknownOutcome({ text });
		}
		this.work.client.item.earlierTaskIds = known ? tasksOf(known) : [];
		return undefined;
	}

	/** The task as it stands now; one that cannot be seen just now goes on as pending, since it was accepted. */
	private async presentTask(taskId: string): Promise<Task> {
		const answer = await this.work.client.status(taskId);
		return answer.ok ? answer.value : { id: taskId, status: 'pending', raw: {} };
	}

	/** Offers the task whenever it is the item's turn; again only after a refusal for lack of room. */
	private async submitInTurn(): Promise<Task> {
		const { client } = this.work;
		const { submit, wait } = client.item.settings;
		const patienceMs = wait?.timeoutMs ?? submit?.slotTimeoutMs ?? 0;
		const since = (this.since ??= client.clock.now());
		let refusal: Failure | undefined;
		for (;;) {
			await this.turn(since, patienceMs, refusal);
			const answer = await this.offer();
			if (answer.ok) return answer.value;
			refusal = answer.failure;
		}
	}

	/** @throws GatewayFailure with the last refusal when the item waits no longer */
	private async turn(
		since: number,
		patienceMs: number,
		refusal: Failure | undefined,
	): Promise<void> {
		const { item } = this.work.client;
		await this.queue.turn(item, since, patienceMs).catch((error: unknown) => {
			if (!(error instanceof NoTurn)) throw error;
			const isTold: Failure = refusal ?? {
				reason: 'noRoom',
				acceptance: 'refused',
				...(this.lackOfRoom !== undefined && { text: this.lackOfRoom }),
			};
			throw new GatewayFailure({ ...isTold, openTasks: this.queue.open });
		});
	}

	/** Sends the submission once. @throws GatewayFailure for any answer but a task or a refusal for lack of room */
	private async offer(): Promise<Answer<Task>> {
		const { record, open, queue, work } = this;
		let answer: Answer<Task> | undefined;
		let unsent = 0;
		try {
			checkMostVideos(work.client.item.settings.submit?.maxVideos, record.sentCount);
			// Counted at once, as the items of a try come here side by side.
			record.countSent(1);
			unsent = 1;
			answer = await work.client.submit(this.body, () => {
				unsent = 0;
				open.sending();
			});
		} finally {
			if (!answer) queue.cameToNothing();
			if (unsent > 0) record.countSent(-1);
		}
		return answer.ok ? this.wasAccepted(answer) : this.wasRefused(answer);
	}

	private wasAccepted(answer: Answer<Task> & { ok: true }): Answer<Task> {
		this.open.accepted(answer.value.id);
		this.acceptedAt = this.queue.accepted();
		this.slot = 'held';
		this.isUnconfirmed = true;
		return answer;
	}

	/** @throws GatewayFailure unless it is for lack of room */
	private wasRefused(answer: Answer<Task> & { ok: false }): Answer<Task> {
		const { failure } = answer;
		if (failure.acceptance === 'refused') this.open.refused();
		if (failure.acceptance === 'refused' && failure.reason === 'noRoom') {
			this.queue.refused(failure.retryAfterMs);
			return answer;
		}
		this.queue.cameToNothing();
		if (failure.acceptance === 'refused') throw new GatewayFailure(failure);
		if (failure.isPage && (failure.status ?? 0) < 300) this.open.answeredByWebsite();
		throw unknownOutcome(failure);
	}

	private holdSlot(): void {
		this.slot = 'held';
		this.queue.wasOpen();
	}

	private goOnWith(task: Task): void {
		const { item } = this.work.client;
		item.taskId = task.id;
		item.task = task;
		item.earlierTaskIds = this.open.earlier;
	}

	private leaveTask(): void {
		const { item } = this.work.client;
		item.taskId = undefined;
		item.task = undefined;
	}
}

function unknownOutcome(failure: Partial<Failure>): GatewayFailure {
	return new GatewayFailure({ ...failure, reason: 'unknownOutcome', acceptance: 'unknown' });
}
