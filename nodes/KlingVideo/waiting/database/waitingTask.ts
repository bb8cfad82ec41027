import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import type { DownloadSettings } from '../../shared/settings';
import { isObject } from '../../shared/json';
import type { Trouble } from '../trouble';

/**
 * One task that is waited for in n8n's database: plain data, since it travels from the parked node to its child, and
 * from one look to the next, as JSON. Moments are in Unix milliseconds.
 */
export interface WaitingTask extends Trouble {
	taskId: string;
	/** Its item of the parked node. */
	itemIndex: number;
	/** Whether the parked node has more than one item. */
	several: boolean;
	/** The parked execution, to which the file is to belong. */
	parkedIn: { executionId: string; workflowId: string };
	parkedAt: number;
	giveUpAt: number;
	onTimeout: 'fail' | 'returnStatus';
	simplify: boolean;
	/** Where the video goes; absent where none is wanted. */
	download?: { outputField: string; options: Omit<DownloadSettings, 'outputField'> };
	/** The task is completed; its file is all that is left to have. */
	fileIsWanted?: boolean;
	/** The output item's JSON as last seen. */
	seen?: IDataObject;
	/** What comes out; its presence ends the wait for the task. */
	outcome?: { json: IDataObject; binary?: IBinaryKeyData };
}

/** Tasks as JSON that n8n carries: one text, since it stores every object of a list apart. */
export function asJson(tasks: WaitingTask[]): IDataObject {
	return { parked: JSON.stringify(tasks) };
}

function isParkedTask(value: unknown): value is WaitingTask {
	return (
		isObject(value) &&
		typeof value.taskId === 'string' &&
		typeof value.itemIndex === 'number' &&
		typeof value.several === 'boolean' &&
		isObject(value.parkedIn) &&
		typeof value.parkedAt === 'number' &&
		typeof value.giveUpAt === 'number'
	);
}

/** The tasks that `asJson` wrote; none for any other JSON. */
export function fromJson(json: unknown): WaitingTask[] {
	if (!isObject(json) || typeof json.parked !== 'string') return [];
	const tasks: unknown = JSON.parse(json.parked);
	return Array.isArray(tasks) ? tasks.filter(isParkedTask) : [];
}
