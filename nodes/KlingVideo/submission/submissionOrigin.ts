import { createHash } from 'crypto';
import type { IExecuteSingleFunctions } from 'n8n-workflow';

/**
 * What tells where a body came from, though an expression such as `$now` gives another one each time: the SHA-256 of the
 * node's parameters as they stand, expressions unevaluated, and of the input item; in hexadecimal.
 */
export function submissionOrigin(context: IExecuteSingleFunctions): string {
	const { parameters } = context.getNode();
	const text = JSON.stringify([parameters, context.getInputData().json]);
	return createHash('sha256').update(text).digest('hex');
}
