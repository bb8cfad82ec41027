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

/** Begins every refusal of the credential; nothing that was typed is shown, since it may be the key. */
const CREDENTIAL = 'of the Kling Video API credential';

function refused(field: 'API Key' | 'Base URL', problem: string): Error {
	return new Error(`The '${field}' ${CREDENTIAL} ${problem}`);
}

/**
 * The one origin that may receive the key.
 *
 * @param baseUrl the credential's Base URL, as typed
 * @throws Error when it is not the plain http(s) address of a gateway, naming the field
 */
export function gatewayOrigin(baseUrl: unknown): string {
	const typed = typeof baseUrl === 'string' ? baseUrl.trim() : '';
	if (typed === '') throw refused('Base URL', 'is empty');
	if (/^sk[-_]/i.test(typed)) {
		throw refused(
			'Base URL',
			'holds what looks like an API key: check that the two fields are not swapped',
		);
	}
	if (!/^https?:\/\/[^/]/i.test(typed) || !URL.canParse(typed)) {
		throw refused('Base URL', 'must be an address that starts with http:// or https://');
	}
	const url = new URL(typed);
	// n8n would send them in the place of the key.
	if (url.username !== '' || url.password !== '') {
		throw refused('Base URL', 'must not hold a user name or a password (user:password@)');
	}
	// Paths are put behind it.
	if (/[?#\s\\]/.test(typed)) {
		throw refused('Base URL', "must end before any '?' or '#', and hold no blanks");
	}
	return url.origin;
}

/**
 * The key as it goes into the header: without the blanks and line breaks that pasting adds.
 *
 * @throws Error when it is empty or cannot be a key
 */
export function bearerKey(apiKey: unknown): string {
	const key = typeof apiKey === 'string' ? apiKey.trim() : '';
	if (key === '') throw refused('API Key', 'is empty');
	if (/^https?:/i.test(key)) {
		throw refused('API Key', 'holds an address: check that the two fields are not swapped');
	}
	if (/^bearer\s/i.test(key)) {
		throw refused('API Key', "must be the key alone, without 'Bearer'");
	}
	if (!/^[\x21-\x7e]+$/.test(key)) throw refused('API Key', 'holds characters that no key has');
	return key;
}

/** The shortest key that is looked for in other texts, without its `sk-`: a shorter one may well be a word of them. */
export const SHORTEST_KEY = 8;

/**
 * Key and origin of a credential, checked together.
 *
 * @throws Error when one of the two cannot be used, or when the address holds the key
 */
export function gatewayAccess(credential: { apiKey?: unknown; baseUrl?: unknown }): {
	key: string;
	origin: string;
} {
	const origin = gatewayOrigin(credential.baseUrl);
	const key = bearerKey(credential.apiKey);
	const bare = key.replace(/^sk-/i, '').toLowerCase();
	const holdsKey =
		bare.length >= SHORTEST_KEY && String(credential.baseUrl).toLowerCase().includes(bare);
	if (holdsKey) throw refused('Base URL', 'must not hold the API key');
	return { key, origin };
}
