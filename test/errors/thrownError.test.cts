import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	ICredentialType,
	IExecutePaginationFunctions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { failureError } from '../../nodes/KlingVideo/errors/failureError.ts';
import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';
import { inputFailureError } from '../../nodes/KlingVideo/errors/inputFailureError.ts';
import { tellOfOthers } from '../../nodes/KlingVideo/errors/otherItems.ts';
import { readNetworkFailure } from '../../nodes/KlingVideo/transport/readAnswer.ts';
import { runWorkflow } from '../../dev/engine/engine.cts';
import { stopEngine } from '../../dev/engine/engineEnd.cts';

const KEY = 'sk-AbCdEf1234567890GhIjKlMnOpQrStUv';

afterAll(stopEngine);

const tinyApi: ICredentialType = {
	name: 'tinyApi',
	displayName: 'Tiny API',
	properties: [],
	authenticate: {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.apiKey }}' } },
	},
};

/** Sends a real request with the key and words what comes of it, or refuses its input. */
class Throwing implements INodeType {
	description: INodeTypeDescription;

	constructor(port: number) {
		this.description = {
			name: 'klingVideo',
			displayName: 'Kling Video',
			group: [],
			version: 1,
			description: '',
			defaults: { name: 'Kling Video' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'tinyApi', required: true }],
			requestOperations: {
				pagination: async function (this: IExecutePaginationFunctions) {
					const itemIndex = this.getItemIndex();
					if (this.getNodeParameter('mode') === 'input') {
						const problem = new InputError('Image', 'is no link: ENOENT', 'Use http or https');
						throw inputFailureError(this.getNode(), problem, { itemIndex, several: true });
					}
					try {
						await this.helpers.httpRequestWithAuthentication.call(this, 'tinyApi', {
							method: 'POST',
							url: `http://127.0.0.1:${port}/v1/videos?k=1`,
							body: { model: 'x' },
						});
						return [];
					} catch (error) {
						const failure = readNetworkFailure(error, { secret: KEY });
						const about = { itemIndex, several: true, submitting: true };
						throw tellOfOthers(failureError(this.getNode(), failure, about), {
							accepted: [{ itemIndex: 1, taskId: 'task_2' }],
							unknown: [],
						});
					}
				},
			},
			properties: [
				{
					displayName: 'Mode',
					name: 'mode',
					type: 'string',
					default: '',
					routing: { send: { paginate: true } },
				},
			],
		};
	}
}

async function run(port: number, mode: string) {
	const result = await runWorkflow({
		nodeType: new Throwing(port),
		credentialType: tinyApi,
		credentials: { apiKey: KEY },
		parameters: { mode },
		items: [{ json: {} }, { json: {} }],
	});
	const shown = JSON.stringify([result.run.data, result.stored, result.error, result.log]);
	expect(shown).not.toContain(KEY.slice(3, 9));
	return result.error;
}

test('a refused connection reaches the user in our words, without the key', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	const error = await run(port, 'request');
	expect(error).toMatchObject({
		name: 'NodeApiError',
		message: 'The gateway could not be reached [item 0]',
	});
	expect(error?.description).toMatch(
		/^Nothing was sent, so no task was made\. Check 'Base URL'.*\(ECONNREFUSED\)\. Accepted tasks of other items: \[item 1\] task_2\.$/,
	);
});

test('a dropped connection is an unknown outcome', async () => {
	const server = createServer((request) => request.socket.destroy()).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	const error = await run(port, 'request');
	await new Promise((resolve) => server.close(resolve));
	expect(error?.message).toBe('It is not known whether the gateway accepted the task [item 0]');
	expect(error?.description).toMatch(/Network error: "socket hang up" \(ECONNRESET\)/);
});

test('refused input reaches the user in our words', async () => {
	const error = await run(1, 'input');
	expect(error?.message).toBe("The value of 'Image' is no link: ENOENT [item 0]");
	expect(error?.description).toBe('Use http or https');
});
