import { failure, startGateway, STATUS_SPELLINGS, type LocalGateway } from './server.cts';
import type { ResultPlace } from './tasks/dialect.cts';
import { clientOf, TestClock } from './testing/client.cts';

let gateway: LocalGateway;
const clock = new TestClock();

beforeAll(async () => {
	gateway = await startGateway({ clock, plan: { seconds: 100 } });
});
afterEach(() => gateway.reset());
afterAll(async () => await gateway.close());

async function submit(): Promise<string> {
	const body = { model: 'Kling-2.6', prompt: 'A cat' };
	const { data } = await clientOf(gateway).post('/v1/videos', body);
	return data.id;
}

async function get(id: string) {
	return await clientOf(gateway).get(`/v1/videos/${encodeURIComponent(id)}`);
}

describe('the life of a task', () => {
	it('is queued, processing, completed, with the times and links as documented', async () => {
		const accepted = clock.now() / 1000;
		const id = await submit();
		expect((await get(id)).data).toEqual({
			id,
			task_id: id,
			object: 'video',
			model: 'kling-2.6-720p-noref-mute',
			status: 'queued',
			progress: 0,
			created_at: accepted,
		});
		clock.advance(50);
		expect((await get(id)).data).toMatchObject({ status: 'processing', progress: 50 });
		clock.advance(49.9);
		expect((await get(id)).data).toMatchObject({ status: 'processing', progress: 99 });
		clock.advance(1000);
		const url = gateway.resultUrl(gateway.task(id));
		expect((await get(id)).data).toEqual({
			id,
			task_id: id,
			object: 'video',
			model: 'kling-2.6-720p-noref-mute',
			status: 'completed',
			progress: 100,
			created_at: accepted,
			completed_at: accepted + 100,
			video_url: url,
			metadata: { url },
		});
		expect(new URL(url).origin).not.toBe(new URL(gateway.url).origin);
	});

	it('that failed answers 200 with the code and text', async () => {
		gateway.settings.plan = { seconds: 1, outcome: failure('ContentModerationFailed') };
		const id = await submit();
		clock.advance(1);
		const { status, data } = await get(id);
		expect(status).toBe(200);
		expect(data.error).toEqual({
			code: 'ContentModerationFailed',
			message: 'The content did not pass moderation.',
		});
		expect(data).toMatchObject({ status: 'failed' });
		expect(data).not.toHaveProperty('video_url');
	});

	it('that was cancelled says so', async () => {
		gateway.settings.plan = { seconds: 1, outcome: { status: 'cancelled' } };
		const id = await submit();
		clock.advance(1);
		expect((await get(id)).data).toMatchObject({ status: 'cancelled' });
	});

	it('may end when the test says so', async () => {
		gateway.settings.plan = { seconds: Number.POSITIVE_INFINITY };
		const [first, second] = [await submit(), await submit()];
		clock.advance(3600);
		expect((await get(first)).data).toMatchObject({ status: 'processing', progress: 0 });
		gateway.task(first).finish();
		gateway.task(second).finish(failure('ModelGenerateFailed'));
		expect((await get(first)).data).toMatchObject({ status: 'completed' });
		expect((await get(second)).data).toMatchObject({ status: 'failed' });
	});

	it('may be planned for each task', async () => {
		gateway.settings.plan = (_submission, index) => ({ seconds: index === 0 ? 1 : 2 });
		const [first, second] = [await submit(), await submit()];
		clock.advance(1);
		expect((await get(first)).data).toMatchObject({ status: 'completed' });
		expect((await get(second)).data).toMatchObject({ status: 'processing' });
	});

	it('fails after 24 hours when it is not finished', async () => {
		gateway.settings.plan = { seconds: Number.POSITIVE_INFINITY };
		const id = await submit();
		clock.advance(24 * 3600 - 1);
		expect((await get(id)).data).toMatchObject({ status: 'processing' });
		clock.advance(1);
		expect((await get(id)).data).toMatchObject({
			status: 'failed',
			error: { code: 'TaskTimeout' },
		});
	});

	it('shows nothing new between two refreshes', async () => {
		gateway.settings.refreshSeconds = 15;
		gateway.settings.plan = { seconds: 20 };
		const seen: string[] = [];
		clock.advance(7);
		const id = await submit();
		// Accepted 7 s after the start, so that the refreshes come 8, 23, 38 s later and the end at 20 s.
		for (const [wait] of [[0], [7.9], [0.2], [13.9], [0.9], [0.2]] as const) {
			clock.advance(wait);
			seen.push((await get(id)).data.status);
		}
		expect(seen).toEqual([
			'queued',
			'queued',
			'processing',
			'processing',
			'processing',
			'completed',
		]);
	});
});

describe('a task that does not exist', () => {
	it.each(['task_none', 'a/b', 'ä ?#%', 'x'.repeat(300)])('%s: 400 task_not_exist', async (id) => {
		const { status, data } = await get(id);
		expect(status).toBe(400);
		expect(data).toEqual({ code: 'task_not_exist', message: expect.any(String), data: null });
		expect(gateway.requestsTo('status')[0]?.taskId).toBe(id);
	});
});

describe('dialects', () => {
	async function answers(at: number[], dialect: object, outcome = {}): Promise<unknown[]> {
		gateway.settings.plan = { seconds: 100, dialect, ...outcome };
		const id = await submit();
		const seen: unknown[] = [];
		let passed = 0;
		for (const seconds of at) {
			clock.advance(seconds - passed);
			passed = seconds;
			seen.push((await get(id)).data);
		}
		return seen;
	}

	it.each([
		...STATUS_SPELLINGS.pending.map((word) => ['processing', 50, word] as const),
		...STATUS_SPELLINGS.completed.map((word) => ['completed', 100, word] as const),
	])('%s at %d s is spelled %s', async (status, at, word) => {
		const [data] = await answers([at], { words: { [status]: word } });
		expect(data).toMatchObject({ status: word });
	});

	it.each(STATUS_SPELLINGS.failed)('failed is spelled %s', async (word) => {
		const outcome = { outcome: failure('ModelGenerateFailed') };
		const [data] = await answers([100], { words: { failed: word } }, outcome);
		expect(data).toMatchObject({ status: word, error: { code: 'ModelGenerateFailed' } });
	});

	it.each(STATUS_SPELLINGS.cancelled)('cancelled is spelled %s', async (word) => {
		const outcome = { outcome: { status: 'cancelled' } };
		const [data] = await answers([100], { words: { cancelled: word } }, outcome);
		expect(data).toMatchObject({ status: word });
	});

	it.each([
		['lower', 'processing'],
		['upper', 'PROCESSING'],
		['title', 'Processing'],
	])('letters in %s case', async (letterCase, status) => {
		expect(await answers([50], { letterCase })).toMatchObject([{ status }]);
	});

	it.each([
		['linear', [0, 20, 40, 60, 100]],
		['coarse', [10, 10, 30, 50, 100]],
		['hundredEarly', [0, 100, 100, 100, 100]],
		['absent', [undefined, undefined, undefined, undefined, undefined]],
	])('progress %s', async (progress, values) => {
		const seen = await answers([0, 20, 40, 60, 100], { progress });
		expect(seen.map((data) => Object(data).progress)).toEqual(values);
	});

	it('progress as text', async () => {
		expect(await answers([50], { progressAs: 'percent' })).toMatchObject([{ progress: '50%' }]);
	});

	it('times as RFC 3339, completed_at while pending', async () => {
		const now = new Date(clock.now()).toISOString();
		const dialect = { timesAs: 'rfc3339', completedAtWhilePending: true };
		expect(await answers([50], dialect)).toMatchObject([
			{ status: 'processing', created_at: now, completed_at: now },
		]);
	});

	it.each<[ResultPlace, (url: string) => object]>([
		['video_url', (url) => ({ video_url: url })],
		['metadata.url', (url) => ({ metadata: { url } })],
		['metadata.video_url', (url) => ({ metadata: { video_url: url } })],
		['metadata.result_url', (url) => ({ metadata: { result_url: url } })],
		['url', (url) => ({ url })],
	])('the result at %s alone', async (place, expected) => {
		const [data] = await answers([100], { resultAt: [place] });
		const { video_url, metadata, url } = Object(data);
		expect({ video_url, metadata, url }).toEqual(expected(gateway.resultUrl(gateway.task())));
	});

	it('metadata.url with the failure, or empty', async () => {
		const outcome = { outcome: failure('TaskTimeout') };
		const failed = await answers([50, 100], { metadataUrlWithoutResult: 'failureText' }, outcome);
		expect(failed.map((data) => Object(data).metadata)).toEqual([
			undefined,
			{ url: 'The task timed out.' },
		]);
		const empty = await answers([50, 100], { metadataUrlWithoutResult: 'empty' }, outcome);
		expect(empty.map((data) => Object(data).metadata)).toEqual([{ url: '' }, { url: '' }]);
	});

	it('completed without a link at first', async () => {
		const seen = await answers([50, 100, 100, 100], { completedWithoutUrlGets: 2 });
		expect(seen.map((data) => 'video_url' in Object(data))).toEqual([false, false, false, true]);
		expect(seen[1]).toMatchObject({ status: 'completed' });
	});

	it('unknown at first, by requests or by time', async () => {
		const byRequests = await answers([0, 0, 0], { unknownGets: 2 });
		expect(byRequests.map((data) => Object(data).code)).toEqual([
			'task_not_exist',
			'task_not_exist',
			undefined,
		]);
		const byTime = await answers([0, 4.9, 5], { unknownSeconds: 5 });
		expect(byTime.map((data) => Object(data).code)).toEqual([
			'task_not_exist',
			'task_not_exist',
			undefined,
		]);
	});

	it('without task_id, with unknown keys, with another link, rewritten', async () => {
		const dialect = {
			taskIdOnGet: false,
			extraKeys: { quality: 'hd' },
			resultUrl: () => 'ftp://example.com/a.mp4',
			rewrite: (body: object) => ({ ...body, object: 'task' }),
		};
		const [data] = await answers([100], dialect);
		expect(data).toMatchObject({
			quality: 'hd',
			video_url: 'ftp://example.com/a.mp4',
			object: 'task',
		});
		expect(data).not.toHaveProperty('task_id');
	});
});
