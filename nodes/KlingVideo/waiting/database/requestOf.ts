import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { gatewayBase } from '../../../../credentials/gatewayAccess';
import { CREDENTIAL } from '../../gateway/askGateway';

/** What every request of the child has in common. @throws Error when the credential cannot be used */
export async function requestOf(context: IExecuteFunctions): Promise<IHttpRequestOptions> {
	const { baseUrl } = await context.getCredentials(CREDENTIAL);
	const insecure: unknown = context.getNodeParameter(
		'requestOptions.allowUnauthorizedCerts',
		0,
		false,
	);
	return {
		url: '',
		baseURL: gatewayBase(baseUrl),
		headers: { Accept: 'application/json' },
		...(insecure === true && { skipSslCertificateValidation: true }),
	};
}
