import { node, START, workflowOf, workflowOfOne, type Contender } from './contender.cts';

const TYPE = 'n8n-nodes-kling-video.klingVideo';

/** This node: Generate, video included. */
export const klingVideo: Contender = {
	name: 'Kling Video',
	workflow: ({ kling }, items) =>
		workflowOfOne(
			'Kling Video',
			items,
			node(
				'Video',
				TYPE,
				1,
				{
					operation: 'generate',
					scenario: 'textToVideo',
					prompt: '={{ $json.prompt }}',
					model: { __rl: true, mode: 'list', value: 'Kling-2.6' },
					options: {},
				},
				{ klingVideoApi: kling },
			),
		),
};

/** This node: Wait for tasks that exist, without their files. */
export const klingWait: Contender = {
	name: 'Kling Video, Wait',
	workflow: ({ kling }, items) =>
		workflowOfOne(
			'Kling Video, Wait',
			items,
			node(
				'Video',
				TYPE,
				1,
				{ operation: 'wait', taskId: '={{ $json.task_id }}', waitOptions: {} },
				{ klingVideoApi: kling },
			),
		),
};

/** This node: Submit, then Wait in n8n's database. */
export const klingParked: Contender = {
	name: 'Kling Video, In Database',
	workflow: ({ kling }, items) =>
		workflowOf(
			'Kling Video, In Database',
			items,
			[
				node(
					'Submit',
					TYPE,
					1,
					{
						operation: 'submit',
						scenario: 'textToVideo',
						prompt: '={{ $json.prompt }}',
						model: { __rl: true, mode: 'list', value: 'Kling-2.6' },
						options: {},
					},
					{ klingVideoApi: kling },
				),
				node(
					'Wait',
					TYPE,
					1,
					{
						operation: 'wait',
						taskId: '={{ $json.task_id }}',
						waitOptions: { waitIn: 'database' },
					},
					{ klingVideoApi: kling },
				),
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
	workflow: ({ kling }, items) =>
		workflowOfOne(
			'Kling Video, file',
			items,
			node(
				'Video',
				TYPE,
				1,
				{
					operation: 'getStatus',
					taskId: '={{ $json.task_id }}',
					downloadVideo: true,
					downloadOptions: { maxSize: 4000 },
				},
				{ klingVideoApi: kling },
			),
		),
};
