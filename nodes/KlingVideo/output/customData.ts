import type { IExecuteSingleFunctions } from 'n8n-workflow';

import { isObject } from '../shared/json';

/**
 * n8n keeps 10 entries of custom data for an execution, each of 255 characters, and drops what is more without a word. The
 * other half is the user's.
 */
const ENTRIES = 5;
const LONGEST = 255;

const MORE = ', …and more';

/** The custom data of an execution, as n8n's `$execution` has it. */
interface CustomData {
	get: (key: string) => unknown;
	set: (key: string, value: string) => void;
}

function isCustomData(value: unknown): value is CustomData {
	return isObject(value) && typeof value.get === 'function' && typeof value.set === 'function';
}

function customDataOf(context: IExecuteSingleFunctions): CustomData | undefined {
	const execution: unknown = context.getWorkflowDataProxy(context.getItemIndex()).$execution;
	const data: unknown = isObject(execution) ? execution.customData : undefined;
	return isCustomData(data) ? data : undefined;
}

/** The entry with one more task, or nothing where it does not fit. */
function withTask(entry: string, taskId: string, room: number): string | undefined {
	const longer = entry === '' ? taskId : `${entry}, ${taskId}`;
	return longer.length <= room ? longer : undefined;
}

function note(data: CustomData, taskId: string): void {
	const keys = Array.from({ length: ENTRIES }, (_, place) => `kling_tasks_${place + 1}`);
	const entries = keys.map((key) => String(data.get(key) ?? ''));
	if (entries.some((entry) => entry.split(', ').includes(taskId))) return;
	const current = Math.max(0, entries.filter((entry) => entry !== '').length - 1);
	for (const place of [current, current + 1]) {
		const [key, entry = ''] = [keys[place], entries[place]];
		if (key === undefined || entry.endsWith(MORE)) return;
		const isLast = place === ENTRIES - 1;
		const longer = withTask(entry, taskId, isLast ? LONGEST - MORE.length : LONGEST);
		if (longer !== undefined) return data.set(key, longer);
		if (isLast) return data.set(key, `${entry}${MORE}`);
	}
}

/**
 * Notes an accepted task in the custom data of the execution, where it is still found when a person has stopped it: n8n
 * shows no output of a stopped node. It never fails: the task is paid for.
 */
export function noteTask(context: IExecuteSingleFunctions, taskId: string): void {
	try {
		const data = customDataOf(context);
		if (data) note(data, taskId);
	} catch (error) {
		context.logger.warn(`Kling Video: task ${taskId} is not in the execution's custom data`, {
			error,
		});
	}
}
