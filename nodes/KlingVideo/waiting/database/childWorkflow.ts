import type { IConnections, INode, INodeParameters, IWorkflowBase } from 'n8n-workflow';

import { calledWorkflow, parkedOperation, START } from './calledWorkflow';

/** The custom operation of the child's node. */
export const LOOK_OPERATION = 'look';

/** The name of the node that looks at the tasks, for messages. */
const LOOK = 'Look at Tasks';

const link = (node: string) => ({ node, type: 'main' as const, index: 0 });

const isOver = {
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
		conditions: [
			{
				id: 'over',
				leftValue: '={{ $json.parked === undefined }}',
				rightValue: '',
				operator: { type: 'boolean', operation: 'true', singleValue: true },
			},
		],
		combinator: 'and',
	},
	options: {},
};

/**
 * The execution that waits in the parent's place: look at all tasks, and again after each pause, until all have ended.
 *
 * n8n, when it starts after a crash, makes up an output for a node that the stored execution does not have yet, and hands
 * it on. So every node has run before the first pause.
 *
 * @param parent the parked node: the child looks with its type and credential
 * @param requestOptions the parent's Request Options
 */
export function childWorkflow(parent: INode, requestOptions: INodeParameters): IWorkflowBase {
	const node = (
		name: string,
		type: string,
		typeVersion: number,
		parameters: INodeParameters,
	): INode => ({
		id: name,
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
	});
	const nodes: INode[] = [
		START,
		{
			...node(LOOK, parent.type, parent.typeVersion, {
				operation: LOOK_OPERATION,
				requestOptions,
			}),
			...parkedOperation(LOOK_OPERATION),
			...(parent.credentials && { credentials: parent.credentials }),
		},
		node('All Ended', 'n8n-nodes-base.if', 2.2, isOver),
		node('Done', 'n8n-nodes-base.noOp', 1, {}),
	];
	const connections: IConnections = {
		[START.name]: { main: [[link('All Ended')]] },
		'All Ended': { main: [[link('Done')], [link(LOOK)]] },
		[LOOK]: { main: [[link('All Ended')]] },
	};
	return calledWorkflow('Kling Video: wait in the database', nodes, connections, 'all');
}
