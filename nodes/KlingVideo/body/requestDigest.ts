import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

/**
 * What tells one request from another, without holding it: the SHA-256 of the body's JSON, in hexadecimal.
 *
 * @param canonical the body as it is sent
 * @param stands what stands for an address that differs at every try (a signed link of the same file), also where the
 * address is inside the string of `ext_info`
 */
export function requestDigest(canonical: IDataObject, stands: ReadonlyMap<string, string>): string {
	// The longest first: one address may begin with another.
	const addresses = [...stands].sort(([one], [other]) => other.length - one.length);
	const text = addresses.reduce(
		(json, [address, stand]) => json.replaceAll(address, () => stand),
		JSON.stringify(canonical),
	);
	return createHash('sha256').update(text).digest('hex');
}
