import type { JsonObject } from '../json.cts';
import { parseJsonObject } from '../json.cts';

/**
 * Reads a body by its content type: JSON, or a form as n8n's own OpenAI node sends it.
 * The text as it came when it is no JSON object and no form.
 */
export async function parseBody(bytes: Buffer, contentType: string): Promise<JsonObject | string> {
	const text = bytes.toString('utf8');
	if (isForm(contentType)) return (await parseForm(bytes, contentType)) ?? text;
	return parseJsonObject(text) ?? text;
}

/** Whether a content type is that of a form with files. */
export function isForm(contentType: string | undefined): boolean {
	return /^multipart\/form-data/i.test(contentType ?? '');
}

/** Form fields as strings; a file as its name, type and size. */
async function parseForm(bytes: Buffer, contentType: string): Promise<JsonObject | undefined> {
	try {
		const response = new Response(new Uint8Array(bytes), {
			headers: { 'content-type': contentType },
		});
		const object: JsonObject = {};
		for (const [name, value] of await response.formData()) {
			object[name] =
				typeof value === 'string'
					? value
					: { name: value.name, type: value.type, size: value.size };
		}
		return object;
	} catch {
		return undefined;
	}
}
