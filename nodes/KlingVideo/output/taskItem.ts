import type { IDataObject } from 'n8n-workflow';

import type { Task } from '../shared/task';
import { isDone } from '../shared/task';
import type { Warning } from '../shared/warning';
import type { VideoFacts } from './warnings';

/** What an output item tells beside its task. */
export interface TaskItemExtras {
	/** Whether the gateway's own body is left out; else it stands under `raw`. */
	simplify: boolean;
	/** Tasks of the item that ended without a video before this one, oldest first. */
	earlierTaskIds?: readonly string[];
	/** What the header of the downloaded video told. */
	facts?: VideoFacts;
	/** E.g. what was asked for and did not come. */
	warnings?: readonly Warning[];
}

/** The task as an output item's JSON; keys without a value are left out. */
export function taskJson(
	task: Task,
	{ simplify, earlierTaskIds = [], facts = {}, warnings = [] }: TaskItemExtras,
): IDataObject {
	const json: IDataObject = { task_id: task.id, status: task.status, done: isDone(task) };
	if (task.progress !== undefined) json.progress = task.progress;
	if (task.videoUrl !== undefined) json.video_url = task.videoUrl;
	Object.assign(json, facts);
	if (task.model !== undefined) json.model = task.model;
	if (task.createdAt !== undefined) json.created_at = task.createdAt;
	if (task.completedAt !== undefined) json.completed_at = task.completedAt;
	if (task.error !== undefined) json.error = errorOf(task.error);
	if (warnings.length > 0) json.warnings = warnings.map((warning) => ({ ...warning }));
	if (earlierTaskIds.length > 0) json.earlier_task_ids = [...earlierTaskIds];
	if (!simplify) json.raw = task.raw;
	return json;
}

/** The reason is one of ours, for workflows to decide by, as in an error item. */
function errorOf({ code, message, noRoom }: NonNullable<Task['error']>): IDataObject {
	return { ...(code !== undefined && { code }), ...(noRoom && { reason: 'noRoom' }), message };
}
