import type { IHttpRequestOptions } from 'n8n-workflow';
import { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import type { NodeContext } from '../../nodes/KlingVideo/run/nodeContext.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';
import { ExecutionCancelled } from '../../nodes/KlingVideo/run/tryClock.ts';
import { GatewayClient } from '../../nodes/KlingVideo/transport/gatewayClient.ts';
import { withVirtualTime } from '../support/virtualTime.cts';

const KEY = 'sk-AbCdEf1234567890';
const BASE = 'https://gateway.example.com/kling';

/** What every request asks of n8n's helper: no redirect with the key, no error with the key in it, ids as text. */
const GUARDED = {
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
	sendCredentialsOnCrossOriginRedirect: false,
	encoding: 'text',
};

const LOGGER = {};

interface Sent {
	credential: string | undefined;
	options: IHttpRequestOptions;
	signal: AbortSignal | undefined;
}

const never = async () => await new Promise<never>(() => undefined);
const json = (body: unknown, statusCode = 200) => ({
	...{ statusCode, headers: {}, body: JSON.stringify(body) },
});
const accepted = async () => json({ id: 'task_1', status: 'queued' });

/** A client whose requests end at n8n's helper, with what reached that. */
function clientWith(
	answer: () => Promise<unknown>,
	request: Partial<IHttpRequestOptions> = {},
	signal?: AbortSignal,
) {
	const sent: Sent[] = [];
	const note = async (sentAs: Sent) => {
		sent.push(sentAs);
		return await answer();
	};
	const context = {
		logger: LOGGER,
		getCredentials: async () => ({ apiKey: KEY, baseUrl: `${BASE}/` }),
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) =>
				await note({ credential: undefined, options, signal: undefined }),
			async httpRequestWithAuthentication(
				this: { getExecutionCancelSignal(): AbortSignal },
				credential: string,
				options: IHttpRequestOptions,
			) {
				return await note({ credential, options, signal: this.getExecutionCancelSignal() });
			},
			prepareBinaryData: async (...parts: unknown[]) => parts,
		},
	};
	const nodeTry = new NodeTry(1, 0, signal);
	const declared = { method: 'POST' as const, url: '/v1/videos', baseURL: BASE, ...request };
	const item = new ItemTry(0, nodeTry);
	const client = new GatewayClient(context as unknown as NodeContext, item, declared);
	return { client, sent };
}

const nothing = () => undefined;

describe('what is sent', () => {
	test('a submission: the body as text, guarded, whatever was declared', async () => {
		const { client, sent } = clientWith(accepted, {
			headers: { Accept: 'application/json' },
			disableFollowRedirect: false,
			encoding: 'stream',
		});
		const order: string[] = [];
		await client.submit({ prompt: 'A fox' }, () => order.push(`sending ${sent.length}`));
		expect(order).toEqual(['sending 0']);
		expect(sent).toMatchObject([
			{
				credential: 'klingVideoApi',
				options: {
					...{ method: 'POST', url: '/v1/videos', baseURL: BASE, ...GUARDED },
					headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
					body: '{"prompt":"A fox"}',
				},
			},
		]);
	});

	test('a poll and a second opinion: no body, guarded, the id as one part of the path', async () => {
		const { client, sent } = clientWith(accepted, { body: { prompt: 'A fox' } });
		await client.status('task/1');
		await client.secondOpinion('task/1');
		expect(sent.map(({ options }) => [options.method, options.url, options.body])).toEqual([
			['GET', '/v1/videos/task%2F1', undefined],
			['GET', '/v1/video/generations/task%2F1', undefined],
		]);
		for (const { credential, options } of sent) {
			expect(credential).toBe('klingVideoApi');
			expect(options).toMatchObject(GUARDED);
		}
	});

	describe('a request for a file', () => {
		const asked = {
			...{ url: 'https://cdn.example.com/1.mp4', withKey: false, headers: { Range: 'bytes=5-' } },
			...{ timeoutMs: 7_000, signal: new AbortController().signal },
		};
		const common = {
			method: 'GET',
			headers: asked.headers,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			sendCredentialsOnCrossOriginRedirect: false,
			timeout: 7_000,
			abortSignal: asked.signal,
		};

		test('anywhere goes without the key, and follows redirects', async () => {
			const { client, sent } = clientWith(accepted);
			await client.file(asked);
			const options = { ...common, url: asked.url };
			expect(sent).toStrictEqual([{ credential: undefined, options, signal: undefined }]);
		});

		test('at the gateway goes with the key, to the gateway alone', async () => {
			const { client, sent } = clientWith(accepted);
			await client.file({ ...asked, url: '/v1/videos/task_1/content', withKey: true });
			const url = `${BASE}/v1/videos/task_1/content`;
			const options = { ...common, url, disableFollowRedirect: true };
			expect(sent).toStrictEqual([{ credential: 'klingVideoApi', options, signal: asked.signal }]);
		});

		test('goes through the proxy, and accepts the certificates, of the node', async () => {
			const proxy = { protocol: 'http', host: '127.0.0.1', port: 8080 };
			const { client, sent } = clientWith(accepted, { proxy, skipSslCertificateValidation: false });
			await client.file(asked);
			expect(sent[0]?.options).toMatchObject({ proxy, skipSslCertificateValidation: false });
		});
	});

	test('paths are of the gateway, addresses stay', async () => {
		const { client } = clientWith(accepted);
		expect(await client.absolute('/v1/models')).toBe(`${BASE}/v1/models`);
		expect(await client.absolute('https://cdn.example.com/1')).toBe('https://cdn.example.com/1');
		expect(await client.origin()).toBe('https://gateway.example.com');
		expect(await client.key()).toBe(KEY);
	});
});

describe('how long is waited for an answer', () => {
	const submit = async (client: GatewayClient) => await client.submit({}, nothing);
	const poll = async (client: GatewayClient) => await client.status('task_1');

	test.each([
		['a submission: 300 seconds', submit, undefined, 300_000],
		['a submission: what the user sets', submit, 600_000, 600_000],
		['a poll: 30 seconds', poll, undefined, 30_000],
		['a poll: less where the user sets that', poll, 4_000, 4_000],
		['a poll: no more than that', poll, 600_000, 30_000],
	])('%s', async (_, ask, timeout, ms) => {
		await withVirtualTime(async (time) => {
			const { client, sent } = clientWith(never, { timeout });
			const answer = await ask(client);
			expect(Math.floor(time.elapsed())).toBe(ms);
			expect(answer).toEqual({
				ok: false,
				failure: {
					...{ reason: 'unreachable', acceptance: 'unknown', code: 'ETIMEDOUT' },
					text: `No answer within ${ms / 1000} seconds`,
				},
			});
			// n8n's own time-out comes after ours, which closes the connection.
			expect(sent[0]?.options.timeout).toBe(ms + 1_000);
			expect(sent[0]?.signal?.aborted).toBe(true);
		});
	});

	test.each([
		[7_000, 7_000, 7],
		[90_000, 30_000, 30],
	])('a poll until %d ms from now: %d ms', async (untilMs, ms, seconds) => {
		await withVirtualTime(async (time) => {
			const { client, sent } = clientWith(never);
			const answer = await client.status('task_1', { untilMs: client.clock.now() + untilMs });
			expect(Math.floor(time.elapsed())).toBe(ms);
			expect(answer).toMatchObject({ failure: { text: `No answer within ${seconds} seconds` } });
			expect(Math.round(sent[0]?.options.timeout ?? 0)).toBe(ms + 1_000);
		});
	});

	test('a poll whose time is up is not sent', async () => {
		await withVirtualTime(async () => {
			const { client, sent } = clientWith(never);
			const answer = await client.status('task_1', { untilMs: client.clock.now() - 5_000 });
			expect(answer).toMatchObject({ failure: { text: 'No answer within 0 seconds' } });
			expect(sent).toEqual([]);
		});
	});

	test('the connection is closed behind an answer too', async () => {
		const { client, sent } = clientWith(accepted);
		await poll(client);
		expect(sent[0]?.signal?.aborted).toBe(true);
	});
});

describe('when the execution is cancelled', () => {
	test('amid a request, that is thrown, and the connection is closed', async () => {
		await withVirtualTime(async () => {
			const execution = new AbortController();
			const { client, sent } = clientWith(never, {}, execution.signal);
			const asking = client.submit({}, () => setTimeout(() => execution.abort(), 1_000));
			await expect(asking).rejects.toThrow(ExecutionCancelled);
			expect(sent[0]?.signal?.aborted).toBe(true);
		});
	});

	/** A client whose execution is cancelled at the moment at which an answer is read. */
	function cancelledAt(answer: { statusCode: number; headers: object; body: string }) {
		const execution = new AbortController();
		const late = async () => ({
			...answer,
			get statusCode() {
				execution.abort();
				return answer.statusCode;
			},
		});
		return clientWith(late, {}, execution.signal).client;
	}

	test('as a task is accepted, the task counts', async () => {
		const client = cancelledAt(json({ id: 'task_1', status: 'queued' }));
		const answer = await client.submit({}, nothing);
		expect(answer).toMatchObject({ ok: true, value: { id: 'task_1' } });
	});

	test('as a submission is refused, that is a cancel', async () => {
		const client = cancelledAt(json({ code: 'invalid_request', message: 'No', data: null }, 400));
		await expect(client.submit({}, nothing)).rejects.toThrow(ExecutionCancelled);
	});

	test('before a request, that is not sent', async () => {
		const execution = new AbortController();
		execution.abort();
		const { client, sent } = clientWith(accepted, {}, execution.signal);
		const told: string[] = [];
		await expect(client.submit({}, () => told.push('sending'))).rejects.toThrow(ExecutionCancelled);
		expect([sent, told]).toEqual([[], []]);
	});
});

test('a file is stored by n8n, and the log is that of n8n', async () => {
	const { client } = clientWith(accepted);
	const stored: unknown = await client.store(Buffer.from('film'), 'a.mp4', 'video/mp4');
	expect(stored).toEqual([Buffer.from('film'), 'a.mp4', 'video/mp4']);
	expect(client.logger).toBe(LOGGER);
});

test('a submission that is refused for lack of room is told apart from too many polls', async () => {
	const { client } = clientWith(async () => json({ code: 'x', message: 'No', data: null }, 429));
	expect(await client.submit({}, nothing)).toMatchObject({ failure: { reason: 'noRoom' } });
	expect(await client.status('task_1')).toMatchObject({ failure: { reason: 'saturated' } });
});

describe('what is known of a task', () => {
	const refusal = async () => json({ error: { message: 'No', type: 'new_api_error' } }, 401);

	test('a key that was good for the submission is used up', async () => {
		let answer: () => Promise<unknown> = accepted;
		const { client } = clientWith(async () => await answer());
		await client.submit({}, nothing);
		answer = refusal;
		const reason = async (...question: Parameters<GatewayClient['status']>) => {
			const told = await client.status(...question);
			return told.ok ? undefined : told.failure.reason;
		};
		expect(await reason('task_1')).toBe('keyUsedUp');
		expect(await reason('task_2')).toBe('badKey');
		expect(await reason('task_2', { ownTask: true })).toBe('keyUsedUp');
	});

	test('network errors lose the key', async () => {
		const { client } = clientWith(async () => {
			throw Object.assign(new Error(`no way to ${KEY}`), { code: 'ECONNREFUSED' });
		});
		expect(await client.submit({}, nothing)).toEqual({
			ok: false,
			failure: {
				...{ reason: 'unreachable', acceptance: 'refused', code: 'ECONNREFUSED' },
				text: 'no way to ***',
			},
		});
	});
});
