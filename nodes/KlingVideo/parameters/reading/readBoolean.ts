import { isEmpty } from '../../body/bodyPath';
import { InputError } from '../../shared/inputError';
import { quoted } from './reader';
import type { Reader } from './reader';

/** What counts as yes or no where it comes as text or as a number: n8n's own list. */
const WORDS: ReadonlyMap<string, boolean> = new Map([
	['true', true],
	['1', true],
	['false', false],
	['0', false],
]);

/** Yes or no: true or false, as a value or as text in any letter case, or 1 or 0. */
export const readBoolean: Reader<boolean> = (given, shownName) => {
	if (isEmpty(given)) return undefined;
	if (typeof given === 'boolean') return given;
	const isWord = typeof given === 'string' || typeof given === 'number';
	const value = isWord ? WORDS.get(String(given).trim().toLowerCase()) : undefined;
	if (value === undefined)
		throw new InputError(shownName, `must be true or false, but is ${quoted(given)}`);
	return value;
};
