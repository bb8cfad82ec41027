import { request } from 'node:http';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import { faults, startGateway, type Fault, type LocalGateway } from './server.cts';
import { clientOf } from './testing/client.cts';

const SIZE = 100_000;
let gateway: LocalGateway;

beforeAll(async () => {
	gateway = await startGateway({ plan: { seconds: 0, resultBytes: SIZE } });
});
afterEach(() => gateway.reset());
afterAll(async () => await gateway.close());

interface Fetched {
	status?: number;
	headers: Record<string, unknown>;
	data: Buffer;
	/** Whether the answer ended as its own framing promised. */
	complete: boolean;
}

/** A result as it comes over the wire: nothing is decoded, followed or repaired. */
async function get(
	fault: Fault | undefined,
	headers: Record<string, string> = {},
): Promise<Fetched> {
	const body = { model: 'Kling-2.6', prompt: 'A cat' };
	await clientOf(gateway).post('/v1/videos', body);
	if (fault) gateway.faults.next('result', fault);
	const call = request(gateway.resultUrl(gateway.task()), { headers, agent: false }).end();
	const [answer] = await once(call, 'response');
	const chunks: Buffer[] = [];
	answer.on('data', (chunk: Buffer) => chunks.push(chunk));
	answer.on('error', () => {});
	await new Promise((resolve) => answer.once('close', resolve));
	const { statusCode: status, complete } = answer;
	return { status, headers: answer.headers, data: Buffer.concat(chunks), complete };
}

const RANGE = { range: 'bytes=1000-' };

describe('parts that do not fit', () => {
	it("another file's part, although If-Range named the first one's ETag", async () => {
		const headers = { ...RANGE, 'if-range': '"first"' };
		const { status, headers: got } = await get(faults.otherPart(), headers);
		expect([status, got.etag]).toEqual([206, '"other"']);
		expect(got['content-range']).toBe(`bytes 1000-${SIZE - 1}/${SIZE}`);
	});

	it('a part of another total, one without Content-Range, one shorter than asked for', async () => {
		const total = await get(faults.otherTotal(5000), RANGE);
		expect([total.status, total.headers['content-range']]).toEqual([206, 'bytes 1000-99999/5000']);
		const bare = await get(faults.bareRange(), RANGE);
		expect([bare.status, bare.headers['content-range']]).toEqual([206, undefined]);
		expect(bare.data).toHaveLength(SIZE - 1000);
		const short = await get(faults.shorterPart(700), RANGE);
		expect([short.status, short.headers['content-range']]).toEqual([206, 'bytes 1000-1699/100000']);
		expect([short.data.length, short.complete]).toEqual([700, true]);
	});

	it('a part that nobody asked for', async () => {
		const { status, headers, data } = await get(faults.unaskedPart(0, 1000));
		expect([status, headers['content-range']]).toEqual([206, 'bytes 0-999/100000']);
		expect(data).toHaveLength(1000);
	});

	it('the whole file from a server that says it knows parts', async () => {
		const { status, headers, data } = await get(faults.claimedRanges(), RANGE);
		expect([status, headers['accept-ranges']]).toEqual([200, 'bytes']);
		expect(data).toHaveLength(SIZE);
	});

	it('/content claims to know parts, where it is set to', async () => {
		gateway.settings.contentRanges = 'claimed';
		await clientOf(gateway).post('/v1/videos', { model: 'Kling-2.6', prompt: 'A cat' });
		const { status, headers } = await clientOf(gateway).get(
			`/v1/videos/${gateway.task().id}/content`,
			{ headers: RANGE },
		);
		expect([status, headers['accept-ranges'], headers['content-length']]).toEqual([
			200,
			'bytes',
			String(SIZE),
		]);
	});
});

describe('bodies that promise no length', () => {
	it('end with the connection, whole or not: nobody can tell', async () => {
		for (const [fault, bytes] of [
			[faults.closedFile(), SIZE],
			[faults.closedFile(500), 500],
		] as const) {
			const { headers, data } = await get(fault);
			expect(headers).not.toHaveProperty('content-length');
			expect(headers).not.toHaveProperty('transfer-encoding');
			expect(headers.connection).toBe('close');
			expect(data).toHaveLength(bytes);
		}
	});

	it('end cleanly in their middle, in chunks', async () => {
		const { headers, data, complete } = await get(faults.endedFile(500));
		expect(headers['transfer-encoding']).toBe('chunked');
		expect([data.length, complete]).toEqual([500, true]);
	});
});

describe('other bodies', () => {
	it('trickle in small pieces', async () => {
		gateway.settings.plan = { seconds: 0 };
		const { data, complete } = await get(faults.trickledFile(4000, 1));
		expect(complete).toBe(true);
		expect(gateway.requestsTo('result')[0]?.bytesSent).toBe(data.length);
	});

	it('are compressed, and may be cut', async () => {
		const { headers, data } = await get(faults.gzipFile());
		expect(headers['content-encoding']).toBe('gzip');
		expect(Number(headers['content-length'])).toBe(data.length);
		expect(gunzipSync(data)).toHaveLength(SIZE);
		const cut = await get(faults.gzipFile(100));
		expect([cut.data.length, cut.complete]).toEqual([100, false]);
	});

	it('are anything else under the type of a video', async () => {
		const { status, headers, data } = await get(faults.otherFile('no video'));
		expect([status, headers['content-type'], data.toString()]).toEqual([
			200,
			'video/mp4',
			'no video',
		]);
	});
});

describe('/content that refuses', () => {
	it.each<[string, Fault, number, RegExp]>([
		['an address rule', faults.contentBlocked(), 403, /^request blocked/],
		['an expired result', faults.contentGone(), 410, /expired/],
		["its supplier's refusal", faults.contentRefused(), 502, /service returned status 403$/],
		['an unknown task', faults.contentNotFound(), 404, /^Task not found$/],
		['a failed task', faults.contentOfFailure(), 400, /current status: FAILURE$/],
	])('%s', async (_name, fault, status, text) => {
		gateway.faults.next('content', fault);
		const answer = await clientOf(gateway).get('/v1/videos/task_1/content');
		expect(answer.status).toBe(status);
		expect(answer.data.error.message).toMatch(text);
	});

	it('says how a task stands that is no video', async () => {
		gateway.settings.plan = { seconds: 0, outcome: { status: 'cancelled' } };
		await clientOf(gateway).post('/v1/videos', { model: 'Kling-2.6', prompt: 'A cat' });
		const path = `/v1/videos/${gateway.task().id}/content`;
		const { status, data } = await clientOf(gateway).get(path);
		expect([status, data.error.message]).toEqual([
			400,
			'Task is not completed yet, current status: FAILURE',
		]);
	});
});
