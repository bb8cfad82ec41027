import type { IDataObject } from 'n8n-workflow';

import { isEmpty } from '../../body/bodyPath';
import { InputError } from '../../shared/inputError';
import { isObject } from '../../shared/json';
import type { Reader } from './reader';

/** JSON as text; what an expression gave as a value is put into its text first, so that it is plain data. */
function textOf(given: unknown): string | undefined {
	if (typeof given === 'string') return given;
	try {
		return JSON.stringify(given) ?? '';
	} catch {
		return undefined;
	}
}

function parsed(text: string): { value?: unknown; problem?: string } {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch (error) {
		return { problem: error instanceof Error ? error.message : String(error) };
	}
}

/** Any JSON: typed as text, or as the value that an expression gave. Keys stay what they are, `__proto__` too. */
export const readJson: Reader<unknown> = (given, shownName) => {
	if (isEmpty(given)) return undefined;
	const text = textOf(given);
	if (text === undefined)
		throw new InputError(shownName, 'cannot be written as JSON: it refers to itself');
	const { value, problem } = parsed(text);
	if (problem === undefined) return value;
	throw new InputError(
		shownName,
		`is not valid JSON: ${problem}`,
		'Check quotes, commas and brackets',
	);
};

/** A JSON object. */
export const readJsonObject: Reader<IDataObject> = (given, shownName) => {
	const value = readJson(given, shownName);
	if (value === undefined) return undefined;
	if (!isObject(value))
		throw new InputError(shownName, 'must be a JSON object', 'Write it like {"key": "value"}');
	return value;
};
