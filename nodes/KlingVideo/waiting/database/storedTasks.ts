import type { IDataObject } from 'n8n-workflow';

import { isObject, textOf } from '../../shared/json';
import type { Task, TaskStatus } from '../../shared/task';
import type { WaitingTask } from './waitingTask';

/** Under what name n8n carries the tasks. */
export const TASKS_KEY = 'waitingTasks';

/** The same in executions that version 0.1 has put to wait. */
const FIRST_KEY = 'parked';

/** Tasks as JSON that n8n carries: one text, since it stores every object of a list apart. */
export function asJson(tasks: WaitingTask[]): IDataObject {
	return { [TASKS_KEY]: JSON.stringify(tasks) };
}

/** The tasks that `asJson` wrote, of this version or the first; none for any other JSON. */
export function fromJson(json: unknown): WaitingTask[] {
	if (!isObject(json)) return [];
	const text = json[TASKS_KEY] ?? json[FIRST_KEY];
	const tasks: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
	return Array.isArray(tasks) ? tasks.map(inPresentForm).filter(isWaitingTask) : [];
}

function isWaitingTask(value: unknown): value is WaitingTask {
	return (
		isObject(value) &&
		typeof value.taskId === 'string' &&
		typeof value.itemIndex === 'number' &&
		typeof value.several === 'boolean' &&
		isObject(value.waitsIn) &&
		typeof value.since === 'number' &&
		typeof value.giveUpAt === 'number'
	);
}

/** Version 0.1 named some things otherwise, and had the output's JSON in the place of the task. */
function inPresentForm(value: unknown): unknown {
	if (!isObject(value) || !isObject(value.parkedIn)) return value;
	const { parkedIn, parkedAt, download, fileIsWanted, seen, outcome, ...same } = value;
	return {
		...same,
		waitsIn: parkedIn,
		since: parkedAt,
		...(isObject(download) && { download: downloadOf(download) }),
		...(isObject(seen) && { task: taskOf(seen) }),
		...(fileIsWanted === true && { isDownloading: true }),
		...(isObject(outcome) && { isOver: true, output: outcome }),
	};
}

function downloadOf({ outputField, options }: IDataObject): IDataObject {
	return { ...(isObject(options) && options), outputField };
}

const ENDS: readonly TaskStatus[] = ['completed', 'failed', 'cancelled'];

function taskOf(seen: IDataObject): Task {
	const videoUrl = textOf(seen.video_url);
	const model = textOf(seen.model);
	const createdAt = textOf(seen.created_at);
	const completedAt = textOf(seen.completed_at);
	return {
		id: textOf(seen.task_id) ?? '',
		status: ENDS.find((status) => status === seen.status) ?? 'pending',
		...(typeof seen.progress === 'number' && { progress: seen.progress }),
		...(videoUrl !== undefined && { videoUrl }),
		...(model !== undefined && { model }),
		...(createdAt !== undefined && { createdAt }),
		...(completedAt !== undefined && { completedAt }),
		raw: isObject(seen.raw) ? seen.raw : {},
	};
}
