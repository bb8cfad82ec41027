import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { isObject } from '../shared/json';

/**
 * A file of the item, by the name of its field.
 *
 * @param shownName of the slot that names it
 * @throws InputError with the fields that there are
 */
export function itemFile(
	context: IExecuteSingleFunctions,
	field: string,
	shownName: string,
): IBinaryData {
	const found = find(context, field);
	if (found) return found;
	const fields = fieldsOf(context).map((name) => `'${name}'`);
	throw new InputError(
		shownName,
		`names the file field '${field}', but the item has ${fields.length === 0 ? 'no file' : 'no such field'}`,
		fields.length === 0
			? 'Make sure that the previous node outputs a file, or switch to URL'
			: `The file fields of the item are ${fields.join(', ')}`,
	);
}

function find(context: IExecuteSingleFunctions, field: string): IBinaryData | undefined {
	try {
		return context.helpers.assertBinaryData(field);
	} catch {
		// The engine's words name neither the slot nor the fields that there are.
		return undefined;
	}
}

/** Where files live: in `binary`, or as n8n can be set, among the JSON. */
function fieldsOf(context: IExecuteSingleFunctions): string[] {
	const { binary, json } = context.getInputData();
	const inJson = Object.entries(json).filter(
		([, value]) => isObject(value) && typeof value.mimeType === 'string' && 'data' in value,
	);
	return [...Object.keys(binary ?? {}), ...inJson.map(([name]) => name)];
}
