import type { INodePropertyOptions } from 'n8n-workflow';

import { pollOnce } from '../waiting/pollOnce';
import { conversation, enterRun } from './itemOperation';
import { withVideo } from './withVideo';

/** Asks for a task once. */
export const getStatus: INodePropertyOptions = {
	name: 'Get Status',
	value: 'getStatus',
	action: 'Get the status of a video task',
	description: 'Check once how far a task has come',
	builderHint: {
		propertyHint:
			'Free, answers at once. As the second tool of an AI agent beside Submit; asked again about once a minute until done is true.',
	},
	routing: {
		send: { paginate: true, preSend: [enterRun] },
		operations: {
			pagination: conversation(async (context, client) => {
				return await withVideo(context, client, await pollOnce(client, client.item.taskId ?? ''));
			}),
		},
	},
};
