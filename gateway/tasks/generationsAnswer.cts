import type { JsonObject } from '../json.cts';
import { failureText, type StatusInput } from './statusAnswer.cts';
import { PLATFORM } from './supplier.cts';
import { supplierAnswer } from './supplierAnswer.cts';
import type { TaskView } from './taskView.cts';

/** A gateway's own words for a task's state, whatever its supplier said. */
export type OwnStatus = 'NOT_START' | 'QUEUED' | 'IN_PROGRESS' | 'SUCCESS' | 'FAILURE';

const OWN: Record<TaskView['status'], OwnStatus> = {
	queued: 'QUEUED',
	processing: 'IN_PROGRESS',
	completed: 'SUCCESS',
	failed: 'FAILURE',
	cancelled: 'FAILURE',
};

/** The gateway's own word for a state. */
export function ownStatus(view: TaskView): OwnStatus {
	return view.fresh ? 'NOT_START' : OWN[view.status];
}

const OWN_PROGRESS: Record<OwnStatus, string> = {
	NOT_START: '0%',
	QUEUED: '20%',
	IN_PROGRESS: '30%',
	SUCCESS: '100%',
	FAILURE: '100%',
};

/** The body of `GET /v1/video/generations/{id}`: the gateway's own row of the task, with the supplier's answer in it. */
export function generationsAnswer(input: StatusInput): JsonObject {
	const { task, view, resultUrl } = input;
	const { dialect } = task.plan;
	const { supplier = 'gateway' } = dialect;
	const status = ownStatus(view);
	const reason = failReason(input);
	const link = resultUrl && (dialect.resultUrl?.(resultUrl, task.id) ?? resultUrl);
	const seconds = (ms: number): number => Math.floor(ms / 1000);
	const data: JsonObject = {
		id: 1,
		created_at: seconds(task.acceptedAt),
		updated_at: seconds(view.endedAt ?? task.acceptedAt),
		task_id: task.id,
		platform: PLATFORM[supplier],
		action: 'textGenerate',
		status,
		fail_reason: reason ?? '',
		submit_time: seconds(task.acceptedAt),
		start_time: view.fresh ? 0 : seconds(task.acceptedAt),
		finish_time: view.endedAt === undefined ? 0 : seconds(view.endedAt),
		progress: OWN_PROGRESS[status],
		data: supplierAnswer(supplier, input),
	};
	// A failed task's text stands in the link's place, too.
	const shown = status === 'SUCCESS' ? link : reason;
	if (shown !== undefined) data.result_url = shown;
	return { code: 'success', message: '', data };
}

function failReason({ task, view }: StatusInput): string | undefined {
	const { failedAs } = task.plan.dialect;
	if (view.outcome?.status !== 'failed' || view.swept) return failureText(view);
	if (failedAs === 'error') return 'upstream returned error';
	if (failedAs === 'code') return 'upstream returned unrecognized message';
	return failureText(view);
}
