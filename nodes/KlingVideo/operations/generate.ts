import type { INodePropertyOptions } from 'n8n-workflow';

import { readWaitOptions } from '../parameters/waitOptions';
import { submitTask } from '../submission/submitTask';
import { unlessFailed, waitForTask } from '../waiting/waitForTask';
import { conversation, enterRun } from './conversation';
import { withVideo } from './withVideo';

/** Submits a task, waits for it and fetches the video: the shortest way from an idea to a file. */
export const generate: INodePropertyOptions = {
	name: 'Generate',
	value: 'generate',
	action: 'Generate a video',
	description: 'Submit a task, wait for it and download the video',
	routing: {
		request: { method: 'POST', url: '/v1/videos' },
		send: { paginate: true, preSend: [enterRun] },
		operations: {
			pagination: conversation(async (context, item, request) => {
				const waitOptions = readWaitOptions(context);
				const { task, fresh } = await submitTask(context, item, request);
				const ended = await waitForTask(
					context,
					item,
					request,
					task.id,
					waitOptions,
					fresh ? task : undefined,
				);
				return await withVideo(context, item, request, unlessFailed(ended));
			}),
		},
	},
};
