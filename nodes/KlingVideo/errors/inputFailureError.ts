import type { INode, NodeApiError } from 'n8n-workflow';

import type { InputError } from '../shared/inputError';
import { itemNumber } from './itemNumber';
import { plainApiError } from './plainApiError';

/** The code of refused input in an error item. */
export const INVALID_INPUT = 'invalidInput';

/** Words a bad parameter for the user: `The value of 'Duration' must be 5 or 10 seconds [item 2]`. */
export function inputFailureError(
	node: INode,
	problem: InputError,
	context: { itemIndex: number; several: boolean; runIndex?: number },
): NodeApiError {
	return plainApiError(node, {
		message: problem.message + itemNumber(context.itemIndex, context.several),
		description: problem.description,
		itemIndex: context.itemIndex,
		runIndex: context.runIndex,
		details: { reason: INVALID_INPUT, code: INVALID_INPUT, parameter: problem.parameter },
	});
}
