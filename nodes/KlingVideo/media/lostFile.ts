import type { IExecuteSingleFunctions } from 'n8n-workflow';

import { isObject } from '../shared/json';

/** Nodes behind which an execution goes on for long, so that a file of it lives on: for all we know. */
const GOES_ON = new Set(['n8n-nodes-base.wait', 'n8n-nodes-base.executeWorkflow']);

/** Some versions of n8n do not tell a node the settings of its workflow. */
function savesSuccess(context: IExecuteSingleFunctions): boolean {
	const ask: unknown = Reflect.get(context, 'getWorkflowSettings');
	const settings: unknown = typeof ask === 'function' ? Reflect.apply(ask, context, []) : undefined;
	return !(isObject(settings) && settings.saveDataSuccessExecution === 'none');
}

/** Whether a later node keeps the execution: a wait, or this node again. */
function goesOn(context: IExecuteSingleFunctions): boolean {
	const { name, type } = context.getNode();
	return context
		.getChildNodes(name)
		.some((node) => !node.disabled && (node.type === type || GOES_ON.has(node.type)));
}

/**
 * Whether n8n will have deleted a file of this execution before the gateway fetches it: where successful executions are
 * not saved, n8n deletes their files as they end, and Submit ends at once. A test run by hand is kept for a while. That
 * all of n8n is set so (`EXECUTIONS_DATA_SAVE_ON_SUCCESS`) a node cannot see.
 */
export function isFileLost(context: IExecuteSingleFunctions): boolean {
	if (context.getNodeParameter('operation', '') !== 'submit' || context.getMode() === 'manual') {
		return false;
	}
	return !savesSuccess(context) && !goesOn(context);
}
