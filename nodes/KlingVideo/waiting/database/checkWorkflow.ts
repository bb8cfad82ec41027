import type { IConnections, INode, INodeParameters, IWorkflowBase } from 'n8n-workflow';

import { calledWorkflow, operationNode, START, stickyNote } from './calledWorkflow';
import { TASKS_KEY } from './storedTasks';

/** The custom operation of the child's node. */
export const CHECK_OPERATION = 'check';

/** The name of the node that checks the tasks, for messages. */
const CHECK = 'Check Tasks';

const link = (node: string) => ({ node, type: 'main' as const, index: 0 });

const isOver = {
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
		conditions: [
			{
				id: 'over',
				leftValue: `={{ $json.${TASKS_KEY} === undefined }}`,
				rightValue: '',
				operator: { type: 'boolean', operation: 'true', singleValue: true },
			},
		],
		combinator: 'and',
	},
	options: {},
};

/** What the child is for, to whom it belongs, and how many tasks it checks. */
export interface WaitingFor {
	executionId: string;
	taskCount: number;
}

/** How many tasks, in words. */
export function tasksInWords(count: number): string {
	return count === 1 ? '1 task' : `${count} tasks`;
}

/**
 * The execution that checks the tasks while its parent waits: all of them at once, and again after each pause, until all
 * have ended.
 *
 * n8n, when it starts after a crash, makes up an output for a node that the stored execution does not have yet, and hands
 * it on. So every node has run before the first pause.
 *
 * @param parent the node that waits: the child checks with its type and credential
 * @param requestOptions the parent's Request Options
 */
export function checkWorkflow(
	parent: INode,
	requestOptions: INodeParameters,
	{ executionId, taskCount }: WaitingFor,
): IWorkflowBase {
	const nodes: INode[] = [
		START,
		{
			...{ id: 'All Ended', name: 'All Ended', type: 'n8n-nodes-base.if', typeVersion: 2.2 },
			...{ position: [220, 0], parameters: isOver },
		},
		{
			...{ id: 'Done', name: 'Done', type: 'n8n-nodes-base.noOp', typeVersion: 1 },
			...{ position: [440, -100], parameters: {} },
		},
		operationNode(CHECK, CHECK_OPERATION, parent, requestOptions, [440, 100]),
		stickyNote(
			`## Checks ${tasksInWords(taskCount)} for execution ${executionId}\nThe node **${parent.name}** of that execution waits until all have ended. Leave this execution alone: without it the other one does not learn what became of its tasks.`,
			[0, -320],
		),
	];
	const connections: IConnections = {
		[START.name]: { main: [[link('All Ended')]] },
		'All Ended': { main: [[link('Done')], [link(CHECK)]] },
		[CHECK]: { main: [[link('All Ended')]] },
	};
	const name = `Kling Video: check ${tasksInWords(taskCount)} for execution ${executionId}`;
	return calledWorkflow(name, nodes, connections, 'all');
}
