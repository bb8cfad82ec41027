import { isEmpty } from '../../body/bodyPath';
import { InputError } from '../../shared/inputError';
import type { Reader } from './reader';

/** Half of a pair that stands alone, as cutting a text leaves it: it is no character, and cannot be sent. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Text, exactly as given; a number counts as its digits. Half a character becomes the sign for an unreadable one. */
export const readText: Reader<string> = (given, shownName) => {
	if (isEmpty(given)) return undefined;
	if (typeof given === 'number' || typeof given === 'bigint') return String(given);
	if (typeof given !== 'string') throw new InputError(shownName, 'must be text');
	return given.replace(LONE_SURROGATE, '\uFFFD');
};

/** Text without the blanks around it, for names and IDs. */
export const readName: Reader<string> = (given, shownName) => readText(given, shownName)?.trim();
