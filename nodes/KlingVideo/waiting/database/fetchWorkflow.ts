import type { INode, IWorkflowBase } from 'n8n-workflow';

import { calledWorkflow, parkedOperation, START } from './calledWorkflow';

/** The custom operation of the node that fetches files. */
export const FETCH_OPERATION = 'fetch';

/**
 * The execution that fetches files. n8n deletes it with its files as soon as it has ended: the copies stay.
 *
 * @param look the child's node: its type, credential and Request Options serve again
 */
export function fetchWorkflow(look: INode): IWorkflowBase {
	const fetch: INode = {
		...look,
		id: 'Fetch Files',
		name: 'Fetch Files',
		parameters: { ...look.parameters, operation: FETCH_OPERATION },
		...parkedOperation(FETCH_OPERATION),
	};
	return calledWorkflow(
		'Kling Video: fetch files',
		[START, fetch],
		{ [START.name]: { main: [[{ node: fetch.name, type: 'main', index: 0 }]] } },
		'none',
	);
}
