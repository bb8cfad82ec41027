import type { INodePropertyOptions } from 'n8n-workflow';

import { makeInDatabase } from './makeInDatabase';
import { makeVideo } from './makeVideo';
import { itemRouting } from './itemOperation';
import { withVideo } from './withVideo';

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
	routing: itemRouting(
		{
			submits: true,
			waits: true,
			downloads: true,
			work: async (work) =>
				work.settings.wait?.waitIn === 'database'
					? await makeInDatabase(work)
					: await withVideo(work, await makeVideo(work)),
		},
		{ method: 'POST', url: '/v1/videos' },
	),
};
