import type { IDataObject } from 'n8n-workflow';

import { isEmpty } from '../../body/bodyPath';
import { InputError } from '../../shared/inputError';
import { isObject } from '../../shared/json';
import type { Reader } from './reader';

/** JSON as text; what an expression gave as a value is put into its text first, so that it is plain data. */
function textOf(given: unknown, shownName: string): string {
	if (typeof given === 'string') return given;
	try {
		return JSON.stringify(given) ?? '';
	} catch {
		throw new InputError(shownName, 'cannot be written as JSON: it refers to itself');
	}
}

/** Any JSON: typed as text, or as the value that an expression gave. Keys stay what they are, `__proto__` too. */
export const readJson: Reader<unknown> = (given, shownName) => {
	if (isEmpty(given)) return undefined;
	try {
		return JSON.parse(textOf(given, shownName)) as unknown;
	} catch (error) {
		if (error instanceof InputError) throw error;
		const problem = error instanceof Error ? error.message : String(error);
		throw new InputError(
			shownName,
			`is not valid JSON: ${problem}`,
			'Check quotes, commas and brackets',
		);
	}
};

/** A JSON object. */
export const readJsonObject: Reader<IDataObject> = (given, shownName) => {
	const value = readJson(given, shownName);
	if (value === undefined) return undefined;
	if (!isObject(value))
		throw new InputError(shownName, 'must be a JSON object', 'Write it like {"key": "value"}');
	return value;
};
