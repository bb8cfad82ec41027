import type { Json, JsonObject } from '../json.cts';
import { isJsonObject } from '../json.cts';
import { refuse } from './refusal.cts';

/** A string field; undefined when left out. Anything else is refused. */
export function readString(from: JsonObject, key: string, path = key): string | undefined {
	const value = from[key];
	if (value === undefined) return undefined;
	if (typeof value !== 'string') refuse(`${path} must be a string`);
	return value;
}

/** A string field that must be there and hold something. */
export function readText(from: JsonObject, key: string, path = key): string {
	const value = readString(from, key, path);
	if (value === undefined || value.trim() === '') refuse(`${path} is required`);
	return value;
}

/** An object field; an empty one when left out. */
export function readObject(from: JsonObject, key: string, path = key): JsonObject {
	const value = from[key];
	if (value === undefined) return {};
	if (!isJsonObject(value)) refuse(`${path} must be an object`);
	return value;
}

/** An array field; undefined when left out. */
export function readArray(from: JsonObject, key: string, path = key): Json[] | undefined {
	const value = from[key];
	if (value === undefined) return undefined;
	if (!Array.isArray(value)) refuse(`${path} must be an array`);
	return value;
}

/** A boolean field; undefined when left out. */
export function readBoolean(from: JsonObject, key: string, path = key): boolean | undefined {
	const value = from[key];
	if (value === undefined) return undefined;
	if (typeof value !== 'boolean') refuse(`${path} must be a boolean`);
	return value;
}

/** A string field with a closed list of values; undefined when left out. */
export function readChoice<const T extends string>(
	from: JsonObject,
	key: string,
	choices: readonly T[],
	path = key,
): T | undefined {
	const value = readString(from, key, path);
	if (value === undefined) return undefined;
	const choice = choices.find((candidate) => candidate === value);
	if (choice === undefined) refuse(`${path} must be one of ${choices.join(', ')}`);
	return choice;
}

/** A whole number that is not negative. */
export function readWholeNumber(from: JsonObject, key: string, path = key): number {
	const value = from[key];
	if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
		refuse(`${path} must be a whole number`);
	}
	return value;
}
