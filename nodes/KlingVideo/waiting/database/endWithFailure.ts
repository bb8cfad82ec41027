import type { IExecuteFunctions } from 'n8n-workflow';

import { errorItem } from '../../errors/errorItem';
import { failureError } from '../../errors/failureError';
import type { Failure } from '../../shared/failure';
import { GatewayFailure } from '../../shared/failure';
import { shownText } from '../../shared/shownText';
import type { WaitingTask } from './waitingTask';

/** Whatever was thrown, as a failure that can be shown. */
export function failureOf(thrown: unknown): Failure {
	if (thrown instanceof GatewayFailure) return thrown.failure;
	const text = shownText(thrown instanceof Error ? thrown.message : String(thrown));
	return { reason: 'gatewayTrouble', acceptance: 'unknown', text };
}

/** Ends the wait for a task with an error, in the form of every error item. */
export function endWithFailure(
	context: IExecuteFunctions,
	parked: WaitingTask,
	failure: Failure,
): void {
	const { taskId, itemIndex, several, seen, giveUpAt, parkedAt } = parked;
	const videoUrl = seen?.video_url;
	const error = failureError(context.getNode(), failure, {
		itemIndex,
		several,
		submitting: false,
		taskId,
		waitedMinutes: Math.round((giveUpAt - parkedAt) / 60_000),
		...(typeof videoUrl === 'string' && { videoUrl }),
	});
	const { json } = errorItem({ error, taskId, itemIndex, onErrorOutput: false });
	parked.outcome = {
		json: { task_id: taskId, status: 'pending', done: false, ...seen, error: json.error },
	};
}
