import type { IDataObject } from 'n8n-workflow';

/** Whether a value is a JSON object: no list, not null. Nothing is known about its values. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that says something, trimmed; anything else is nothing. */
export function textOf(value: unknown): string | undefined {
	if (typeof value !== 'string') return undefined;
	const trimmed = value.trim();
	return trimmed === '' ? undefined : trimmed;
}

/** A code or an id: a text or a number. */
export function labelOf(value: unknown): string | undefined {
	if (Number.isSafeInteger(value)) return String(value);
	return textOf(value);
}

/** The entry of an object off the wire, however nested the path; nothing where the path ends early. */
export function at(value: unknown, ...path: string[]): unknown {
	return path.reduce<unknown>(
		(inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
		value,
	);
}
