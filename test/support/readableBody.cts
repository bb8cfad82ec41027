import { isJsonObject, parseJsonObject, type JsonObject } from '../../gateway/json.cts';

function parsed(value: unknown, name: string): JsonObject {
	const object = typeof value === 'string' ? parseJsonObject(value) : undefined;
	if (object === undefined)
		throw new Error(`${name} is no string of JSON: ${JSON.stringify(value)}`);
	return object;
}

/**
 * A submitted body in a form that reads well: `ext_info`, a string of JSON that holds a string of JSON,
 * as the object it stands for. Throws when it is anything else on the wire.
 */
export function readableBody(body: unknown): unknown {
	if (!isJsonObject(body) || !isJsonObject(body.metadata)) return body;
	const { ext_info: text, ...metadata } = body.metadata;
	if (text === undefined) return body;
	const { AdditionalParameters: inner, ...outer } = parsed(text, 'ext_info');
	const parameters =
		inner === undefined ? {} : { AdditionalParameters: parsed(inner, 'AdditionalParameters') };
	return { ...body, metadata: { ...metadata, ext_info: { ...outer, ...parameters } } };
}
