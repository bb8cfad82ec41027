/** Names that mean a machine in the same network, by their use or by rule (RFC 6761, 6762, 8375, 9476). */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/;

/** Loopback, link-local and private networks (RFC 1122, 1918, 3927). */
const LOCAL_IPV4 = /^(?:0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\./;

/** The same for IPv6 (RFC 4193, 4291), also where it stands for an IPv4 address. */
const LOCAL_IPV6 = /^(?:::1?$|f[cd]|fe[89ab]|::ffff:(?:0|a|7f|a9fe|c0a8|ac1)[0-9a-f]*:)/;

/**
 * Whether an address is plainly one that only the same machine or network reaches. A name that is not plainly local
 * may still be: this asks no name server.
 *
 * @param address an absolute URL
 */
export function isLocalAddress(address: string): boolean {
	const host = new URL(address).hostname.toLowerCase().replace(/\.$/, '');
	if (host.startsWith('[')) return LOCAL_IPV6.test(host.slice(1, -1));
	// A URL whose last part is a number has an IPv4 address.
	if (/\.\d+$/.test(host)) return LOCAL_IPV4.test(host);
	return !host.includes('.') || LOCAL_NAME.test(host);
}
