import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

/**
 * What tells one request from another, without holding it: the SHA-256 of the body, in hexadecimal.
 *
 * @param stands what stands for an address that differs at every try (a signed link of the same file)
 */
export function requestDigest(body: IDataObject, stands: ReadonlyMap<unknown, string>): string {
	const text = JSON.stringify(body, (_key, value: unknown) => stands.get(value) ?? value);
	return createHash('sha256').update(text).digest('hex');
}
