import type { IDataObject } from 'n8n-workflow';

/** Where a task stands, in our own words; every gateway's spelling is read into one of these. */
export type TaskStatus = 'pending' | 'completed' | 'failed' | 'cancelled';

/** Why a task failed or was cancelled, as the gateway tells it; the message is cut and cleaned of keys. */
export interface TaskError {
	code?: string;
	message: string;
	/** It failed since the account had no room for one more task: the same submission may do well a little later. */
	noRoom?: true;
}

/** One video task, read from any tolerated answer of the gateway. */
export interface Task {
	id: string;
	status: TaskStatus;
	/** 0 to 100, whole; absent when the gateway does not say. It never decides anything: only the status does. */
	progress?: number;
	/** http(s) only, and only of a completed task. */
	videoUrl?: string;
	/** May carry the gateway's billing suffix. */
	model?: string;
	/** ISO 8601. */
	createdAt?: string;
	/** ISO 8601; only of a task that has ended. */
	completedAt?: string;
	/** Only of a failed or cancelled task. */
	error?: TaskError;
	/** The gateway's own body. */
	raw: IDataObject;
}

/** Whether the task has ended, well or not. */
export function isDone(task: Task): boolean {
	return task.status !== 'pending';
}

/**
 * Who waits for what the next poll of a task tells: nobody, items that wait for its slot, or the queue that has to know
 * whether the account has room for the task.
 */
export type Urgency = 'none' | 'slot' | 'confirm';
