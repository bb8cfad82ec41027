import { isEmpty } from '../../body/bodyPath';
import { InputError } from '../../shared/inputError';
import type { Reader } from './reader';

/** Plain decimal notation: `Number` alone would also take "0x10", "1e3" and "Infinity". */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** The number that a value is or spells; NaN for anything else. */
function numberOf(given: unknown): number {
	if (typeof given === 'number') return given;
	return typeof given === 'string' && DECIMAL.test(given.trim()) ? Number(given) : NaN;
}

/**
 * A number, also as text.
 *
 * @param kind what it must be, continuing "must be …"
 * @param fits which numbers are
 */
export function numberReader(kind: string, fits: (value: number) => boolean): Reader<number> {
	return (given, shownName) => {
		if (isEmpty(given)) return undefined;
		const value = numberOf(given);
		if (!Number.isFinite(value) || !fits(value)) throw new InputError(shownName, `must be ${kind}`);
		return value;
	};
}

/** Any number from `least` to `most`. */
export function numberFrom(least: number, most: number): Reader<number> {
	return numberReader(
		`a number from ${least} to ${most}`,
		(value) => value >= least && value <= most,
	);
}

/** Whole seconds, at least one. */
export const readSeconds = numberReader(
	'a whole number of seconds, at least 1',
	(value) => Number.isSafeInteger(value) && value >= 1,
);

/** Whole milliseconds from 0. */
export const readMilliseconds = numberReader(
	'a whole number of milliseconds, at least 0',
	(value) => Number.isSafeInteger(value) && value >= 0,
);

/** A number of things, at least one. */
export const readCount = numberReader(
	'a whole number, at least 1',
	(value) => Number.isSafeInteger(value) && value >= 1,
);
