import type { INodePropertyOptions } from 'n8n-workflow';

import { ItemSubmission } from '../submission/itemSubmission';
import { itemRouting } from './itemOperation';

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
	routing: itemRouting(
		{ submits: true, work: async (work) => await new ItemSubmission(work).task() },
		{ method: 'POST', url: '/v1/videos' },
	),
};
