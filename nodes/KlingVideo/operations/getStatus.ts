import type { INodePropertyOptions } from 'n8n-workflow';

import { lookOnce } from '../waiting/lookOnce';
import { conversation, enterRun } from './conversation';
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
			pagination: conversation(async (context, item, request) => {
				return await withVideo(context, item, request, await lookOnce(context, item, request));
			}),
		},
	},
};
