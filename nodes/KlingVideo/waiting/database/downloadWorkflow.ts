import type { INode, INodeParameters, IWorkflowBase } from 'n8n-workflow';

import { calledWorkflow, operationNode, START } from './calledWorkflow';

/** The custom operation of the node that downloads files. */
export const DOWNLOAD_OPERATION = 'download';

/**
 * The execution that downloads files. n8n deletes it with its files as soon as it has ended: the copies stay.
 *
 * @param caller the child's node: its type, credential and Request Options serve again
 */
export function downloadWorkflow(caller: INode, requestOptions: INodeParameters): IWorkflowBase {
	const download = operationNode(
		'Download Videos',
		DOWNLOAD_OPERATION,
		caller,
		requestOptions,
		[220, 0],
	);
	return calledWorkflow(
		'Kling Video: download videos',
		[START, download],
		{ [START.name]: { main: [[{ node: download.name, type: 'main', index: 0 }]] } },
		'none',
	);
}
