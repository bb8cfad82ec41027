import type { IExecuteFunctions, IHttpRequestOptions, INodeParameters } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { gatewayBase } from '../../../../credentials/gatewayAccess';
import { CREDENTIAL } from '../../transport/gatewayKey';
import { isObject } from '../../shared/json';
import { shownText } from '../../shared/shownText';

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
			protocol: protocol.slice(0, -1),
			host: hostname,
			// A URL leaves the usual port of its protocol out, even where it was typed.
			port: Number(port) || (protocol === 'https:' ? 443 : 80),
			...(username !== '' && { auth }),
		},
	};
}

/** @throws NodeOperationError in words when it was deleted, or n8n cannot read it */
async function baseUrlOf(context: IExecuteFunctions): Promise<unknown> {
	try {
		const { baseUrl } = await context.getCredentials(CREDENTIAL);
		return baseUrl;
	} catch (error) {
		const said = shownText(error instanceof Error ? error.message : String(error));
		throw new NodeOperationError(context.getNode(), "The node's credential cannot be used", {
			description: `It was deleted meanwhile, or n8n cannot read it: "${said}". The task itself is not affected: use the operation Wait or Get Status with its task ID and another credential of the same account to go on.`,
		});
	}
}

/** The Request Options of the node that waits. */
export function requestOptionsOf(context: IExecuteFunctions): INodeParameters {
	const given: unknown = context.getNodeParameter('requestOptions', 0, {});
	return isObject(given) ? (given as INodeParameters) : {};
}

/** What every request of the child has in common. @throws Error when the credential cannot be used */
async function requestOf(context: IExecuteFunctions): Promise<IHttpRequestOptions> {
	const baseUrl = await baseUrlOf(context);
	const { allowUnauthorizedCerts, proxy, timeout } = requestOptionsOf(context);
	return {
		url: '',
		baseURL: gatewayBase(baseUrl),
		headers: { Accept: 'application/json' },
		...(allowUnauthorizedCerts === true && { skipSslCertificateValidation: true }),
		...(Number(timeout) > 0 && { timeout: Number(timeout) }),
		...proxyOf(proxy),
	};
}

/** The same, or the error that says why there is none: nothing may be thrown in the place of a node that waits. */
export async function requestOrError(
	context: IExecuteFunctions,
): Promise<IHttpRequestOptions | Error> {
	return await requestOf(context).catch((error: unknown) =>
		error instanceof Error ? error : new Error(String(error)),
	);
}
