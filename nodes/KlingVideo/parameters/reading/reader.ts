/**
 * Reads what a parameter holds: a value of the panel, or what an expression gave in its place.
 *
 * @param shownName the parameter's name as the panel shows it
 * @returns nothing when it was left empty
 * @throws InputError when it cannot be read as this kind
 */
export type Reader<T> = (given: unknown, shownName: string) => T | undefined;

/** A value in an error's text, cut where it is long. */
export function quoted(given: unknown): string {
	const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? typeof given);
	const shown = [...text];
	return `'${shown.length > 60 ? `${shown.slice(0, 59).join('')}…` : text}'`;
}
