import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

/**
 * What tells one request from another, without holding it: the SHA-256 of the body, in hexadecimal.
 *
 * @param stands what stands for an address that differs at every try (a signed link of the same file)
 */
export function requestDigest(body: IDataObject, stands: ReadonlyMap<string, string>): string {
	const text = JSON.stringify(body, (_key, value: unknown) =>
		typeof value === 'string' ? (stands.get(value) ?? value) : value,
	);
	return createHash('sha256').update(text).digest('hex');
}
