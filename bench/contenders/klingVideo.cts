import type { INode } from 'n8n-workflow';
import {
	node,
	START,
	workflowOf,
	workflowOfOne,
	type Contender,
	type Place,
} from './contender.cts';

const TASK_ID = '={{ $json.task_id }}';

/** What a submission needs. */
const SUBMISSION: INode['parameters'] = {
	scenario: 'textToVideo',
	prompt: '={{ $json.prompt }}',
	model: { __rl: true, mode: 'list', value: 'Kling-2.6' },
	options: {},
};

/** This node, with a credential of the place. */
function klingNode(name: string, { kling }: Place, parameters: INode['parameters']): INode {
	const type = 'n8n-nodes-kling-video.klingVideo';
	return node(name, type, 1, parameters, { klingVideoApi: kling });
}

/** This node: Generate, video included. */
export const klingVideo: Contender = {
	name: 'Kling Video',
	workflow: (place, items) =>
		workflowOfOne(
			'Kling Video',
			items,
			klingNode('Video', place, { operation: 'generate', ...SUBMISSION }),
		),
};

/** This node: Wait for tasks that exist, without their files. */
export const klingWait: Contender = {
	name: 'Kling Video, Wait',
	workflow: (place, items) =>
		workflowOfOne(
			'Kling Video, Wait',
			items,
			klingNode('Video', place, { operation: 'wait', taskId: TASK_ID, waitOptions: {} }),
		),
};

/** This node: Submit, then Wait in n8n's database. */
export const klingParked: Contender = {
	name: 'Kling Video, In Database',
	workflow: (place, items) =>
		workflowOf(
			'Kling Video, In Database',
			items,
			[
				klingNode('Submit', place, { operation: 'submit', ...SUBMISSION }),
				klingNode('Wait', place, {
					operation: 'wait',
					taskId: TASK_ID,
					waitOptions: { waitIn: 'database' },
				}),
			],
			[
				[START, 'Submit'],
				['Submit', 'Wait'],
			],
		),
};

/** This node: Get Status of a task that is done, with its file. */
export const klingFile: Contender = {
	name: 'Kling Video',
	workflow: (place, items) =>
		workflowOfOne(
			'Kling Video, file',
			items,
			klingNode('Video', place, {
				operation: 'getStatus',
				taskId: TASK_ID,
				downloadVideo: true,
				downloadOptions: { maxSize: 4000 },
			}),
		),
};
