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
