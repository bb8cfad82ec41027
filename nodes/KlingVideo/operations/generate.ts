import type { IExecuteSingleFunctions, INodePropertyOptions } from 'n8n-workflow';

import { readWaitOptions } from '../parameters/waitOptions';
import { submitTask } from '../submission/submitTask';
import { unlessFailed, waitForTask } from '../waiting/waitForTask';
import { conversation, enterRun } from './itemOperation';
import { withVideo } from './withVideo';

/** How soon a task that was submitted just now may be done. */
function paceOf(context: IExecuteSingleFunctions): 'fresh' | 'offPeak' {
	return context.getNodeParameter('options.offPeak', false) === true ? 'offPeak' : 'fresh';
}

/** Submits a task, waits for it and fetches the video: the shortest way from an idea to a file. */
export const generate: INodePropertyOptions = {
	name: 'Generate',
	value: 'generate',
	action: 'Generate a video',
	description: 'Submit a task, wait for it and download the video',
	builderHint: {
		propertyHint:
			'The right operation in nearly every workflow: one node from the prompt to the file. Paid for; takes 1 to 5 minutes.',
	},
	routing: {
		request: { method: 'POST', url: '/v1/videos' },
		send: { paginate: true, preSend: [enterRun] },
		operations: {
			pagination: conversation(async (context, client, request) => {
				const waitOptions = readWaitOptions(context);
				const { task, fresh } = await submitTask(context, client, request);
				const ended = await waitForTask(
					client,
					task.id,
					waitOptions,
					fresh ? { task, pace: paceOf(context) } : undefined,
				);
				return await withVideo(context, client, unlessFailed(ended));
			}),
		},
	},
};
