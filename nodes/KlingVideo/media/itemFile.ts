import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { at, isObject } from '../shared/json';

/** Where n8n keeps the files of an item among its JSON, with the workflow setting `binaryMode: combined`. */
const FILES_IN_JSON = '_files';

/**
 * A file of the item, by the name of its field: `data`, or in n8n's combined mode `_files.data` as well.
 *
 * @param shownName of the file field that names it
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

/** The field as it is written, then as the other mode writes it: a workflow keeps its names when the mode changes. */
function find(context: IExecuteSingleFunctions, field: string): IBinaryData | undefined {
	const prefix = `${FILES_IN_JSON}.`;
	const other = field.startsWith(prefix) ? field.slice(prefix.length) : prefix + field;
	return findAs(context, field) ?? findAs(context, other);
}

function findAs(context: IExecuteSingleFunctions, field: string): IBinaryData | undefined {
	try {
		return context.helpers.assertBinaryData(field);
	} catch {
		// The engine's words name neither the parameter nor the fields that there are.
		return undefined;
	}
}

/** Where files live: in `binary`, or as n8n can be set, among the JSON. */
function fieldsOf(context: IExecuteSingleFunctions): string[] {
	const { binary, json } = context.getInputData();
	return [...Object.keys(binary ?? {}), ...filesIn(at(json, FILES_IN_JSON)), ...filesIn(json)];
}

function filesIn(json: unknown): string[] {
	const entries = Object.entries<unknown>(isObject(json) ? json : {});
	return entries.filter(([, value]) => isFile(value)).map(([name]) => name);
}

function isFile(value: unknown): boolean {
	return isObject(value) && typeof value.mimeType === 'string' && 'data' in value;
}
