import type { INodePropertyOptions } from 'n8n-workflow';

import { submitTask } from '../submission/submitTask';
import { conversation, enterRun } from './itemOperation';

/** Submits a task and goes on at once. */
export const submit: INodePropertyOptions = {
	name: 'Submit',
	value: 'submit',
	action: 'Submit a video task',
	description: 'Submit a task and go on at once, without waiting for the video',
	builderHint: {
		propertyHint:
			'For the tool of an AI agent, for a webhook that has to answer at once, and in front of Wait. Paid for. It gives task_id, which Get Status and Wait take.',
	},
	routing: {
		request: { method: 'POST', url: '/v1/videos' },
		send: { paginate: true, preSend: [enterRun] },
		operations: {
			pagination: conversation(async (context, client, request) => {
				return await submitTask(context, client, request);
			}),
		},
	},
};
