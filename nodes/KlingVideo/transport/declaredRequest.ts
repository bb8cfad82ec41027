import type { DeclarativeRestApiSettings, IHttpRequestOptions } from 'n8n-workflow';

/**
 * The request that n8n's engine has built from what is declared and from the Request Options, in the stricter type of
 * n8n's request helper.
 */
export function declaredRequest(
	declared: DeclarativeRestApiSettings.HttpRequestOptions,
): IHttpRequestOptions {
	const { url = '', skipSslCertificateValidation, timeout, ...others } = declared;
	return {
		...others,
		url,
		// An expression may give text; n8n would append a number to it.
		...(Number(timeout) > 0 && { timeout: Number(timeout) }),
		...(skipSslCertificateValidation === true && { skipSslCertificateValidation }),
	};
}
