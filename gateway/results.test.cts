import { readFileSync } from 'node:fs';
import { AxiosError } from 'axios';
import type { MadeVideo } from './files/madeVideo.cts';
import { resultFile, resultOf } from './files/resultFile.cts';
import { readRange } from './files/range.cts';
import { ASSET_NAMES, assetPath } from './files/assets.cts';
import { faults, startGateway, type Fault, type LocalGateway } from './server.cts';
import { clientOf, TestClock } from './testing/client.cts';
import { eventually } from './testing/eventually.cts';

const WIDE: MadeVideo = { seconds: 5, aspectRatio: '16:9', resolution: '720P', audio: false };

let gateway: LocalGateway;
const clock = new TestClock();

beforeAll(async () => {
	gateway = await startGateway({ clock, plan: { seconds: 10 } });
});
afterEach(() => gateway.reset());
afterAll(async () => await gateway.close());

interface Fetched {
	status: number;
	headers: Record<string, unknown>;
	data: Buffer;
}

async function get(url: string, headers: Record<string, string> = {}): Promise<Fetched> {
	const {
		status,
		headers: got,
		data,
	} = await clientOf(gateway).get(url, {
		headers: url.startsWith('/') ? headers : { authorization: undefined, ...headers },
		responseType: 'arraybuffer',
	});
	return { status, headers: { ...got }, data };
}

/** Submits, lets the task complete and gives the links of its file. */
async function completed(
	resultBytes?: number,
): Promise<{ link: string; content: string; id: string }> {
	gateway.settings.plan = { seconds: 10, resultBytes };
	const body = { model: 'Kling-2.6', prompt: 'A cat' };
	const { data } = await clientOf(gateway).post('/v1/videos', body);
	clock.advance(10);
	const { data: done } = await clientOf(gateway).get(`/v1/videos/${data.id}`);
	return { id: data.id, link: done.video_url, content: `/v1/videos/${data.id}/content` };
}

/** The top-level boxes of an MP4. Throws when they do not fill the file exactly. */
function boxesOf(file: Buffer): Array<{ type: string; body: Buffer }> {
	const boxes = [];
	let at = 0;
	while (at < file.length) {
		const size = file.readUInt32BE(at);
		if (size < 8 || at + size > file.length) throw new Error(`A box of ${size} bytes at ${at}`);
		boxes.push({
			type: file.toString('latin1', at + 4, at + 8),
			body: file.subarray(at + 8, at + size),
		});
		at += size;
	}
	return boxes;
}

async function failed(call: Promise<unknown>): Promise<string | undefined> {
	const error: unknown = await call.catch((reason: unknown) => reason);
	if (!(error instanceof AxiosError)) throw new Error('The file came whole');
	return error.code;
}

describe('a result', () => {
	it('is an MP4 with H.264 video, of one task alone', async () => {
		const [first, second] = [await completed(), await completed()];
		const { status, headers, data } = await get(first.link);
		expect(status).toBe(200);
		expect(headers).toMatchObject({
			'content-type': 'video/mp4',
			'content-length': String(resultOf(gateway.task(first.id)).size),
			'accept-ranges': 'bytes',
		});
		const boxes = boxesOf(data);
		expect(boxes.map(({ type }) => type)).toEqual(['ftyp', 'moov', 'free', 'mdat', 'free']);
		expect(boxes[1]?.body.includes('avc1')).toBe(true);
		expect(boxes[4]?.body.toString()).toBe(first.id);
		expect((await get(second.link)).data.equals(data)).toBe(false);
	});

	it('has any size that is asked for', async () => {
		const { link, id } = await completed(1_000_000);
		const { data } = await get(link);
		expect(data).toHaveLength(1_000_000);
		const [free] = boxesOf(data).slice(-1);
		expect(free?.body.toString('latin1', 0, id.length)).toBe(id);
		await completed(2 * 1024 ** 3);
		const part = await get(gateway.resultUrl(gateway.task()), { range: 'bytes=-3' });
		expect(part.headers['content-range']).toBe('bytes 2147483645-2147483647/2147483648');
		expect(part.data).toHaveLength(3);
	});

	it('is made as it is read', () => {
		const file = resultFile('task_1', WIDE, 2 * 1024 ** 3);
		const sizes = [...file.read(2 * 1024 ** 3 - 300_000, 2 * 1024 ** 3)].map((c) => c.length);
		expect(sizes).toEqual([262_144, 37_856]);
		expect(() => resultFile('task_1', WIDE, 100)).toThrow(RangeError);
		expect(() => resultFile('task_1', WIDE, 2 * 1024 ** 3 + 1)).toThrow(RangeError);
	});

	it('is not found before completion, nor with another signature, nor after its time', async () => {
		const { link } = await completed();
		expect((await get(link.replace(/sign=../, 'sign=00'))).status).toBe(403);
		expect((await get(link.replace('/task_', '/task_x'))).status).toBe(404);
		clock.advance(7 * 24 * 3600);
		expect((await get(link)).status).toBe(200);
		clock.advance(1);
		const late = await get(link);
		expect(late.status).toBe(403);
		expect(late.data.toString()).toContain('<Code>AccessDenied</Code>');
		gateway.settings.plan = { seconds: 10 };
		await clientOf(gateway).post('/v1/videos', { model: 'Kling-2.6', prompt: 'A cat' });
		expect((await get(gateway.resultUrl(gateway.task()))).status).toBe(404);
	});
});

describe('a part of a file', () => {
	it.each([
		['bytes=0-9', { kind: 'part', span: { start: 0, end: 10 } }],
		['bytes=990-', { kind: 'part', span: { start: 990, end: 1000 } }],
		['bytes=990-5000', { kind: 'part', span: { start: 990, end: 1000 } }],
		['bytes=-10', { kind: 'part', span: { start: 990, end: 1000 } }],
		['bytes=-5000', { kind: 'part', span: { start: 0, end: 1000 } }],
		['bytes=1000-', { kind: 'unsatisfiable' }],
		['bytes=-0', { kind: 'unsatisfiable' }],
		['bytes=9-0', { kind: 'whole' }],
		['bytes=-', { kind: 'whole' }],
		['bytes=0-1,4-5', { kind: 'whole' }],
		['pages=1-2', { kind: 'whole' }],
	])('%s of 1000 bytes', (range, reading) => {
		expect(readRange({ range }, 1000, '"a"')).toEqual(reading);
	});

	it('comes with 206 and what it is part of', async () => {
		const { link } = await completed();
		const whole = await get(link);
		const size = whole.data.length;
		const part = await get(link, { range: `bytes=100-${size}` });
		expect(part.status).toBe(206);
		expect(part.headers).toMatchObject({
			'content-range': `bytes 100-${size - 1}/${size}`,
			'content-length': String(size - 100),
			etag: whole.headers.etag,
		});
		expect(part.data.equals(whole.data.subarray(100))).toBe(true);
	});

	it('beyond the end: 416 with the size', async () => {
		const { link, id } = await completed();
		const { status, headers } = await get(link, { range: 'bytes=90000-' });
		expect([status, headers['content-range']]).toEqual([
			416,
			`bytes */${resultOf(gateway.task(id)).size}`,
		]);
	});

	it('only of the same file when If-Range says so', async () => {
		const { link } = await completed();
		const etag = String((await get(link)).headers.etag);
		const range = { range: 'bytes=0-9' };
		expect((await get(link, { ...range, 'if-range': etag })).status).toBe(206);
		expect((await get(link, { ...range, 'if-range': '"other"' })).status).toBe(200);
	});

	it('is not to be had when Range is switched off', async () => {
		gateway.settings.resultRanges = false;
		const { link } = await completed();
		const { status, headers } = await get(link, { range: 'bytes=0-9' });
		expect([status, headers['accept-ranges']]).toEqual([200, 'none']);
	});
});

describe('/content', () => {
	it('passes the same file through, whole', async () => {
		const { link, content } = await completed();
		const [direct, through] = [await get(link), await get(content, { range: 'bytes=0-9' })];
		expect(through.status).toBe(200);
		expect(through.data.equals(direct.data)).toBe(true);
	});

	it('in parts or by a redirect, where the gateway does so', async () => {
		const { link, content } = await completed();
		gateway.settings.contentRanges = true;
		expect((await get(content, { range: 'bytes=0-9' })).status).toBe(206);
		gateway.settings.contentRedirects = true;
		const { status, headers } = await get(content);
		expect([status, headers.location]).toEqual([302, link]);
	});

	it('ends after 60 s', async () => {
		const { content } = await completed(200_000_000);
		// The clock moves with each chunk that leaves.
		const now = jest.spyOn(clock, 'now').mockImplementation(() => (clock.advance(1), time()));
		const time = (): number => Reflect.get(clock, 'at');
		try {
			expect(await failed(get(content))).toBe('ERR_BAD_RESPONSE');
		} finally {
			now.mockRestore();
		}
		expect(gateway.requestsTo('content')[0]?.bytesSent).toBeLessThan(200_000_000);
	});
});

describe('files gone wrong', () => {
	it.each<[string, Fault, number, string]>([
		['403', faults.storage(403), 403, '<Code>AccessDenied</Code>'],
		['404', faults.storage(404, 'NoSuchKey'), 404, '<Code>NoSuchKey</Code>'],
		['5xx', faults.html(503), 503, '503 Bad Gateway'],
		['HTML', faults.htmlFile(), 200, '<!doctype html>'],
		['JSON', faults.jsonFile(), 200, '{"error":"expired"}'],
		['empty', faults.emptyFile(), 200, ''],
		['redirect', faults.redirect('http://127.0.0.1:1/'), 302, ''],
	])('%s', async (_name, fault, status, text) => {
		const { link } = await completed();
		gateway.faults.next('result', fault);
		const answer = await get(link);
		expect(answer.status).toBe(status);
		expect(answer.data.toString()).toContain(text);
		if (text === '') expect(answer.data).toHaveLength(0);
	});

	it.each<[string, Fault, number]>([
		['cut', faults.cutFile(1000), 1000],
		['cut at once', faults.cutFile(0), 0],
		['short', faults.shortFile(100), 1_000_000 - 100],
	])('%s: fewer bytes than Content-Length says', async (_name, fault, bytes) => {
		const { link } = await completed(1_000_000);
		gateway.faults.next('result', fault, 2);
		expect(await failed(get(link))).toBe('ERR_BAD_RESPONSE');
		expect(await failed(get(link, { range: 'bytes=0-' }))).toBe('ERR_BAD_RESPONSE');
		expect(gateway.requestsTo('result').map((entry) => entry.bytesSent ?? 0)).toEqual([
			bytes,
			bytes,
		]);
		expect((await get(link)).data).toHaveLength(1_000_000);
	});

	it('cut again and again, it can be put together from its parts', async () => {
		const { link } = await completed(1_000_000);
		gateway.faults.always('result', faults.cutFile(300_000));
		const parts: Buffer[] = [];
		for (let at = 0; at < 1_000_000; at += 300_000) {
			const end = Math.min(at + 300_000, 1_000_000) - 1;
			parts.push((await get(link, { range: `bytes=${at}-${end}` })).data);
		}
		gateway.faults.clear();
		expect(Buffer.concat(parts).equals((await get(link)).data)).toBe(true);
	});

	it('stalled: the rest never comes', async () => {
		const { link } = await completed(1_000_000);
		gateway.faults.next('result', faults.stalledFile(1000));
		const stop = new AbortController();
		const call = clientOf(gateway).get(link, { signal: stop.signal });
		await eventually(() => gateway.requestsTo('result')[0]?.bytesSent === 1000);
		// Another file comes whole meanwhile: time enough for a dropped connection to be noticed.
		expect((await get(link)).data).toHaveLength(1_000_000);
		expect(gateway.inFlight('result').now).toBe(1);
		stop.abort();
		expect(await failed(call)).toBe('ERR_CANCELED');
	});

	it('without Content-Length, of another type, changed, not in parts', async () => {
		const { link } = await completed();
		gateway.faults.sequence('result', [
			faults.unsizedFile(),
			faults.typedFile('application/octet-stream'),
			faults.changedFile(),
			faults.wholeFile(),
		]);
		const unsized = await get(link);
		expect(unsized.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
		expect(unsized.headers).not.toHaveProperty('content-length');
		expect((await get(link)).headers['content-type']).toBe('application/octet-stream');
		const condition = { range: 'bytes=0-9', 'if-range': String(unsized.headers.etag) };
		const changed = await get(link, condition);
		expect([changed.status, changed.headers.etag]).toEqual([200, '"changed"']);
		expect((await get(link, condition)).status).toBe(200);
		expect((await get(link, condition)).status).toBe(206);
	});
});

describe('media for inputs', () => {
	it.each(ASSET_NAMES)('%s', async (name) => {
		const { status, headers, data } = await get(gateway.assetUrl(name));
		expect(status).toBe(200);
		expect(headers['content-type']).toMatch(/^(image|audio|video)\//);
		expect(data.equals(readFileSync(assetPath(name)))).toBe(true);
		expect(data.length).toBeLessThan(30_000);
	});

	it('nothing else', async () => {
		expect((await get(`${gateway.resultOrigin}/assets/..%2fserver.cts`)).status).toBe(404);
		expect((await get(`${gateway.resultOrigin}/assets/toString`)).status).toBe(404);
	});
});
