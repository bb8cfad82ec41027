import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { GATEWAY_BASE_URL, gatewayAccess } from './gatewayAccess';

/** A request of n8n's helper, or of its older one, which the HTTP Request node uses. */
type AnyRequest = IHttpRequestOptions & { uri?: string };

/** In both helpers' words: no redirect is followed, since n8n takes the key along to subdomains. */
const NO_REDIRECT = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
	sendCredentialsOnCrossOriginRedirect: false,
} as const;

/** Where a request goes; nothing when that is no address. */
function targetOrigin(request: AnyRequest): string | undefined {
	// Stryker disable next-line StringLiteral: without an address it is that of the base, or none
	const { url = request.uri ?? '', baseURL } = request;
	return URL.canParse(url, baseURL) ? new URL(url, baseURL).origin : undefined;
}

const NO_MODELS =
	"Check 'Base URL': something answered there, but not with a gateway's list of models";

const TEST_RULES = [
	{
		type: 'responseCode' as const,
		properties: { value: 401, message: 'The gateway does not accept this API key' },
	},
	{
		type: 'responseCode' as const,
		properties: { value: 404, message: 'There is no gateway of this format at this Base URL' },
	},
	// A web page and an error with status 200 have no list; with "data": null or "success": false they are the gateway's.
	...[
		{ key: 'data', value: undefined },
		{ key: 'data', value: null },
		{ key: 'success', value: false },
	].map((unwanted) => ({
		type: 'responseSuccessBody' as const,
		properties: { ...unwanted, message: NO_MODELS },
	})),
];

/** A bearer key and the gateway that it belongs to. */
export class KlingVideoApi implements ICredentialType {
	name = 'klingVideoApi';

	displayName = 'Kling Video API';

	icon: Icon = { light: 'file:../icons/klingVideo.svg', dark: 'file:../icons/klingVideo.dark.svg' };

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-kling-video#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The key of your account at the gateway, from its website, usually under Keys or Tokens. It is neither a key of OpenAI nor one of Kling itself.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://octopusx.ai',
			placeholder: 'e.g. https://octopusx.ai',
			description:
				'The address of the gateway, with or without /v1. A gateway is a web service that sells access to Kling in the format of OpenAI.',
		},
	];

	/**
	 * Adds the bearer header, refuses to for any origin but the gateway's, and forbids redirects: a function, since no
	 * declaration can say that.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { key, origin } = gatewayAccess(credentials);
		if (targetOrigin(request) !== origin) {
			throw new Error(
				`The key of the Kling Video API credential is sent to ${origin} only, as its 'Base URL' says, and to no other address`,
			);
		}
		return {
			...request,
			...NO_REDIRECT,
			headers: { ...request.headers, Authorization: `Bearer ${key}` },
		};
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: GATEWAY_BASE_URL,
			url: '/v1/models',
			disableFollowRedirect: true,
		},
		// n8n takes rules of both kinds together; its type takes one kind only.
		rules: TEST_RULES as ICredentialTestRequest['rules'],
	};
}
