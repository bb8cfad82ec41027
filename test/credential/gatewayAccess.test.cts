/** What the credential takes, refuses and shows: pure rules. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
	bearerKey,
	GATEWAY_BASE_URL,
	gatewayAccess,
	gatewayBase,
	gatewayOrigin,
} from '../../credentials/gatewayAccess.ts';
import { KlingVideoApi } from '../../credentials/KlingVideoApi.credentials.ts';

const KEY = 'sk-AbCdEfGh';

test.each([
	['https://a.example', 'https://a.example'],
	[' https://a.example/ \n', 'https://a.example'],
	['https://a.example//', 'https://a.example'],
	['https://a.example/v1', 'https://a.example'],
	['https://a.example/v1//', 'https://a.example'],
	['https://a.example//v1', 'https://a.example'],
	['https://a.example///v1', 'https://a.example'],
	['https://a.example/v1/x', 'https://a.example/v1/x'],
	['https://a.example/v11', 'https://a.example/v11'],
	['https://a.example/v1/v1', 'https://a.example/v1'],
	['https://a.example/kling/v1/', 'https://a.example/kling'],
	['', ''],
	[undefined, ''],
	[null, ''],
	[7, '7'],
])('the base of %j is %s, for code and in the expression', (typed, base) => {
	expect(gatewayBase(typed)).toBe(base);
	const [, body = ''] = /^=\{\{(.*)\}\}$/.exec(GATEWAY_BASE_URL) ?? [];
	// The expression is JavaScript that n8n evaluates.
	const evaluate = new Function('$credentials', `return ${body}`) as (of: object) => string;
	expect(evaluate({ baseUrl: typed })).toBe(base);
});

const refused = (work: () => unknown): string | undefined => {
	try {
		work();
	} catch (error) {
		return (error as Error).message;
	}
	return undefined;
};

const START = 'must be an address that starts with http:// or https://';
const SWAPPED = 'holds what looks like an API key: check that the two fields are not swapped';
const USER = 'must not hold a user name or a password (user:password@)';
const REST = "must end before any '?' or '#', and hold no blanks";

test.each([
	[undefined, 'is empty'],
	[7, 'is empty'],
	[' ', 'is empty'],
	['sk-1', SWAPPED],
	['SK_1', SWAPPED],
	['sketch.example', START],
	['ask-https://a.example', START],
	['a.example', START],
	['xhttp://a.example', START],
	['http:///a', START],
	['https://', START],
	['https://a b', START],
	['https://u@a.example', USER],
	['https://:p@a.example', USER],
	['https://a.example/?', REST],
	['https://a.example/#', REST],
	['https://a.example/a b', REST],
	['https://a.example/a\\b', REST],
])('the address %j %s', (typed, problem) => {
	expect(refused(() => gatewayOrigin(typed))).toBe(
		`The 'Base URL' of the Kling Video API credential ${problem}`,
	);
});

test.each([
	['https://a.example', 'https://a.example'],
	[' HTTP://A.example:8080/v1 ', 'http://a.example:8080'],
	['http://x', 'http://x'],
])('the address %j has the origin %s', (typed, origin) => {
	expect(gatewayOrigin(typed)).toBe(origin);
});

test.each([
	[undefined, 'is empty'],
	[7, 'is empty'],
	['\n', 'is empty'],
	['http:x', 'holds an address: check that the two fields are not swapped'],
	['HTTPS://a.example', 'holds an address: check that the two fields are not swapped'],
	['Bearer a', "must be the key alone, without 'Bearer'"],
	['bearer\tabc', "must be the key alone, without 'Bearer'"],
	['a b', 'holds characters that no key has'],
	['a bearer b', 'holds characters that no key has'],
	['a\u007f', 'holds characters that no key has'],
	['ké', 'holds characters that no key has'],
])('the key %j %s', (typed, problem) => {
	expect(refused(() => bearerKey(typed))).toBe(
		`The 'API Key' of the Kling Video API credential ${problem}`,
	);
});

test.each([' !~ab ', 'xhttp:', 'bearers', 'abearer'])('the key %j is one', (typed) => {
	expect(bearerKey(typed)).toBe(typed.trim());
});

describe('an address with the key in it', () => {
	const access = (apiKey: string, baseUrl: string) => () => gatewayAccess({ apiKey, baseUrl });
	const HELD = "The 'Base URL' of the Kling Video API credential must not hold the API key";

	test.each([
		[KEY, 'https://a.example/sk-AbCdEfGh'],
		[KEY, 'https://abcdefgh.example'],
		['SK-AbCdEfGh', 'https://a.example/ABCDEFGH'],
		['AbCdEfGh', 'https://a.example/abcdefgh'],
		['a-sk-bcde', 'https://a-sk-bcde.example'],
	])('%s in %s is refused', (key, address) => {
		expect(refused(access(key, address))).toBe(HELD);
	});

	test.each([
		['sk-abcdefg', 'https://abcdefg.example'],
		[KEY, 'https://a.example'],
		['ask-abcdefgh', 'https://abcdefgh.example'],
	])('%s in %s is not', (key, address) => {
		expect(access(key, address)()).toEqual({ key, origin: new URL(address).origin });
	});

	test('both fields are checked, the address first', () => {
		expect(refused(() => gatewayAccess({}))).toContain("'Base URL'");
		expect(refused(() => gatewayAccess({ baseUrl: 'https://a.example' }))).toContain("'API Key'");
	});
});

describe('what n8n shows', () => {
	const credential = new KlingVideoApi();

	test('is what saved credentials and people know it by', () => {
		expect(credential).toMatchObject({
			name: 'klingVideoApi',
			displayName: 'Kling Video API',
			documentationUrl: 'https://www.npmjs.com/package/n8n-nodes-kling-video#credential',
			properties: [
				{
					displayName: 'API Key',
					name: 'apiKey',
					type: 'string',
					typeOptions: { password: true },
					default: '',
					required: true,
					description: expect.stringMatching(/neither a key of OpenAI nor one of Kling/) as unknown,
				},
				{
					displayName: 'Base URL',
					name: 'baseUrl',
					type: 'string',
					default: 'https://octopusx.ai',
					placeholder: 'e.g. https://octopusx.ai',
					description: expect.stringMatching(/with or without \/v1/) as unknown,
				},
			],
		});
	});

	test('has icons that exist', () => {
		const icons = Object.values(credential.icon) as string[];
		expect(icons).toHaveLength(2);
		for (const icon of icons) {
			const file = path.join(__dirname, '../../credentials', icon.replace(/^file:/, ''));
			expect(readFileSync(file, 'utf8')).toContain('<svg');
		}
	});

	test('tests the key at the list of models, without following a redirect', () => {
		expect(credential.test.request).toEqual({
			baseURL: GATEWAY_BASE_URL,
			url: '/v1/models',
			disableFollowRedirect: true,
		});
		const noModels =
			"Check 'Base URL': something answered there, but not with a gateway's list of models";
		expect(credential.test.rules).toEqual([
			{
				type: 'responseCode',
				properties: { value: 401, message: 'The gateway does not accept this API key' },
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'There is no gateway of this format at this Base URL',
				},
			},
			...[
				['data', undefined],
				['data', null],
				['success', false],
			].map(([key, value]) => ({
				type: 'responseSuccessBody',
				properties: { key, value, message: noModels },
			})),
		]);
	});
});

describe('the key goes to the origin of the gateway', () => {
	const { authenticate } = new KlingVideoApi();
	const data = { apiKey: ` ${KEY} `, baseUrl: 'https://a.example/v1' };

	test.each([
		[{ url: 'https://a.example/v1/videos' }],
		[{ uri: 'https://a.example/v1/models' } as unknown as { url: string }],
		[{ url: '/v1/videos', baseURL: 'https://a.example/x' }],
	])('%j', async (request) => {
		expect(await authenticate(data, { ...request, headers: { accept: '*/*' } })).toEqual({
			...request,
			headers: { accept: '*/*', Authorization: `Bearer ${KEY}` },
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
			sendCredentialsOnCrossOriginRedirect: false,
		});
	});

	test.each([
		[{ url: 'http://a.example/v1/videos' }],
		[{ url: 'https://a.example:444/' }],
		[{ url: '/v1/videos' }],
		[{ url: '/v1/videos', baseURL: 'https://b.example' }],
		[{ uri: 'https://b.example/' } as unknown as { url: string }],
		[{} as unknown as { url: string }],
	])('and not to %j', async (request) => {
		await expect(authenticate(data, request)).rejects.toThrow(
			"The key of the Kling Video API credential is sent to https://a.example only, as its 'Base URL' says, and to no other address",
		);
	});
});
