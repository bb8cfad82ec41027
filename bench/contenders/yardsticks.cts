import { ONE_REQUEST } from '../n8n/oneRequest.cts';
import { node, START, workflowOf, type Contender } from './contender.cts';

/** The engine's own cost of a run: the items pass through a node that does nothing. */
export const noRequest: Contender = {
	name: 'No request',
	workflow: (_place, items) =>
		workflowOf(
			'No request',
			items,
			[node('Pass', 'n8n-nodes-base.noOp', 1, {})],
			[[START, 'Pass']],
		),
};

/** The engine's own cost of one declared request an item. */
export const oneRequest: Contender = {
	name: 'One declared request',
	workflow: ({ kling }, items) =>
		workflowOf(
			'One declared request',
			items,
			[node('Ask', ONE_REQUEST, 1, { taskId: '={{ $json.task_id }}' }, { klingVideoApi: kling })],
			[[START, 'Ask']],
		),
};
