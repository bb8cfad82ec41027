import type { IConnections, INode, IWorkflowBase } from 'n8n-workflow';

/** The trigger of every workflow that the node calls. */
export const START: INode = {
	id: 'Start',
	name: 'Start',
	type: 'n8n-nodes-base.executeWorkflowTrigger',
	typeVersion: 1.1,
	position: [0, 0],
	parameters: { inputSource: 'passthrough' },
};

/** Where the node's class lists what is done in the place of a parked node. */
export const PARKED = 'parked';

/**
 * Makes a node of a called workflow run one of the custom operations. A declared parameter named `resource` would do as
 * well, but the node panel hides all actions of a node type that has one. The same name in `operation` hides every field.
 */
export function parkedOperation(operation: string): Pick<INode, 'forceCustomOperation'> {
	return { forceCustomOperation: { resource: PARKED, operation } };
}

/**
 * A workflow that the node calls and that nobody stored. Its settings are its own: n8n would not let it be called under a
 * strict policy of the parked workflow, and would end it with that one's time limit.
 *
 * @param saved whether its executions are kept when they have ended
 */
export function calledWorkflow(
	name: string,
	nodes: INode[],
	connections: IConnections,
	saved: 'all' | 'none',
): IWorkflowBase {
	const now = new Date();
	return {
		id: '',
		name,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: now,
		updatedAt: now,
		nodes,
		connections,
		settings: {
			executionOrder: 'v1',
			callerPolicy: 'any',
			executionTimeout: -1,
			saveExecutionProgress: false,
			saveDataErrorExecution: saved,
			saveDataSuccessExecution: saved,
			saveManualExecutions: saved === 'all',
		},
	};
}
