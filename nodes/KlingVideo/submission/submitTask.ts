import type { IDataObject, IExecuteSingleFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { GatewayClient } from '../transport/gatewayClient';
import { GatewayFailure } from '../shared/failure';
import type { Failure } from '../shared/failure';
import type { Task } from '../shared/task';
import { builtBody } from '../body/builtBody';
import { finishBody } from '../body/finishBody';
import { requestDigest } from '../body/requestDigest';
import { SubmissionRecord } from './submissionRecord';

/** A saturated gateway is asked again this often and this long at the most; times in milliseconds. */
const SATURATED = { tries: 5, longestMs: 120_000, firstPauseMs: 2_000, shortestMs: 1_000 };

/**
 * The pause before another try, in milliseconds: what the gateway asks for, else doubling; with up to a quarter more, so
 * that many items do not come back in step.
 */
function pauseAfter({ retryAfterMs }: Failure, tries: number): number {
	const asked = retryAfterMs ?? SATURATED.firstPauseMs * 2 ** tries;
	return Math.max(SATURATED.shortestMs, asked) * (1 + Math.random() / 4);
}

/**
 * Sends the submission. It is sent again after a 429 only, which says that nothing was accepted.
 *
 * @throws GatewayFailure for any other outcome than an accepted task
 */
async function send(
	client: GatewayClient,
	body: IDataObject,
	record: SubmissionRecord,
	digest: string,
): Promise<Task> {
	const { clock } = client;
	const giveUpAt = clock.now() + SATURATED.longestMs;
	for (let tries = 0; ; tries += 1) {
		const answer = await client.submit(body, () => record.sending(digest));
		if (answer.ok) {
			record.accepted(digest, answer.value.id);
			return answer.value;
		}
		const { failure } = answer;
		if (failure.acceptance === 'unknown') throw unknownOutcome(failure);
		record.refused(digest);
		const pause = pauseAfter(failure, tries);
		const again =
			failure.reason === 'noRoom' && tries < SATURATED.tries && clock.now() + pause <= giveUpAt;
		if (!again) throw new GatewayFailure(failure);
		await clock.sleep(pause);
	}
}

function unknownOutcome(failure: Partial<Failure>): GatewayFailure {
	return new GatewayFailure({ ...failure, reason: 'unknownOutcome', acceptance: 'unknown' });
}

/** The task as it stands now; one that cannot be seen just now goes on as pending, since it was accepted. */
async function presentTask(client: GatewayClient, taskId: string): Promise<Task> {
	const answer = await client.status(taskId);
	return answer.ok ? answer.value : { id: taskId, status: 'pending', raw: {} };
}

/**
 * Brings the item to an accepted task, and pays for it once: what this execution submitted before is not sent again.
 *
 * @returns the task, and whether it was submitted just now
 * @throws GatewayFailure when there is no accepted task, or when it is not known whether there is one
 */
export async function submitTask(
	context: IExecuteSingleFunctions,
	client: GatewayClient,
	request: IHttpRequestOptions,
): Promise<{ task: Task; fresh: boolean }> {
	const { item } = client;
	const built = builtBody(request);
	const digest = requestDigest(built, item.fingerprints);
	const record = new SubmissionRecord(context);
	item.handOver = () => record.handedOver(digest);
	const known = record.find(digest);
	if (known?.taskId !== undefined) {
		item.taskId = known.taskId;
		const task = await presentTask(client, known.taskId);
		item.task = task;
		if (task.status === 'pending' || task.status === 'completed') return { task, fresh: false };
		// It ended badly: what happens from here on is about another task.
		item.taskId = undefined;
		item.task = undefined;
	} else if (known?.outcome === 'unknown' && record.isOwn(known)) {
		throw unknownOutcome({ text: 'It was sent at an earlier try of this execution' });
	} else if (known === undefined && record.isLost()) {
		const text = 'n8n was stopped while this node ran, and has lost which tasks were accepted';
		throw unknownOutcome({ text });
	}
	const task = await send(client, finishBody(built), record, digest);
	item.taskId = task.id;
	item.task = task;
	context.logger.info(`Kling Video: task ${task.id} was accepted`);
	return { task, fresh: true };
}
