import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { AxiosError } from 'axios';
import { faults, startGateway, type Fault, type LocalGateway } from './server.cts';
import { clientOf } from './testing/client.cts';
import { eventually } from './testing/eventually.cts';

const BODY = { model: 'Kling-2.6', prompt: 'A cat' };

let gateway: LocalGateway;

beforeAll(async () => {
	gateway = await startGateway({ plan: { seconds: 0 } });
});
afterEach(() => gateway.reset());
afterAll(async () => await gateway.close());

async function submit(body: object = BODY) {
	return await clientOf(gateway).post('/v1/videos', body);
}

/** The code of the network error that a request ends with. */
async function networkError(call: Promise<unknown>): Promise<string | undefined> {
	const error: unknown = await call.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof AxiosError)) throw new Error('The request was answered');
	return error.code;
}

describe('a submit whose answer is lost', () => {
	it.each<[string, (accept: boolean) => Fault]>([
		['socket hang up', (accept) => faults.dropped({ accept })],
		['read ECONNRESET', (accept) => faults.dropped({ accept, reset: true })],
	])('%s: the task is accepted when asked for', async (message, fault) => {
		gateway.faults.next('submit', fault(true));
		await expect(submit()).rejects.toMatchObject({ code: 'ECONNRESET', message });
		expect(gateway.tasks.map(({ body }) => body)).toEqual([BODY]);
		gateway.faults.next('submit', fault(false));
		expect(await networkError(submit())).toBe('ECONNRESET');
		expect(gateway.tasks).toHaveLength(1);
		expect(gateway.submits.map(({ status }) => status)).toEqual([undefined, undefined]);
	});

	it.each<[string, Fault, number]>([
		['html', faults.html(504, { accept: true }), 504],
		['empty', faults.emptyBody(200, { accept: true }), 200],
		['unreadable', faults.unreadable(200, { accept: true }), 200],
		['upstreamFailed', faults.upstreamFailed(500, 'TaskTimeout', { accept: true }), 500],
		['truncated', faults.truncated(), 200],
	])('%s: the task is accepted all the same', async (_name, fault, status) => {
		gateway.faults.next('submit', fault);
		expect((await submit()).status).toBe(status);
		expect(gateway.tasks).toHaveLength(1);
	});

	it('truncated JSON does not parse', async () => {
		gateway.faults.next('submit', faults.truncated(40));
		const { data } = await submit();
		expect(data).toMatch(/^\{"id":"task_/);
		expect(data).toHaveLength(40);
	});

	it('dropped after its headers: status 200 and half a body', async () => {
		gateway.faults.next('submit', faults.droppedAfterHeaders());
		expect(await networkError(submit())).toBe('ERR_BAD_RESPONSE');
		expect(gateway.tasks).toHaveLength(1);
		expect(gateway.submits[0]?.status).toBe(200);
	});

	it('a refused body is not accepted by a fault either', async () => {
		gateway.faults.next('submit', faults.dropped({ accept: true }));
		await networkError(submit({ model: 'Kling-2.6' }));
		expect(gateway.tasks).toHaveLength(0);
	});
});

describe('answers that take their time', () => {
	it('hang: none comes until the client goes away', async () => {
		gateway.faults.next('status', faults.hang());
		const { data } = await submit();
		const stop = new AbortController();
		const call = clientOf(gateway).get(`/v1/videos/${data.id}`, { signal: stop.signal });
		await eventually(() => gateway.inFlight('status').now === 1);
		stop.abort();
		expect(await networkError(call)).toBe('ERR_CANCELED');
		await eventually(() => gateway.inFlight('status').now === 0);
		expect(gateway.requestsTo('status')[0]).toMatchObject({ endedAt: expect.any(Number) });
		expect(gateway.requestsTo('status')[0]?.status).toBeUndefined();
	});

	it('hold: the real answer, or a fault, when the test lets go', async () => {
		let release = (): void => {};
		const until = new Promise<void>((resolve) => {
			release = resolve;
		});
		gateway.faults.next('models', faults.hold(until));
		gateway.faults.next('models', faults.hold(until, faults.html(502)));
		const calls = [clientOf(gateway).get('/v1/models'), clientOf(gateway).get('/v1/models')];
		await eventually(() => gateway.inFlight('models').now === 2);
		expect((await clientOf(gateway).get('/v1/models')).status).toBe(200);
		expect(gateway.inFlight('models')).toEqual({ now: 2, peak: 3 });
		release();
		const statuses = (await Promise.all(calls)).map(({ status }) => status);
		expect(statuses.sort()).toEqual([200, 502]);
	});

	it('drip: the whole answer in the end', async () => {
		gateway.faults.next('models', faults.drip(500, 1));
		const { data } = await clientOf(gateway).get('/v1/models');
		expect(data.data.length).toBeGreaterThan(3);
	});
});

describe('which request meets a fault', () => {
	it('the next ones on its route, in order, and then none', async () => {
		gateway.faults.sequence('models', [faults.html(502), faults.html(503)]);
		gateway.faults.next('models', faults.emptyBody(), 2);
		expect(gateway.faults.left).toBe(4);
		const statuses: number[] = [];
		for (let count = 0; count < 5; count++) {
			statuses.push((await clientOf(gateway).get('/v1/models')).status);
		}
		expect(statuses).toEqual([502, 503, 429, 429, 200]);
		expect(gateway.faults.left).toBe(0);
		expect((await submit()).status).toBe(200);
	});

	it('chosen by the body or by the task', async () => {
		gateway.faults.always(
			'submit',
			faults.noAccountCredit(),
			({ body }) => Object(body).prompt === 'bad',
		);
		expect((await submit({ ...BODY, prompt: 'bad' })).status).toBe(403);
		const [first, second] = [(await submit()).data.id, (await submit()).data.id];
		gateway.faults.next('status', faults.html(502), 1, ({ task }) => task?.id === second);
		expect((await clientOf(gateway).get(`/v1/videos/${first}`)).status).toBe(200);
		expect((await clientOf(gateway).get(`/v1/videos/${second}`)).status).toBe(502);
		expect((await clientOf(gateway).get(`/v1/videos/${second}`)).status).toBe(200);
	});

	it('chosen by a hook, which counts the requests of each route', async () => {
		gateway.faults.hook = ({ route, nth }) =>
			route === 'models' && nth % 2 === 0 ? faults.html(502) : undefined;
		const statuses: number[] = [];
		for (let count = 0; count < 4; count++) {
			statuses.push((await clientOf(gateway).get('/v1/models')).status);
		}
		expect(statuses).toEqual([200, 502, 200, 502]);
	});
});

describe('what tests can see', () => {
	it('every request, with headers, parsed body, task and status', async () => {
		const { data } = await submit();
		await clientOf(gateway).get(`/v1/videos/${data.id}?x=1`);
		await clientOf(gateway).get('/v1/nothing');
		const own = { origin: 'main', headers: { authorization: `Bearer ${gateway.key}` } };
		expect(gateway.requests).toMatchObject([
			{ ...own, route: 'submit', method: 'POST', url: '/v1/videos', body: BODY, status: 200 },
			{
				...own,
				route: 'status',
				method: 'GET',
				url: `/v1/videos/${data.id}?x=1`,
				taskId: data.id,
				status: 200,
			},
			{ ...own, route: 'other', url: '/v1/nothing', status: 404 },
		]);
		expect(gateway.submits).toEqual([gateway.requests[0]]);
	});

	it('a credential that reaches the result origin', async () => {
		await clientOf(gateway).get(gateway.assetUrl('picture.png'), {
			headers: { authorization: undefined },
		});
		expect(gateway.leaks).toEqual([]);
		await clientOf(gateway).get(gateway.assetUrl('picture.png'));
		await clientOf(gateway).get(`${gateway.resultOrigin}/elsewhere?key=${gateway.key}`, {
			headers: { authorization: undefined },
		});
		expect(gateway.leaks.map(({ url }) => url)).toEqual([
			'/assets/picture.png',
			`/elsewhere?key=${gateway.key}`,
		]);
	});

	it('nothing of before a reset', async () => {
		gateway.settings.refreshSeconds = 15;
		gateway.faults.always('models', faults.html(502));
		await submit();
		gateway.reset();
		expect([gateway.requests, gateway.tasks]).toEqual([[], []]);
		expect(gateway.settings.refreshSeconds).toBe(0);
		expect((await clientOf(gateway).get('/v1/models')).status).toBe(200);
	});
});

describe('closing', () => {
	it('ends requests that hang', async () => {
		const other = await startGateway();
		other.faults.next('models', faults.hang());
		const request = httpRequest(`${other.url}/v1/models`).end();
		await eventually(() => other.inFlight().now === 1);
		const [error] = await Promise.all([once(request, 'error'), other.close()]);
		expect(error[0]).toMatchObject({ code: 'ECONNRESET' });
	});
});

describe('virtual time', () => {
	afterEach(() => jest.useRealTimers());

	it('drives the tasks, and stands still while the gateway answers', async () => {
		jest.useFakeTimers({
			now: Date.UTC(2026, 0, 31),
			doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'],
		});
		const other = await startGateway({ plan: { seconds: 60 } });
		const { data } = await clientOf(other).post('/v1/videos', BODY);
		expect(data.created_at).toBe(Date.UTC(2026, 0, 31) / 1000);
		jest.setSystemTime(Date.UTC(2026, 0, 31, 0, 1));
		const { data: later } = await clientOf(other).get(`/v1/videos/${data.id}`);
		expect(later.status).toBe('completed');
		await other.close();
		expect(jest.getTimerCount()).toBe(0);
	});
});
