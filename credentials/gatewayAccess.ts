/**
 * The base URL as a gateway wants it, as an n8n expression: without trailing slashes and without `/v1`,
 * so that every way to paste it works.
 */
export const GATEWAY_BASE_URL =
	'={{ String($credentials.baseUrl ?? "").trim().replace(/\\/+$/, "").replace(/\\/v1$/, "").replace(/\\/+$/, "") }}';

/** The same for code: the base URL without trailing slashes and without `/v1`. */
export function gatewayBase(baseUrl: unknown): string {
	return String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '')
		.replace(/\/v1$/, '')
		.replace(/\/+$/, '');
}

/**
 * The one origin that may receive the key.
 *
 * @param baseUrl the credential's Base URL, as typed
 * @throws Error when it is not an http(s) address, naming the field
 */
export function gatewayOrigin(baseUrl: unknown): string {
	const typed = typeof baseUrl === 'string' ? baseUrl.trim() : '';
	const url = URL.canParse(typed) ? new URL(typed) : undefined;
	if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
		throw new Error(
			`The 'Base URL' of the Kling Video API credential must start with http:// or https://, but it is '${typed}'`,
		);
	}
	return url.origin;
}

/**
 * The key as it goes into the header: without the blanks and line breaks that pasting adds.
 *
 * @throws Error when it is empty or holds what no header can carry
 */
export function bearerKey(apiKey: unknown): string {
	const key = typeof apiKey === 'string' ? apiKey.trim() : '';
	if (!/^[\x21-\x7e]+$/.test(key)) {
		throw new Error(
			`The 'API Key' of the Kling Video API credential ${key === '' ? 'is empty' : 'holds characters that no key has'}`,
		);
	}
	return key;
}
