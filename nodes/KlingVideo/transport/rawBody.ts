import type { GenericValue, IDataObject } from 'n8n-workflow';

import { removeParts, removeSecret } from '../shared/redact';
import { isObject } from '../shared/json';
import { isFileLink } from './videoLink';

/** Deeper than any task; without an end a hostile body could overflow the stack. */
const DEEPEST = 32;

/** A copy of the gateway's body as an item may hold it: the same values, without the key should the gateway repeat it. */
export function rawBody(body: IDataObject, secret?: string): IDataObject {
	return copyObject(body, secret, 0);
}

function copyObject(value: IDataObject, secret: string | undefined, depth: number): IDataObject {
	// fromEntries defines its keys, so that one named __proto__ stays a plain key.
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [
			removeParts(key, secret),
			copyValue(inner, secret, depth + 1),
		]),
	);
}

function copyValue(
	value: unknown,
	secret: string | undefined,
	depth: number,
): GenericValue | IDataObject | GenericValue[] | IDataObject[] {
	// A link has to stay whole, even where a part of it is one of the key by chance.
	if (typeof value === 'string')
		return isFileLink(value) ? removeSecret(value, secret) : removeParts(value, secret);
	if (typeof value === 'number' || typeof value === 'boolean') return value;
	if (depth > DEEPEST) return '…';
	if (Array.isArray(value)) {
		const list: GenericValue[] = value.map((inner) => copyValue(inner, secret, depth + 1));
		return list;
	}
	return isObject(value) ? copyObject(value, secret, depth) : null;
}
