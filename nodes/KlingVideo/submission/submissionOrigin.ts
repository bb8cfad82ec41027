import { createHash } from 'crypto';
import { traverseNodeParameters } from 'n8n-workflow';
import type { FromAIArgument, IExecuteSingleFunctions } from 'n8n-workflow';

import { isAgentTool } from '../run/agentTool';

/** What an agent fills in: the value of each `$fromAI` of the parameters, which is not in the item of every n8n. */
function filledIn(context: IExecuteSingleFunctions): unknown[] {
	const found: FromAIArgument[] = [];
	traverseNodeParameters(context.getNode().parameters, found);
	const { $fromAI } = context.getWorkflowDataProxy(context.getItemIndex());
	return found.map(({ key }): unknown => $fromAI(key));
}

/**
 * What tells where a body came from, though an expression such as `$now` gives another one each time: the SHA-256 of the
 * node's parameters as they stand, expressions unevaluated, of the input item, and of what an agent filled in; in
 * hexadecimal.
 */
export function submissionOrigin(context: IExecuteSingleFunctions): string {
	const { parameters } = context.getNode();
	const source = [parameters, context.getInputData().json];
	const text = JSON.stringify(isAgentTool(context) ? [...source, filledIn(context)] : source);
	return createHash('sha256').update(text).digest('hex');
}
