import type { JsonObject } from '../json.cts';
import { failureText, statusAnswer, type StatusInput } from './statusAnswer.cts';
import type { Supplier } from './supplier.cts';
import type { TaskView } from './taskView.cts';

/** What the supplier itself said of a task, as a gateway keeps it; null before it was asked. */
export function supplierAnswer(supplier: Supplier, input: StatusInput): JsonObject | null {
	if (input.view.fresh) return null;
	return { gateway: statusAnswer, kling: klingAnswer, vod: vodAnswer }[supplier](input);
}

const KLING_STATUS: Record<TaskView['status'], string> = {
	queued: 'submitted',
	processing: 'processing',
	completed: 'succeed',
	failed: 'failed',
	cancelled: 'failed',
};

function klingAnswer({ task, view, resultUrl }: StatusInput): JsonObject {
	const data: JsonObject = {
		task_id: task.signature,
		task_status: KLING_STATUS[view.status],
		task_status_msg: failureText(view) ?? '',
		created_at: task.acceptedAt,
		updated_at: view.endedAt ?? task.acceptedAt,
	};
	if (view.status === 'completed' && resultUrl !== undefined) {
		const duration = String(task.video.seconds);
		data.task_result = { videos: [{ id: task.signature, url: resultUrl, duration }] };
	}
	return { code: 0, message: 'SUCCEED', request_id: task.signature, data };
}

const VOD_STATUS: Record<TaskView['status'], string> = {
	queued: 'WAITING',
	processing: 'PROCESSING',
	completed: 'FINISH',
	failed: 'FINISH',
	cancelled: 'ABORTED',
};

function vodAnswer({ task, view, resultUrl }: StatusInput): JsonObject {
	const status = VOD_STATUS[view.status];
	const failed = view.outcome?.status === 'failed' ? view.outcome : undefined;
	const file: JsonObject = {
		StorageMode: 'Temporary',
		FileType: 'mp4',
		FileUrl: resultUrl,
		MetaData: { Duration: task.video.seconds },
	};
	const job: JsonObject = {
		TaskId: task.signature,
		Status: status,
		ErrCode: failed ? 70000 : 0,
		ErrCodeExt: failed?.code ?? '',
		Message: failed?.message ?? '',
		Progress: Math.floor(view.share * 100),
		Output: { FileInfos: view.status === 'completed' ? [file] : [] },
	};
	const about = { RequestId: task.signature, TaskType: 'AigcVideoTask', Status: status };
	return { Response: { ...about, AigcVideoTask: job } };
}
