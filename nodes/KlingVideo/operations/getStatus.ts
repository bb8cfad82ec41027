import type { INodePropertyOptions } from 'n8n-workflow';

import { pollOnce } from '../waiting/pollOnce';
import { itemRouting } from './itemOperation';
import { withVideo } from './withVideo';

/** Checks a task once. */
export const getStatus: INodePropertyOptions = {
	name: 'Get Status',
	value: 'getStatus',
	action: 'Get the status of a video task',
	description: 'Check once how far a task has come',
	builderHint: {
		propertyHint:
			'Free, answers at once. As the second tool of an AI agent beside Submit; asked again about once a minute until done is true.',
	},
	routing: itemRouting({
		downloads: true,
		work: async (work) => await withVideo(work, await pollOnce(work.client)),
	}),
};
