import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { isEmpty } from '../body/bodyPath';
import { InputError } from '../shared/inputError';
import { quoted } from './reading/reader';

/**
 * What a node holds for an option: in a field in sight, as from version 1.1 on, or under Options, as in version 1 and in
 * a node of version 1.1 that was written by hand.
 *
 * @throws InputError when it is in both places, with different values
 */
export function givenOption(
	context: IExecuteSingleFunctions,
	{ name, displayName }: INodeProperties,
): unknown {
	const inSight: unknown = context.getNodeParameter(name, '');
	const option: unknown = context.getNodeParameter(`options.${name}`, '');
	if (isEmpty(inSight)) return option;
	if (isEmpty(option) || String(option) === String(inSight)) return inSight;
	throw new InputError(
		displayName,
		`is ${quoted(inSight)}, but ${quoted(option)} under Options`,
		`Remove '${displayName}' under Options, or leave the field empty`,
	);
}
