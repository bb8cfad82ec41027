/** A JSON string, or a number outside of one. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * The body as JSON where it holds JSON, whatever it came as; otherwise as text. Whole numbers too great for JavaScript
 * become text with all their digits, since task ids are such numbers at some gateways. Never throws.
 */
export function parseBody(body: unknown): unknown {
	const text = bytesToText(body);
	if (text === undefined) return body;
	try {
		const parsed: unknown = JSON.parse(greatNumbersAsText(text.trim()));
		return parsed;
	} catch {
		return text;
	}
}

/** From 16 digits on a number may lose some of them as a JavaScript number: 2^53 has 16. */
function greatNumbersAsText(json: string): string {
	return json.replace(TOKEN, (token) =>
		/^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
	);
}

function bytesToText(body: unknown): string | undefined {
	if (typeof body === 'string') return body;
	if (body instanceof ArrayBuffer) return Buffer.from(body).toString('utf8');
	if (ArrayBuffer.isView(body)) {
		return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
	}
	return undefined;
}
