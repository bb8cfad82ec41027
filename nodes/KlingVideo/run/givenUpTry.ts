import type { IExecuteSingleFunctions } from 'n8n-workflow';

import type { ItemTry } from './itemTry';
import { isLatestTry } from './joinTry';

/** So long, in milliseconds, the engine is given to go on to what comes after this try of the node. */
const GOING_ON_MS = 500;

/** The engine's own limits of the pause between two tries, in milliseconds. */
const RETRY_PAUSE = { usual: 1_000, longest: 5_000 };

/** Whether the engine has taken down a result for this run of the node. */
function hasResult(context: IExecuteSingleFunctions): boolean {
	const name = JSON.stringify(context.getNode().name);
	const run = Number(context.getWorkflowDataProxy(context.getItemIndex()).$runIndex);
	try {
		const count = context.evaluateExpression(
			`{{ $(${name}).all(0, ${run}).length }}`,
			context.getItemIndex(),
		);
		return typeof count === 'number';
	} catch {
		return false;
	}
}

/**
 * Whether the engine has given up this try of the node, since it could not start one of the items, and takes no item's
 * result: nothing may be sent then. n8n 2.8 gives up with Continue on Fail too, later versions go on without that item.
 *
 * @param complete whether every item has been started
 * @throws ExecutionCancelled with Continue on Fail only: without, nobody listens
 */
export async function isGivenUp(
	context: IExecuteSingleFunctions,
	item: ItemTry,
	complete: boolean,
): Promise<boolean> {
	if (complete) return false;
	if (!context.continueOnFail()) return true;
	const { retryOnFail, waitBetweenTries } = context.getNode();
	const pause = Math.min(RETRY_PAUSE.longest, waitBetweenTries || RETRY_PAUSE.usual);
	await item.nodeTry.clock.sleep(GOING_ON_MS + (retryOnFail === true ? pause : 0));
	return !isLatestTry(context, item) || hasResult(context);
}
