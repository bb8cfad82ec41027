import type { IExecuteData, IExecuteSingleFunctions } from 'n8n-workflow';

import { isAgentTool } from './agentTool';
import { ItemTry } from './itemTry';
import { NodeTry } from './nodeTry';

/** The engine hands the same object to every item of a try. */
const tries = new WeakMap<IExecuteData, NodeTry>();

/** The engine makes one context an item; a pagination function gets an object that inherits from it. */
const items = new WeakMap<object, ItemTry>();

function itemCount(context: IExecuteSingleFunctions): number {
	// A tool has one item, whatever its agent has: the agent's data may stand in for its own.
	if (isAgentTool(context) || context.getNode().executeOnce === true) return 1;
	return context.getExecuteData().data.main?.[0]?.length ?? 1;
}

/** The engine's own rule, in milliseconds: text counts as its number. It reads the option of the first item for all. */
function batchIntervalMs(context: IExecuteSingleFunctions): number {
	const interval = Number(
		context.getNodeParameter('requestOptions.batching.batch.batchInterval', 0),
	);
	return Math.max(0, interval || 0);
}

/** Enters the item into its try; called once an item, before anything else. */
export function joinTry(context: IExecuteSingleFunctions): ItemTry {
	const key = context.getExecuteData();
	const index = context.getItemIndex();
	let nodeTry = tries.get(key);
	// Another try, or another call of an agent, hands over the same object: an item that is here already belongs to that.
	if (!nodeTry || nodeTry.items.has(index)) {
		nodeTry = new NodeTry(
			itemCount(context),
			batchIntervalMs(context),
			context.getExecutionCancelSignal(),
		);
		tries.set(key, nodeTry);
	}
	const item = new ItemTry(index, nodeTry);
	items.set(context, item);
	return item;
}

/**
 * The item of a context that has joined its try.
 *
 * @throws Error when it has not, which is a fault of this package
 */
export function itemOf(context: IExecuteSingleFunctions): ItemTry {
	const item = items.get(context) ?? items.get(Object.getPrototypeOf(context) as object);
	if (!item) throw new Error('The item has not joined its try');
	return item;
}

/** Whether no later try of the node has begun since the item joined its own. */
export function isLatestTry(context: IExecuteSingleFunctions, item: ItemTry): boolean {
	return tries.get(context.getExecuteData()) === item.nodeTry;
}
