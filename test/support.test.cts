import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ICredentialType, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { runWorkflow } from './support/engine.cts';
import { stopEngine } from './support/engineEnd.cts';

let server: Server;
let baseUrl = '';
const seen: Array<string | undefined> = [];

beforeAll(async () => {
	server = createServer((request, response) => {
		seen.push(request.headers.authorization);
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({ url: request.url }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
	stopEngine();
	await new Promise((resolve) => server.close(resolve));
});

class Tiny implements INodeType {
	description: INodeTypeDescription = {
		name: 'tiny',
		displayName: 'Tiny',
		group: [],
		version: 1,
		description: '',
		defaults: { name: 'Tiny' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'tinyApi', required: true }],
		requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
		properties: [
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: '',
				routing: { request: { method: 'GET', url: '=/{{ $value }}' } },
			},
		],
	};
}

const tinyApi: ICredentialType = {
	name: 'tinyApi',
	displayName: 'Tiny API',
	properties: [],
	authenticate: {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.apiKey }}' } },
	},
};

test('first', async () => {
	const result = await runWorkflow({
		nodeType: new Tiny(),
		credentialType: tinyApi,
		credentials: { apiKey: 'sk-1', baseUrl },
		parameters: { path: '={{ $json.path }}' },
		items: [{ json: { path: 'a' } }, { json: { path: 'b' } }],
	});
	expect(result.error).toBeUndefined();
	expect(result.outputs[0]?.map(({ json }) => json)).toEqual([{ url: '/a' }, { url: '/b' }]);
	console.log(result.log, result.received, seen);
});
