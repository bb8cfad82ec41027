import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';

import { itemOf } from '../run/joinTry';
import { InputError } from '../shared/inputError';
import { quoted } from './reading/reader';

/** What n8n evaluates within a text, by its own rule: from two braces to the next two, unless there is a backslash. */
const PARTS = /(?<!\\)\{\{[^]*?(?<!\\)\}\}/g;

/** What JavaScript makes of a value that is no text, when an expression joins it to one. */
const JOINED = /\bundefined\b|\[object Object\]/;

/** The keys to a parameter's value in what the node holds. */
export type ParameterPath = ReadonlyArray<string | number>;

/** The expression that the panel shows in a parameter; nothing where it holds a fixed value. */
function expressionAt(context: IExecuteSingleFunctions, path: ParameterPath): string | undefined {
	const held = path.reduce<unknown>(
		(inner, key) => Object(inner)[key] as unknown,
		context.getNode().parameters,
	);
	const value = isResourceLocatorValue(held) ? held.value : held;
	return typeof value === 'string' && value.startsWith('=') ? value.slice(1) : undefined;
}

/**
 * Refuses a required parameter that is empty since its expression gives nothing.
 *
 * @throws InputError that shows the expression; returns where the parameter is empty by itself
 */
export function refuseEmptyExpression(
	context: IExecuteSingleFunctions,
	path: ParameterPath,
	shownName: string,
): void {
	const expression = expressionAt(context, path);
	if (expression === undefined) return;
	throw new InputError(
		shownName,
		'is empty',
		`Its expression ${quoted(expression)} gives nothing: check its names against the input of the node`,
	);
}

/** Notes which parts of a parameter's text are missing, since an expression in it gives nothing. */
export function noteMissingParts(
	context: IExecuteSingleFunctions,
	path: ParameterPath,
	shownName: string,
): void {
	const expression = expressionAt(context, path);
	if (expression === undefined) return;
	const warn = (message: string) =>
		itemOf(context).warnings.push({ code: 'emptyExpression', message });
	const given = (text: string): unknown => context.evaluateExpression(text, context.getItemIndex());
	for (const part of new Set(expression.match(PARTS))) {
		if ((given(part) ?? null) === null)
			warn(`A part of '${shownName}' is missing: ${quoted(part)} gives nothing`);
	}
	const [word] = JOINED.exec(String(given(expression))) ?? [];
	if (word !== undefined)
		warn(`'${shownName}' says '${word}': its expression puts in a value that is no text`);
}
