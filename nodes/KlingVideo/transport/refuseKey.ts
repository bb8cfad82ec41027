import type { IDataObject } from 'n8n-workflow';

import { SHORTEST_KEY } from '../../../credentials/gatewayAccess';
import type { ItemTry } from '../run/itemTry';
import { isObject } from '../shared/json';
import { InputError } from '../shared/inputError';
import { redact, removeSecret } from '../shared/redact';

const ADVICE = "Take it out: the key belongs in the credential's 'API Key' only";

/** Whether a text holds the key, in whatever spelling: there are gateways that take it in any letter case. */
type HoldsKey = (text: string | undefined) => boolean;

/**
 * Refuses input that holds the key: it would go on to the services behind the gateway, and into outputs and errors.
 *
 * @throws InputError naming the field, never what it holds
 */
export function refuseKey(body: IDataObject, item: ItemTry, key: string): void {
	if (key.replace(/^sk-/i, '').length < SHORTEST_KEY) return;
	const holdsKey: HoldsKey = (text) => text !== undefined && removeSecret(text, key) !== text;
	if (holdsKey(item.taskId)) {
		// Nor may an error show it as the task's.
		item.taskId = undefined;
		throw new InputError('Task ID', 'holds the API key', ADVICE);
	}
	const field = namedField(item, holdsKey) ?? bodyField(body, item, holdsKey);
	if (field !== undefined) throw new InputError(field, 'holds the API key', ADVICE);
}

/** Names of files and fields are not sent, but come out. */
function namedField({ settings }: ItemTry, holdsKey: HoldsKey): string | undefined {
	const { outputField, fileName } = settings.download ?? {};
	if (holdsKey(outputField)) return 'Output Data Field Name';
	return holdsKey(fileName) ? 'File Name' : undefined;
}

function bodyField(body: IDataObject, item: ItemTry, holdsKey: HoldsKey): string | undefined {
	const place = placeOf(body, holdsKey);
	return place && (item.sources.around(place) ?? 'Options');
}

/** Takes the key out of what is told of the input: its words may quote what was typed. */
export function hideKey({ warnings }: ItemTry, key: string): void {
	for (const warning of warnings) warning.message = redact(warning.message, key);
}

/** The path to the first value, or to the object with the first name, that holds the key. */
function placeOf(value: unknown, holdsKey: HoldsKey): string[] | undefined {
	if (typeof value === 'string') return holdsKey(value) ? [] : undefined;
	if (Array.isArray(value)) return value.some((inner) => placeOf(inner, holdsKey)) ? [] : undefined;
	if (!isObject(value)) return undefined;
	for (const [key, inner] of Object.entries(value)) {
		if (holdsKey(key)) return [];
		const rest = placeOf(inner, holdsKey);
		if (rest !== undefined) return [key, ...rest];
	}
	return undefined;
}
