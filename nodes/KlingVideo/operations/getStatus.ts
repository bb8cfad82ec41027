import type { INodePropertyOptions } from 'n8n-workflow';

import { pollOnce } from '../waiting/pollOnce';
import { conversation, enterRun } from './itemOperation';
import { withVideo } from './withVideo';

/** Looks at a task once. */
export const getStatus: INodePropertyOptions = {
	name: 'Get Status',
	value: 'getStatus',
	action: 'Get the status of a video task',
	description: 'Look once how far a task has come',
	routing: {
		send: { paginate: true, preSend: [enterRun] },
		operations: {
			pagination: conversation(async (context, client) => {
				return await withVideo(context, client, await pollOnce(client, client.item.taskId ?? ''));
			}),
		},
	},
};
