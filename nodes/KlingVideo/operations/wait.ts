import type { INodePropertyOptions } from 'n8n-workflow';

import { readWaitOptions } from '../parameters/waitOptions';
import { databaseWait } from '../waiting/database/databaseWait';
import { unlessFailed, waitForTask } from '../waiting/waitForTask';
import { conversation, enterRun } from './itemOperation';
import { withVideo } from './withVideo';

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
	routing: {
		send: { paginate: true, preSend: [enterRun] },
		operations: {
			pagination: conversation(async (context, client) => {
				const options = readWaitOptions(context);
				if (options.waitIn === 'database') return await databaseWait(context, client.item, options);
				const task = await waitForTask(client, client.item.taskId ?? '', options);
				return await withVideo(context, client, unlessFailed(task));
			}),
		},
	},
};
