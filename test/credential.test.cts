import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { KlingVideoApi } from '../credentials/KlingVideoApi.credentials.ts';
import { faults } from '../gateway/server.cts';
import { testCredential } from './support/credentialTest.cts';
import { engineVersion } from '../dev/engine/engineProcess.cts';
import { useGateway } from './support/localGateway.cts';

const gateway = useGateway();
const submit = { operation: 'submit', prompt: 'A fox' };
const getStatus = { operation: 'getStatus', taskId: 'task_1' };

/** A server of another origin: whatever reaches it is wrong. */
let elsewhere: Server;
let seenElsewhere: IncomingMessage[] = [];
let elsewhereUrl = '';
beforeAll(async () => {
	elsewhere = createServer((request, response) => {
		seenElsewhere.push(request);
		response.setHeader('content-type', 'application/json').end('{"id":"task_2","status":"queued"}');
	});
	await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
	elsewhereUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
});
beforeEach(() => {
	seenElsewhere = [];
});
afterAll(async () => {
	elsewhere.closeAllConnections();
	await new Promise((resolve) => elsewhere.close(resolve));
});

describe('the base URL', () => {
	const variants = ['', '/', '//', '/v1', '/v1/', '/v1//', ' \n'];
	test.each(variants)('works with %j at its end', async (end) => {
		const credentials = { apiKey: gateway.server.key, baseUrl: `${gateway.server.url}${end}` };
		await gateway.run({ parameters: submit, credentials });
		expect(gateway.server.requests.map(({ url }) => url)).toEqual(['/v1/videos']);
		expect(await testCredential(credentials)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(gateway.server.requests.at(-1)?.url).toBe('/v1/models');
	});

	test.each(['/kling', '/kling/', '/kling/v1', '/kling/v1/'])(
		'may have a path: %s',
		async (path) => {
			const credentials = { apiKey: gateway.server.key, baseUrl: `${gateway.server.url}${path}` };
			const answer = faults.json(200, { id: 'task_1', status: 'completed' });
			gateway.server.faults.next('other', answer, 2);
			await gateway.run({ parameters: submit, credentials });
			await gateway.run({ parameters: getStatus, credentials });
			expect(gateway.server.requests.map(({ url }) => url)).toEqual([
				'/kling/v1/videos',
				'/kling/v1/videos/task_1',
			]);
		},
	);

	const START = 'must be an address that starts with http:// or https://';
	const SWAPPED = 'holds what looks like an API key: check that the two fields are not swapped';
	const USER = 'must not hold a user name or a password (user:password@)';
	const REST = "must end before any '?' or '#', and hold no blanks";
	test.each([
		['', 'is empty'],
		['octopusx.ai', START],
		['ftp://octopusx.ai', START],
		['file:///etc/passwd', START],
		['http://', START],
		['https:octopusx.ai', START],
		['https:\\\\octopusx.ai', START],
		['javascript:1', START],
		['Zq8Wn3Rt6Yp1Lk5Jh9Gf2Ds7', START],
		['sk-Zq8Wn3Rt6Yp1Lk5Jh9Gf2Ds7', SWAPPED],
		[' SK-Zq8Wn3Rt6Yp1Lk5Jh9Gf2Ds7', SWAPPED],
		['https://user:pw@octopusx.ai', USER],
		['https://user@octopusx.ai/v1', USER],
		['https://:pw@octopusx.ai', USER],
		['https://octopusx.ai?a=1', REST],
		['https://octopusx.ai/#/home', REST],
		['https://octopusx.ai/?', REST],
		['https://octopusx.ai/#', REST],
		['https://octopusx.ai/a b', REST],
		['https://octopusx.ai\\v1', REST],
		['https://octopusx.ai/{key}', 'must not hold the API key'],
		['https://{bare}.octopusx.ai', 'must not hold the API key'],
	])('%j is refused, with and without Continue on Fail', async (typed, problem) => {
		const { key } = gateway.server;
		const baseUrl = typed.replace('{key}', key).replace('{bare}', key.replace(/^sk-/, ''));
		const credentials = { apiKey: key, baseUrl };
		const { error, stored, log } = await gateway.run({ parameters: submit, credentials });
		expect(error?.message).toBe(`The 'Base URL' of the Kling Video API credential ${problem}`);
		expect(JSON.stringify([error?.message, stored, log])).not.toMatch(/Zq8Wn3|:pw/i);
		const { outputs } = await gateway.run({
			parameters: submit,
			credentials,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(outputs[0]?.map(({ json }) => json)).toEqual([
			{ error: expect.objectContaining({ message: error?.message }) },
		]);
		expect(gateway.server.requests).toEqual([]);
		const { status, message } = await testCredential(credentials);
		expect({ status, message }).toEqual({ status: 'Error', message: error?.message });
	});
});

describe('the key', () => {
	test.each([' ', '\n', '\t\r\n'])('loses the %j around it', async (blank) => {
		const credentials = {
			apiKey: `${blank}${gateway.server.key}${blank}`,
			baseUrl: gateway.server.url,
		};
		await gateway.run({ parameters: submit, credentials });
		expect(gateway.server.submits).toMatchObject([
			{ status: 200, headers: { authorization: `Bearer ${gateway.server.key}` } },
		]);
	});

	test.each([
		['', 'is empty'],
		['  ', 'is empty'],
		['sk-a b', 'holds characters that no key has'],
		['sk-a\r\nX-Other: 1', 'holds characters that no key has'],
		['sk-密钥', 'holds characters that no key has'],
		['Bearer sk-Zq8Wn3Rt6Yp1', "must be the key alone, without 'Bearer'"],
		['https://octopusx.ai', 'holds an address: check that the two fields are not swapped'],
		['HTTP://octopusx.ai', 'holds an address: check that the two fields are not swapped'],
	])('%j is refused before anything is sent', async (apiKey, problem) => {
		const credentials = { apiKey, baseUrl: gateway.server.url };
		const { error } = await gateway.run({ parameters: submit, credentials });
		expect(error?.message).toBe(`The 'API Key' of the Kling Video API credential ${problem}`);
		expect(gateway.server.requests).toEqual([]);
	});

	test('that the gateway does not know fails, and is in no error, output or log', async () => {
		gateway.server.settings.keyInErrors = 'whole';
		const credentials = { apiKey: 'sk-not-a-good-key-123456', baseUrl: gateway.server.url };
		const { error, stored, log } = await gateway.run({ parameters: submit, credentials });
		expect(gateway.server.submits).toMatchObject([{ status: 401 }]);
		expect(error?.message).toMatch(/key/i);
		expect(JSON.stringify([error, stored, log])).not.toContain('sk-not-a-good-key-123456');
	});
});

describe('the key in a field of the node', () => {
	const holds = (field: string) => `The value of '${field}' holds the API key`;
	const bare = () => gateway.server.key.replace(/^sk-/, '');

	test.each([
		['Prompt', () => ({ prompt: `A fox ${bare()}` })],
		['Prompt', () => ({ prompt: `A fox ${bare().toUpperCase()}` })],
		['Model', () => ({ model: { __rl: true, mode: 'id', value: gateway.server.key } })],
		['Extra Metadata', () => ({ options: { metadata: JSON.stringify({ a: [{ b: bare() }] }) } })],
		['Extra Metadata', () => ({ options: { metadata: JSON.stringify({ a: { [bare()]: 1 } }) } })],
	])('%s is refused before anything is sent, and is not shown', async (field, fields) => {
		const parameters = { ...submit, ...fields() } as INodeParameters;
		const { error } = await gateway.run({ parameters });
		expect(error?.message).toBe(holds(field));
		expect(JSON.stringify([error?.message, error?.description])).not.toContain(bare());
		expect(gateway.server.requests).toEqual([]);
	});

	test.each([
		['Output Data Field Name', () => ({ outputField: bare() })],
		['File Name', () => ({ downloadOptions: { fileName: `${bare()}.mp4` } })],
	])('%s is refused: the output would show it', async (field, fields) => {
		const parameters = { ...getStatus, downloadVideo: true, ...fields() } as INodeParameters;
		const { error } = await gateway.run({ parameters });
		expect(error?.message).toBe(holds(field));
		expect(gateway.server.requests).toEqual([]);
	});

	test.each([
		[
			'a file that is not there',
			() => ({ scenario: 'imageToVideo', image: { __rl: true, mode: 'field', value: bare() } }),
			"The value of 'Image' names the file field '***', but the item has no file",
		],
		[
			'a value that cannot be',
			() => ({ simplify: bare() }),
			"The value of 'Simplify' must be true or false, but is '***'",
		],
	])('no error about %s shows it', async (_, fields, message) => {
		const parameters = { ...submit, ...fields() } as INodeParameters;
		const { error } = await gateway.run({ parameters });
		expect(error?.message).toBe(message);
		const { outputs } = await gateway.run({
			parameters,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(outputs[0]?.[0]?.json.error).toMatchObject({ message });
		expect(gateway.server.requests).toEqual([]);
	});

	test('no warning shows it', async () => {
		const parameters = { ...submit, prompt: `=A fox {{ $json['${bare()}'] }}` };
		const { outputs } = await gateway.run({ parameters });
		expect(outputs[0]?.[0]?.json.warnings).toEqual([
			{
				code: 'emptyExpression',
				message: "A part of 'Prompt' is missing: '{{ $json['***'…' gives nothing",
			},
		]);
	});

	test('Task ID is refused, and comes out in no item', async () => {
		const { outputs } = await gateway.run({
			parameters: { ...getStatus, taskId: gateway.server.key },
			settings: { onError: 'continueRegularOutput' },
		});
		expect(outputs[0]?.map(({ json }) => json)).toEqual([
			{ error: expect.objectContaining({ message: holds('Task ID') }) },
		]);
		expect(JSON.stringify(outputs)).not.toContain(bare());
		expect(gateway.server.requests).toEqual([]);
	});

	test('a short key may be a word of the prompt', async () => {
		const credentials = { apiKey: 'sk-fox', baseUrl: gateway.server.url };
		await gateway.run({ parameters: { ...submit, prompt: 'A fox' }, credentials });
		expect(gateway.server.submits).toHaveLength(1);
	});
});

describe('another origin', () => {
	const { authenticate } = new KlingVideoApi();
	const data = { apiKey: 'sk-abcdefgh', baseUrl: 'https://octopusx.ai/v1' };
	const refused = (request: object) => authenticate(data, request as IHttpRequestOptions);

	test.each([
		[{ url: 'https://example.com/v1/videos' }],
		[{ url: 'http://octopusx.ai/v1/videos' }],
		[{ url: 'https://octopusx.ai:8443/v1/videos' }],
		[{ url: 'https://octopusx.ai.example.com/' }],
		[{ url: 'https://octopusx.ai@example.com/' }],
		[{ url: '//example.com/', baseURL: 'https://octopusx.ai' }],
		[{ url: 'https://example.com/', baseURL: 'https://octopusx.ai' }],
		[{ url: '/v1/videos', baseURL: 'https://example.com' }],
		[{ uri: 'https://example.com/v1/videos' }],
		[{ url: '/v1/videos' }],
		[{ url: 'https://' }],
		[{}],
	])('is not given the key: %j', async (request) => {
		await expect(refused(request)).rejects.toThrow(
			"The key of the Kling Video API credential is sent to https://octopusx.ai only, as its 'Base URL' says, and to no other address",
		);
	});

	test.each([
		[{ url: 'https://octopusx.ai/v1/videos' }],
		[{ url: '/v1/videos', baseURL: 'https://octopusx.ai' }],
		[{ url: '/v1/videos', baseURL: 'https://octopusx.ai/path' }],
		[{ uri: 'https://octopusx.ai/v1/models' }],
	])('is not %j', async (request) => {
		expect(await refused({ ...request, headers: { accept: '*/*' } })).toEqual({
			...request,
			headers: { accept: '*/*', Authorization: 'Bearer sk-abcdefgh' },
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
			sendCredentialsOnCrossOriginRedirect: false,
		});
	});
});

describe('a redirect is not followed', () => {
	const codes = [301, 302, 303, 307, 308] as const;
	test.each(codes)('%i to a submit', async (code) => {
		gateway.server.faults.next('submit', faults.redirect(`${elsewhereUrl}/v1/videos`, code));
		const { error } = await gateway.run({ parameters: submit });
		expect(error?.message).toMatch(/./);
		expect(seenElsewhere).toEqual([]);
		expect(gateway.server.requests).toHaveLength(1);
	});

	test.each(codes)('%i to a look at a task', async (code) => {
		const to = `${elsewhereUrl}/v1/videos/task_1`;
		for (let look = 0; look < 3; look += 1) {
			gateway.server.faults.next('status', faults.redirect(to, code));
		}
		const { error } = await gateway.run({ parameters: getStatus });
		expect(error?.message).toMatch(/./);
		expect(seenElsewhere).toEqual([]);
	});

	test('when the credential is tested', async () => {
		gateway.server.faults.next('models', faults.redirect(`${elsewhereUrl}/v1/models`, 307));
		const credentials = { apiKey: gateway.server.key, baseUrl: gateway.server.url };
		const { status } = await testCredential(credentials);
		expect(seenElsewhere).toEqual([]);
		expect(status).toBe('Error');
	});
});

describe("a redirect is not followed in n8n's HTTP Request node either", () => {
	/** Sends a request the way that node does, with its own options for redirects. */
	const httpRequest = (request: IHttpRequestOptions, helper: 'older' | 'newer'): INodeType => ({
		description: {
			name: 'sender',
			displayName: 'Sender',
			group: [],
			version: 1,
			description: '',
			defaults: { name: 'Sender' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'klingVideoApi', required: true }],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const { requestWithAuthentication, httpRequestWithAuthentication } = this.helpers;
			const answer: unknown =
				helper === 'older'
					? await requestWithAuthentication.call(this, 'klingVideoApi', request)
					: await httpRequestWithAuthentication.call(this, 'klingVideoApi', request);
			return [[{ json: { answer: JSON.stringify(answer) } }]];
		},
	});
	const runWith = async (request: IHttpRequestOptions, helper: 'older' | 'newer') =>
		await gateway.run({
			nodeType: httpRequest(request, helper),
			credentialType: new KlingVideoApi(),
		});
	const FOLLOW = {
		followRedirect: true,
		followAllRedirects: true,
		maxRedirects: 21,
		sendCredentialsOnCrossOriginRedirect: true,
	};

	test.each([
		['older', 'GET', 302],
		['older', 'GET', 308],
		['older', 'POST', 302],
		['older', 'POST', 307],
		['newer', 'GET', 302],
		['newer', 'POST', 307],
	] as const)('%s helper, %s, %i', async (helper, method, code) => {
		const route = method === 'GET' ? 'models' : 'submit';
		const path = method === 'GET' ? '/v1/models' : '/v1/videos';
		gateway.server.faults.next(route, faults.redirect(`${elsewhereUrl}${path}`, code), 3);
		const address = `${gateway.server.url}${path}`;
		const target = { url: address, ...(helper === 'older' && { uri: address }) };
		const body = method === 'GET' ? {} : { body: { a: 1 }, json: true };
		await runWith({ method, ...target, ...body, ...FOLLOW }, helper);
		expect(gateway.server.requests).toMatchObject([
			{ headers: { authorization: `Bearer ${gateway.server.key}` } },
		]);
		expect(seenElsewhere).toEqual([]);
	});
});

describe('the test of the credential', () => {
	const tested = async (apiKey: string) =>
		await testCredential({ apiKey, baseUrl: gateway.server.url });
	/** n8n 2.8 loses the answer's status on the way to the credential's rules, and shows its own text. */
	const shown = (own: string, inOlder: string) => (engineVersion === '2.8' ? inOlder : own);

	test('asks for the models with the key', async () => {
		expect(await tested(gateway.server.key)).toMatchObject({ status: 'OK' });
		expect(gateway.server.requests).toMatchObject([
			{
				method: 'GET',
				url: '/v1/models',
				headers: { authorization: `Bearer ${gateway.server.key}` },
			},
		]);
	});

	test('tells a bad key', async () => {
		expect(await tested('sk-bad')).toEqual({
			status: 'Error',
			message: shown(
				'The gateway does not accept this API key',
				'Authorization failed - please check your credentials',
			),
		});
	});

	test.each([
		['a web page', () => faults.html(200)],
		['nothing', () => faults.emptyBody(200)],
		['an error', () => faults.okWithError('No')],
		['an error in the other format', () => faults.e2(200, 'x', 'No')],
		['{success:false}', () => faults.unsuccessful('No')],
		['{success:false} beside data', () => faults.json(200, { success: false, data: [] })],
		['other JSON', () => faults.json(200, { ok: true })],
	])('does not take %s for a gateway', async (_, fault) => {
		gateway.server.faults.next('models', fault());
		expect(await tested(gateway.server.key)).toEqual({
			status: 'Error',
			message:
				"Check 'Base URL': something answered there, but not with a gateway's list of models",
		});
	});

	test('takes a list without models', async () => {
		gateway.server.faults.next('models', faults.json(200, { object: 'list', data: [] }));
		expect(await tested(gateway.server.key)).toMatchObject({ status: 'OK' });
	});

	test('tells an address without a gateway', async () => {
		gateway.server.faults.next('models', faults.html(404));
		expect(await tested(gateway.server.key)).toEqual({
			status: 'Error',
			message: shown(
				'There is no gateway of this format at this Base URL',
				'The resource you are requesting could not be found',
			),
		});
	});
});
