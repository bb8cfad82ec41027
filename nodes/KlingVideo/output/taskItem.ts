import type { IDataObject } from 'n8n-workflow';

import type { Task } from '../shared/task';
import { isDone } from '../shared/task';
import type { VideoFacts } from './warnings';

/**
 * The task as an output item's JSON; keys without a value are left out.
 * @param simplify false adds the gateway's own body under `raw`
 * @param facts what the header of the downloaded video told
 */
export function taskJson(task: Task, simplify: boolean, facts: VideoFacts = {}): IDataObject {
	const json: IDataObject = { task_id: task.id, status: task.status, done: isDone(task) };
	if (task.progress !== undefined) json.progress = task.progress;
	if (task.videoUrl !== undefined) json.video_url = task.videoUrl;
	Object.assign(json, facts);
	if (task.model !== undefined) json.model = task.model;
	if (task.createdAt !== undefined) json.created_at = task.createdAt;
	if (task.completedAt !== undefined) json.completed_at = task.completedAt;
	if (task.error !== undefined) json.error = { ...task.error };
	if (!simplify) json.raw = task.raw;
	return json;
}
