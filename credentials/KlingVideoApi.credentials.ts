import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { bearerKey, GATEWAY_BASE_URL, gatewayOrigin } from './gatewayAccess';

/** Where a request goes; n8n's HTTP Request node spells it `uri`. */
function targetOrigin(request: IHttpRequestOptions & { uri?: string }): string {
	return new URL(request.url ?? request.uri ?? '', request.baseURL).origin;
}

/** A bearer key and the gateway that it belongs to. */
export class KlingVideoApi implements ICredentialType {
	name = 'klingVideoApi';

	displayName = 'Kling Video API';

	icon: Icon = { light: 'file:../icons/klingVideo.svg', dark: 'file:../icons/klingVideo.dark.svg' };

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-kling-video';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The bearer key of your account at the gateway',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://octopusx.ai',
			placeholder: 'e.g. https://octopusx.ai',
			description: 'The address of the gateway, with or without /v1',
		},
	];

	/**
	 * Adds the bearer header, and refuses to for any origin but the gateway's: a function, since no declaration
	 * can say that.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const origin = gatewayOrigin(credentials.baseUrl);
		if (targetOrigin(request) !== origin) {
			throw new Error(
				`The key of the Kling Video API credential is sent to ${origin} only, not to ${targetOrigin(request)}`,
			);
		}
		const key = bearerKey(credentials.apiKey);
		return {
			...request,
			sendCredentialsOnCrossOriginRedirect: false,
			headers: { ...request.headers, Authorization: `Bearer ${key}` },
		};
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: GATEWAY_BASE_URL,
			url: '/v1/models',
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 401, message: 'The gateway does not accept this API key' },
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'There is no gateway of this format at this Base URL' },
			},
		],
	};
}
