import type { INode, NodeApiError } from 'n8n-workflow';

import type { InputError } from '../shared/inputError';
import { redact } from '../shared/redact';
import { itemNumber } from './itemNumber';
import { plainApiError } from './plainApiError';

/** The code of refused input in an error item. */
export const INVALID_INPUT = 'invalidInput';

/**
 * Words a bad parameter for the user: `The value of 'Duration' must be 5 or 10 seconds [item 2]`. What it quotes may be a
 * key in the wrong field.
 */
export function inputFailureError(
	node: INode,
	problem: InputError,
	context: { itemIndex: number; several: boolean; runIndex?: number; secret?: string },
): NodeApiError {
	return plainApiError(node, {
		message:
			redact(problem.message, context.secret) + itemNumber(context.itemIndex, context.several),
		description: redact(problem.description, context.secret),
		itemIndex: context.itemIndex,
		runIndex: context.runIndex,
		details: { reason: INVALID_INPUT, code: INVALID_INPUT, parameter: problem.parameter },
	});
}
