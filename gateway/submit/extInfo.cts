import type { JsonObject } from '../json.cts';
import { parseJsonObject } from '../json.cts';
import { readString } from './read.cts';
import { refuse } from './refusal.cts';

/**
 * What `metadata.ext_info` asks for: the object inside its `AdditionalParameters`.
 * Both are strings that hold JSON, one inside the other. Empty when left out.
 */
export function readExtInfo(metadata: JsonObject): JsonObject {
	const text = readString(metadata, 'ext_info', 'metadata.ext_info');
	if (text === undefined) return {};
	const outer = parseJsonObject(text);
	if (outer === undefined) refuse('metadata.ext_info is not a JSON object in a string');
	const inner = readString(outer, 'AdditionalParameters', 'ext_info.AdditionalParameters');
	if (inner === undefined) return {};
	const parameters = parseJsonObject(inner);
	if (parameters === undefined) {
		refuse('ext_info.AdditionalParameters is not a JSON object in a string');
	}
	return parameters;
}
