import type { INodePropertyOptions } from 'n8n-workflow';

import { databaseWait } from '../waiting/database/databaseWait';
import { unlessFailed, waitForTask } from '../waiting/waitForTask';
import type { ItemWork, Result } from './itemOperation';
import { itemRouting } from './itemOperation';
import { withVideo } from './withVideo';

async function waitForIt(work: ItemWork): Promise<Result> {
	const { context, client, item, settings } = work;
	if (settings.wait?.waitIn === 'database') return await databaseWait(context, item);
	return await withVideo(work, unlessFailed(await waitForTask(client)));
}

/** Waits for a task that was submitted before. */
export const wait: INodePropertyOptions = {
	name: 'Wait',
	value: 'wait',
	action: 'Wait for a video',
	description: 'Wait until a submitted task has ended',
	builderHint: {
		propertyHint:
			'Free. Takes task_id of a Submit before it. For off-peak videos and others that take hours set waitOptions.waitIn to database.',
	},
	routing: itemRouting({ waits: true, downloads: true, work: waitForIt }),
};
