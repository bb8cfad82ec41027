import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { gatewayBase } from '../../../../credentials/gatewayAccess';
import { CREDENTIAL } from '../../transport/gatewayKey';
import { isObject } from '../../shared/json';

/** The proxy of the Request Options, as n8n reads it for declared requests. */
function proxyOf(address: unknown): Pick<IHttpRequestOptions, 'proxy'> {
	if (typeof address !== 'string' || address === '') return {};
	const { protocol, hostname, port, username, password } = new URL(address);
	const auth = {
		username: decodeURIComponent(username),
		password: decodeURIComponent(password),
	};
	return {
		proxy: {
			protocol: protocol.replace(/:$/, ''),
			host: hostname,
			port: Number(port),
			...(username !== '' && { auth }),
		},
	};
}

/** What every request of the child has in common. @throws Error when the credential cannot be used */
async function requestOf(context: IExecuteFunctions): Promise<IHttpRequestOptions> {
	const { baseUrl } = await context.getCredentials(CREDENTIAL);
	const given: unknown = context.getNodeParameter('requestOptions', 0, {});
	const { allowUnauthorizedCerts, proxy, timeout } = isObject(given) ? given : {};
	return {
		url: '',
		baseURL: gatewayBase(baseUrl),
		headers: { Accept: 'application/json' },
		...(allowUnauthorizedCerts === true && { skipSslCertificateValidation: true }),
		...(Number(timeout) > 0 && { timeout: Number(timeout) }),
		...proxyOf(proxy),
	};
}

/** The same, or the error that says why there is none: nothing may be thrown in the place of a parked node. */
export async function requestOrError(
	context: IExecuteFunctions,
): Promise<IHttpRequestOptions | Error> {
	return await requestOf(context).catch((error: unknown) =>
		error instanceof Error ? error : new Error(String(error)),
	);
}
