import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { KlingVideoApi } from '../../credentials/KlingVideoApi.credentials.ts';
import { faults, type Fault } from '../../gateway/server.cts';
import { MOST_IN_FLIGHT } from '../../nodes/KlingVideo/run/inFlight.ts';
import { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';
import { GatewayClient } from '../../nodes/KlingVideo/transport/gatewayClient.ts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway();

/** A node that does nothing but what the test wants with its client. */
function nodeWith(use: (client: GatewayClient) => Promise<void>): INodeType {
	return {
		description: {
			name: 'asking',
			displayName: 'Asking',
			group: [],
			version: 1,
			description: '',
			defaults: { name: 'Asking' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'klingVideoApi', required: true }],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const nodeTry = new NodeTry(1, 0, this.getExecutionCancelSignal());
			const request = { method: 'POST' as const, url: '/v1/videos', baseURL: gateway.server.url };
			await use(new GatewayClient(this, new ItemTry(0, nodeTry), request));
			return [[{ json: { done: true } }]];
		},
	};
}

async function withClient(use: (client: GatewayClient) => Promise<void>): Promise<void> {
	const { outputs, error } = await gateway.run({
		nodeType: nodeWith(use),
		credentialType: new KlingVideoApi(),
	});
	expect(error).toBeUndefined();
	expect(outputs[0]).toMatchObject([{ json: { done: true } }]);
}

const submit = async (client: GatewayClient, body: IDataObject = {}) =>
	await client.submit({ model: 'Kling-2.6', prompt: 'A fox', ...body }, () => undefined);

/** A body as it stands. */
const raw = (body: string, status = 200): Fault => ({
	kind: 'answer',
	answer: { kind: 'raw', status, headers: { 'content-type': 'application/json' }, body },
});

describe('an id that is a great number', () => {
	test('keeps its digits on the way through n8n', async () => {
		gateway.server.faults.next('submit', raw('{"id":9007199254740993,"status":"queued"}'));
		await withClient(async (client) => {
			const answer = await submit(client);
			expect(answer).toMatchObject({ ok: true, value: { id: '9007199254740993' } });
		});
	});
});

describe('a key that is used up', () => {
	test('by a task that this client submitted', async () => {
		await withClient(async (client) => {
			const answer = await submit(client);
			const id = answer.ok ? answer.value.id : '';
			gateway.server.faults.always('status', faults.invalidToken());
			expect(await client.status(id)).toMatchObject({ failure: { reason: 'keyUsedUp' } });
			expect(await client.status('task_2')).toMatchObject({ failure: { reason: 'badKey' } });
			expect(await client.status('task_2', { ownTask: true })).toMatchObject({
				failure: { reason: 'keyUsedUp' },
			});
		});
	});

	test('is not that of a submission that was refused', async () => {
		gateway.server.faults.always('submit', faults.invalidToken());
		await withClient(async (client) => {
			expect(await submit(client)).toMatchObject({ failure: { reason: 'badKey' } });
		});
	});
});

describe('a second opinion', () => {
	const opinions = (fault: Fault) => {
		gateway.server.faults.hook = ({ request }) =>
			request.url.startsWith('/v1/video/generations/') ? fault : undefined;
	};

	test('is asked for at the older route', async () => {
		const data = { status: 'FAILURE', fail_reason: 'Blocked' };
		opinions(faults.json(200, { code: 'success', message: '', data }));
		await withClient(async (client) => {
			expect(await client.secondOpinion('task_a/b')).toMatchObject({
				ok: true,
				value: { id: 'task_a/b', status: 'failed', error: { message: 'Blocked' } },
			});
		});
		expect(gateway.server.requests).toMatchObject([
			{
				method: 'GET',
				url: '/v1/video/generations/task_a%2Fb',
				headers: { authorization: `Bearer ${gateway.server.key}` },
			},
		]);
	});

	test('of a gateway without that route is none', async () => {
		opinions(faults.html(404));
		await withClient(async (client) => {
			expect((await client.secondOpinion('task_1')).ok).toBe(false);
		});
	});
});

test("a link to the gateway's own file route on a host that is none leads to the gateway", async () => {
	const url = 'http://localhost:3000/v1/videos/task_1/content';
	gateway.server.faults.next('status', faults.json(200, { status: 'completed', url }));
	await withClient(async (client) => {
		expect(await client.status('task_1')).toMatchObject({
			value: { videoUrl: `${gateway.server.url}/v1/videos/task_1/content` },
		});
	});
});

describe('a poll that has an end', () => {
	const hang = () => gateway.server.faults.always('status', faults.hang());

	test.each([
		['before it begins', 0, 0],
		['while the gateway hangs', 7_000, 7_000],
		['no later than a poll ends by itself', 60_000, 30_000],
	])('is over then: %s', async (_, untilMs, expected) => {
		hang();
		await withVirtualTime(async (time) => {
			await withClient(async (client) => {
				const startedAt = time.elapsed();
				const answer = await client.status('task_1', { untilMs: client.clock.now() + untilMs });
				expect(answer).toMatchObject({
					failure: { reason: 'unreachable', code: 'ETIMEDOUT', acceptance: 'unknown' },
				});
				expect(time.elapsed() - startedAt).toBeGreaterThanOrEqual(expected);
				expect(time.elapsed() - startedAt).toBeLessThan(expected + 1_000);
			});
		});
		expect(gateway.server.requests).toHaveLength(untilMs === 0 ? 0 : 1);
	});

	test('while it queues is never sent', async () => {
		hang();
		await withVirtualTime(async (time) => {
			await withClient(async (client) => {
				const startedAt = time.elapsed();
				const others = Array.from(
					{ length: MOST_IN_FLIGHT },
					async () => await client.status('task_1'),
				);
				const untilMs = client.clock.now() + 5_000;
				const answer = await client.status('task_2', { untilMs });
				expect(answer.ok).toBe(false);
				expect(time.elapsed() - startedAt).toBeLessThan(6_000);
				await Promise.all(others);
				await time.sleep(60_000);
			});
		});
		const asked = gateway.server.requestsTo('status').map(({ taskId }) => taskId);
		expect(asked).toHaveLength(MOST_IN_FLIGHT);
		expect(asked).not.toContain('task_2');
	});

	test('is answered when the answer comes in time', async () => {
		await withClient(async (client) => {
			const answer = await submit(client);
			const id = answer.ok ? answer.value.id : '';
			const untilMs = client.clock.now() + 20_000;
			expect(await client.status(id, { untilMs })).toMatchObject({ ok: true, value: { id } });
		});
	});
});
