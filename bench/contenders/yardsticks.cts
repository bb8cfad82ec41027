import { ONE_REQUEST } from '../n8n/oneRequest.cts';
import { node, workflowOfOne, type Contender } from './contender.cts';

/** The engine's own cost of a run: the items pass through a node that does nothing. */
export const noRequest: Contender = {
	name: 'No request',
	workflow: (_place, items) =>
		workflowOfOne('No request', items, node('Pass', 'n8n-nodes-base.noOp', 1, {})),
};

/** The engine's own cost of one declared request an item. */
export const oneRequest: Contender = {
	name: 'One declared request',
	workflow: ({ kling }, items) =>
		workflowOfOne(
			'One declared request',
			items,
			node('Ask', ONE_REQUEST, 1, { taskId: '={{ $json.task_id }}' }, { klingVideoApi: kling }),
		),
};
