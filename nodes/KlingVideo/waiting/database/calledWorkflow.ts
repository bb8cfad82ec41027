import type { IConnections, INode, INodeParameters, IWorkflowBase } from 'n8n-workflow';

/** The trigger of every workflow that the node calls. */
export const START: INode = {
	id: 'Start',
	name: 'Start',
	type: 'n8n-nodes-base.executeWorkflowTrigger',
	typeVersion: 1.1,
	position: [0, 0],
	parameters: { inputSource: 'passthrough' },
};

/** Where the node's class lists what is done for an execution that waits. */
export const WAITING = 'waiting';

/**
 * The node of a called workflow that runs a custom operation: with the type, the credential and the Request Options of
 * the node that calls. A declared parameter named `resource` would do as well, but the node panel hides all actions of a
 * node type that has one. The same name in `operation` hides every field.
 */
export function operationNode(
	name: string,
	operation: string,
	{ type, typeVersion, credentials }: INode,
	requestOptions: INodeParameters,
	position: INode['position'],
): INode {
	return {
		...{ id: name, name, type, typeVersion, position },
		parameters: { operation, requestOptions },
		forceCustomOperation: { resource: WAITING, operation },
		...(credentials && { credentials }),
	};
}

/** A note on the canvas, for the person who opens the execution. */
export function stickyNote(content: string, position: INode['position']): INode {
	return {
		...{ id: 'Note', name: 'Note', type: 'n8n-nodes-base.stickyNote', typeVersion: 1, position },
		parameters: { content, width: 640, height: 160 },
	};
}

/**
 * A workflow that the node calls and that nobody stored. Its settings are its own: n8n would not let it be called under a
 * strict policy of the waiting workflow, and would end it with that one's time limit.
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
