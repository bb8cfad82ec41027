import type { INodeProperties } from 'n8n-workflow';

import { itemOf } from '../run/joinTry';
import type { InputCheck } from './inputCheck';
import { asPreSend } from './inputCheck';

/** Notes which parameter filled a path, so that a conflict with a native field can name both. */
export function notesSource(path: string, shownName: string): InputCheck {
	return function () {
		itemOf(this).sources.set(path, shownName);
	};
}

/**
 * A parameter whose value goes to `path` of the JSON body, in lodash notation.
 *
 * @param value an n8n expression over `$value` where the body wants another form
 * @param checks looked at before anything is sent, in this order
 */
export function mapped(
	property: INodeProperties,
	path: string,
	{ value, checks = [] }: { value?: string; checks?: InputCheck[] } = {},
): INodeProperties {
	return {
		...property,
		routing: {
			send: {
				type: 'body',
				property: path,
				...(value !== undefined && { value }),
				preSend: [notesSource(path, property.displayName), ...checks].map(asPreSend),
			},
		},
	};
}
