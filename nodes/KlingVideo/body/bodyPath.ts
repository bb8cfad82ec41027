import type { IDataObject } from 'n8n-workflow';

import { at, isObject } from '../shared/json';

/** Keys from the top of a body downwards. A key is data: with a dot, or called `__proto__`, it is that very key. */
export type BodyPath = readonly string[];

/** Where `ext_info` is built as an object, before it is encoded into the doubly encoded string of the wire. */
export const EXT_INFO: BodyPath = ['metadata', 'ext_info'];

/** Where the native parameters inside `ext_info` are built as an object. */
export const EXT_PARAMETERS: BodyPath = [...EXT_INFO, 'AdditionalParameters'];

/** What stands at a path of a body; own properties only. */
export function valueAt(body: unknown, path: BodyPath): unknown {
	return at(body, ...path);
}

/** Sets an own property, whatever its name: assigning to `__proto__` would change the object's prototype. */
function setOwn(target: IDataObject, key: string, value: unknown): void {
	Object.defineProperty(target, key, {
		value,
		writable: true,
		enumerable: true,
		configurable: true,
	});
}

/** Puts a value at a path of a body, making the objects on the way. */
export function putAt(body: IDataObject, path: BodyPath, value: unknown): void {
	const [key, ...deeper] = path;
	if (key === undefined) return;
	if (deeper.length === 0) return setOwn(body, key, value);
	const present = at(body, key);
	const inner: IDataObject = isObject(present) ? present : {};
	setOwn(body, key, inner);
	putAt(inner, deeper, value);
}

/** Takes out what stands at a path of a body. */
export function removeAt(body: IDataObject, path: BodyPath): void {
	const holder = valueAt(body, path.slice(0, -1));
	const [key] = path.slice(-1);
	if (isObject(holder) && key !== undefined && Object.hasOwn(holder, key)) delete holder[key];
}

/** Whether the user left it empty. */
export function isEmpty(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
	);
}
