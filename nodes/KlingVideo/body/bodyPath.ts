import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../shared/json';

/** Where `ext_info` is built as an object, before it is encoded into the doubly encoded string of the wire. */
export const EXT_INFO = 'metadata.ext_info';

/** Where the native parameters inside `ext_info` are built as an object. */
export const EXT_PARAMETERS = `${EXT_INFO}.AdditionalParameters`;

/** What stands at a dotted path of a body. */
export function valueAt(body: IDataObject, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), body);
}

/** Puts a value at a dotted path of a body, making the objects on the way. */
export function putAt(body: IDataObject, path: string, value: unknown): void {
	const keys = path.split('.');
	const last = keys.pop() ?? path;
	let target = body;
	for (const key of keys) {
		const next = target[key];
		if (isObject(next)) target = next;
		else {
			const made: IDataObject = {};
			target[key] = made;
			target = made;
		}
	}
	target[last] = value as IDataObject[string];
}

/** Whether the user left it empty. */
export function isEmpty(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}
