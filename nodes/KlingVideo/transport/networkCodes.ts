/** The connection was never made, so nothing was sent. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ERR_INVALID_URL']);

/** May also end a connection on which something was sent: only the failing system call tells. */
const NO_ROUTE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);

/** The handshake comes before the request. */
const CERTIFICATE =
	/^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_|HOSTNAME_MISMATCH$|INVALID_CA$|ERR_TLS_CERT_)/;

/** Whether a network error's code says that nothing was sent, so that a submission certainly made no task. */
export function isBeforeSending(code = '', systemCall?: string): boolean {
	if (NEVER_CONNECTED.has(code) || isCertificateProblem(code)) return true;
	return NO_ROUTE.has(code) && systemCall !== 'read' && systemCall !== 'write';
}

/** Whether the server's certificate was not accepted. */
export function isCertificateProblem(code = ''): boolean {
	return CERTIFICATE.test(code);
}
