import type { IExecuteSingleFunctions } from 'n8n-workflow';

import { isObject } from '../shared/json';

/** n8n puts an item with this in the place of the output of each node that had ended when n8n was killed. */
const RECOVERED = 'isArtificialRecoveredEventItem';

function isRecovered(items: unknown): boolean {
	const item: unknown = Array.isArray(items) ? items[0] : undefined;
	return isObject(item) && isObject(item.json) && item.json[RECOVERED] === true;
}

/**
 * Whether a person retries an execution in which n8n was killed when this node had begun. n8n then runs the workflow from
 * its start, and has lost what the node had noted.
 */
export function hasLostNotes(context: IExecuteSingleFunctions): boolean {
	const previous = context.getExecuteData().source?.main?.[0]?.previousNode;
	if (context.getMode() !== 'retry' || previous === undefined) return false;
	const nodeNamed: unknown = context.getWorkflowDataProxy(context.getItemIndex()).$;
	if (typeof nodeNamed !== 'function') return false;
	const self: unknown = nodeNamed(context.getNode().name);
	const before: unknown = nodeNamed(previous);
	if (!isObject(self) || self.isExecuted !== true || !isObject(before)) return false;
	return typeof before.all === 'function' && isRecovered(before.all(0, 0));
}
