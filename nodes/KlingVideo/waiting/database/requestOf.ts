import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { gatewayBase } from '../../../../credentials/gatewayAccess';
import { CREDENTIAL } from '../../transport/askGateway';
import { isObject } from '../../parameters/inputCheck';

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
export async function requestOf(context: IExecuteFunctions): Promise<IHttpRequestOptions> {
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
