import type { INodeExecutionData, INodeType, NodeExecutionHint } from 'n8n-workflow';

import { at, isObject, textOf } from '../shared/json';

type Execute = NonNullable<INodeType['execute']>;

/** Lengths differ by hundredths of a second: many items may have as many different warnings. */
const MOST_LINES = 8;

/** The editor takes the text for HTML, and a warning may quote an expression. */
function hint(text: string): NodeExecutionHint {
	const message = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
	return { message, type: 'warning', location: 'outputPane' };
}

/** What the items warn of: each text once, with the items that it stands in. */
function itemsByText(items: readonly INodeExecutionData[]): Map<string, number[]> {
	const found = new Map<string, number[]>();
	items.forEach(({ json }, index) => {
		const warnings: unknown = isObject(json) ? json.warnings : undefined;
		for (const warning of Array.isArray(warnings) ? warnings : []) {
			const text = textOf(at(warning, 'message'));
			if (text !== undefined) found.set(text, [...(found.get(text) ?? []), index]);
		}
	});
	return found;
}

/** Whom a line is about: nobody in particular where there is one item, else the item or their number. */
function whose(indexes: readonly number[], itemCount: number): string {
	if (itemCount === 1) return '';
	return indexes.length === 1 ? ` [item ${indexes[0]}]` : ` [${indexes.length} items]`;
}

/** The lines that n8n shows above the output: one for each different warning in the items. */
export function warningHints(items: readonly INodeExecutionData[]): NodeExecutionHint[] {
	const lines = [...itemsByText(items)].map(
		([text, indexes]) => `${text}${whose(indexes, items.length)}`,
	);
	const more = lines.length - MOST_LINES;
	if (more <= 0) return lines.map(hint);
	return [
		...lines.slice(0, MOST_LINES),
		`${more} more differences: the field 'warnings' of each item has its own`,
	].map(hint);
}

/**
 * The function that n8n gives to a declarative node, with the warnings of its output shown above it: no function that can
 * be declared is given n8n's `addExecutionHints`. It never fails by itself: what it hands on is paid for.
 */
export function withWarningHints(execute: Execute): Execute {
	return async function (...given) {
		const output = await execute.apply(this, given);
		try {
			const items = Array.isArray(output) ? output.flat() : [];
			const hints = warningHints(items);
			if (hints.length > 0) this.addExecutionHints(...hints);
		} catch (error) {
			this.logger.warn('Kling Video: the warnings of the output are not shown above it', { error });
		}
		return output;
	};
}
