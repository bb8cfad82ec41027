import type { IExecuteFunctions } from 'n8n-workflow';
import { requestOrError } from '../../nodes/KlingVideo/waiting/database/requestOf.ts';
import { asJson, fromJson } from '../../nodes/KlingVideo/waiting/database/storedTasks.ts';
import { outputOf } from '../../nodes/KlingVideo/waiting/database/waitingItem.ts';

const COMMON = { itemIndex: 0, several: true, giveUpAt: 2000, onTimeout: 'fail', simplify: true };

/** As version 0.1 stored it. */
const FIRST = {
	...COMMON,
	taskId: 'task_1',
	parkedIn: { executionId: '17', workflowId: 'abc' },
	parkedAt: 1000,
	download: { outputField: 'clip', options: { maxSizeMb: 20 } },
	fileIsWanted: true,
	unknownSince: 5,
	seen: {
		...{ task_id: 'task_1', status: 'completed', done: true, progress: 100 },
		...{ video_url: 'https://example.com/1.mp4', model: 'kling', created_at: 'then' },
	},
};

test('what an execution holds that version 0.1 put to wait is still read', () => {
	const [task, over] = fromJson({
		parked: JSON.stringify([
			FIRST,
			{ ...FIRST, itemIndex: 1, outcome: { json: { task_id: 'task_2', status: 'failed' } } },
		]),
	});
	expect(task).toEqual({
		...COMMON,
		taskId: 'task_1',
		waitsIn: { executionId: '17', workflowId: 'abc' },
		since: 1000,
		unknownSince: 5,
		download: { outputField: 'clip', maxSizeMb: 20 },
		isDownloading: true,
		task: {
			...{ id: 'task_1', status: 'completed', progress: 100, raw: {} },
			...{ videoUrl: 'https://example.com/1.mp4', model: 'kling', createdAt: 'then' },
		},
	});
	expect(over && outputOf(over)).toEqual({
		json: { task_id: 'task_2', status: 'failed' },
		pairedItem: { item: 1 },
	});
});

test('what is written is read again, and nothing else is', () => {
	const tasks = fromJson({ parked: JSON.stringify([FIRST]) });
	expect(fromJson(asJson(tasks))).toEqual(tasks);
	expect(fromJson({ waitingTasks: JSON.stringify([{ taskId: 'task_1' }, 'no', null]) })).toEqual(
		[],
	);
	expect(fromJson({ waitingTasks: '{}' })).toEqual([]);
	expect(fromJson({ task_id: 'task_1' })).toEqual([]);
	expect(fromJson(undefined)).toEqual([]);
});

describe('the requests of the child', () => {
	const requestWith = async (requestOptions: object) => {
		const context = {
			getCredentials: async () => ({ apiKey: 'sk-1', baseUrl: 'https://gateway.example.com/' }),
			getNodeParameter: (name: string) => (name === 'requestOptions' ? requestOptions : undefined),
		};
		return await requestOrError(context as unknown as IExecuteFunctions);
	};

	test('go to the gateway of the credential', async () => {
		expect(await requestWith({})).toEqual({
			url: '',
			baseURL: 'https://gateway.example.com',
			headers: { Accept: 'application/json' },
		});
	});

	test('are not made with a credential that was deleted: that is said in words', async () => {
		const context = {
			getCredentials: async () => {
				throw new Error('Credential with ID "1" does not exist');
			},
			getNode: () => ({ name: 'Check Tasks' }),
		};
		expect(await requestOrError(context as unknown as IExecuteFunctions)).toMatchObject({
			message: "The node's credential cannot be used",
			description: expect.stringMatching(
				/deleted meanwhile.*"Credential with ID "1" does not exist".*Wait or Get Status/,
			) as unknown,
		});
	});

	test('accept any certificate only where the user said so', async () => {
		expect(await requestWith({ allowUnauthorizedCerts: true })).toMatchObject({
			skipSslCertificateValidation: true,
		});
		expect(await requestWith({ allowUnauthorizedCerts: 'false' })).not.toHaveProperty(
			'skipSslCertificateValidation',
		);
	});

	test.each<[unknown, object]>([
		[5_000, { timeout: 5_000 }],
		['5000', { timeout: 5_000 }],
		[0, {}],
		[-1, {}],
		['soon', {}],
	])('with the time-out %j are given %j', async (timeout, given) => {
		const request = await requestWith({ timeout });
		expect(request).toEqual({ ...(await requestWith({})), ...given });
	});

	test.each(['', undefined, 7])('with the proxy %j go there themselves', async (proxy) => {
		expect(await requestWith({ proxy })).toEqual(await requestWith({}));
	});

	test.each([
		['http://proxy.example.com:80', 80],
		['https://proxy.example.com:443', 443],
		['https://proxy.example.com:80', 80],
	])('go to %s at its port, also where that is the usual one', async (proxy, port) => {
		const protocol = proxy.split(':')[0];
		const expected = { protocol, host: 'proxy.example.com', port };
		expect(await requestWith({ proxy })).toHaveProperty('proxy', expected);
	});

	test('take the login of the proxy along, where it has one', async () => {
		expect(
			await requestWith({ proxy: 'http://me%40home:pass%20word@127.0.0.1:8080' }),
		).toMatchObject({
			proxy: {
				...{ protocol: 'http', host: '127.0.0.1', port: 8080 },
				auth: { username: 'me@home', password: 'pass word' },
			},
		});
		const plain = await requestWith({ proxy: 'http://127.0.0.1:8080' });
		expect(plain).toHaveProperty('proxy', { protocol: 'http', host: '127.0.0.1', port: 8080 });
	});
});
