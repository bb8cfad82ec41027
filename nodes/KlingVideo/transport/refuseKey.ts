import type { IDataObject } from 'n8n-workflow';

import { SHORTEST_KEY } from '../../../credentials/gatewayAccess';
import type { ItemTry } from '../run/itemTry';
import { isObject } from '../shared/json';
import { InputError } from '../shared/inputError';

const ADVICE = "Take it out: the key belongs in the credential's 'API Key' only";

/**
 * Refuses input that holds the key: it would go on to the services behind the gateway, and into outputs and errors.
 *
 * @throws InputError naming the field, never what it holds
 */
export function refuseKey(body: IDataObject, item: ItemTry, key: string): void {
	const bare = key.replace(/^sk-/i, '');
	if (bare.length < SHORTEST_KEY) return;
	if (item.taskId?.includes(bare) === true) {
		// Nor may an error show it as the task's.
		item.taskId = undefined;
		throw new InputError('Task ID', 'holds the API key', ADVICE);
	}
	const place = placeOf(body, bare);
	if (place === undefined) return;
	const field = item.sources.around(place) ?? 'Options';
	throw new InputError(field, 'holds the API key', ADVICE);
}

/** The path to the first value, or the object with the first key, that holds a text. */
function placeOf(value: unknown, text: string): string[] | undefined {
	if (typeof value === 'string') return value.includes(text) ? [] : undefined;
	if (Array.isArray(value)) return value.some((inner) => placeOf(inner, text)) ? [] : undefined;
	if (!isObject(value)) return undefined;
	for (const [key, inner] of Object.entries(value)) {
		if (key.includes(text)) return [];
		const rest = placeOf(inner, text);
		if (rest !== undefined) return [key, ...rest];
	}
	return undefined;
}
