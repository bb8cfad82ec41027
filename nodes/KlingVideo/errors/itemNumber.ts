/**
 * Which item is meant, as n8n's own messages end: `[item 2]`, counted from 0 like everywhere in n8n.
 * With a single item there is nothing to tell apart.
 */
export function itemNumber(itemIndex: number, several: boolean): string {
	return several ? ` [item ${itemIndex}]` : '';
}
