import type { Failure } from '../shared/failure';
import { GatewayFailure } from '../shared/failure';
import { pauseMs } from '../shared/pause';
import { isTransient } from '../transport/readAnswer';
import type { Task } from '../shared/task';
import type { GatewayClient } from '../transport/gatewayClient';
import { withReason } from './secondRoute';

/** Passing trouble is asked through this often, with growing pauses in milliseconds: a poll costs nothing. */
const PAUSES_MS = [1_000, 3_000];

/** The longest pause in milliseconds that a gateway may ask for: a single poll is not worth more. */
const LONGEST_PAUSE_MS = 30_000;

/** Some gateways do not know a task for a moment after they have accepted it. */
function mayPass(failure: Failure): boolean {
	return isTransient(failure) || failure.reason === 'taskUnknown';
}

/**
 * The present status of the item's task. Passing trouble is asked through twice.
 *
 * @throws GatewayFailure when the gateway does not tell
 * @throws ExecutionCancelled when the execution is cancelled
 */
export async function pollOnce(client: GatewayClient): Promise<Task> {
	for (let tries = 0; ; tries += 1) {
		const answer = await client.status(client.item.taskId ?? '');
		if (answer.ok) {
			const { item } = client;
			item.task = answer.value;
			item.task = await withReason(client, {}, answer.value);
			return item.task;
		}
		const { failure } = answer;
		const pause = PAUSES_MS[tries];
		if (pause === undefined || !mayPass(failure)) throw new GatewayFailure(failure);
		await client.clock.sleep(pauseMs(pause, failure.retryAfterMs, LONGEST_PAUSE_MS));
	}
}
