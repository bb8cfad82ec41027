import { failure, startGateway, type LocalGateway, type PartialPlan } from './server.cts';
import { localhostLink } from './tasks/dialect.cts';
import { clientOf, TestClock } from './testing/client.cts';

const clock = new TestClock();
let gateway: LocalGateway;

beforeAll(async () => {
	gateway = await startGateway({ clock });
});
afterEach(() => gateway.reset());
afterAll(async () => await gateway.close());

/** Accepts a task of this plan and lets some seconds pass. */
async function after(seconds: number, plan: PartialPlan): Promise<string> {
	gateway.settings.plan = plan;
	const body = { model: 'Kling-2.6', prompt: 'A cat' };
	const { data } = await clientOf(gateway).post('/v1/videos', body);
	clock.advance(seconds);
	return gateway.task(data.data ?? data.id).id;
}

const status = async (id: string) => (await clientOf(gateway).get(`/v1/videos/${id}`)).data;

async function opinion(id: string) {
	const { data } = await clientOf(gateway).get(`/v1/video/generations/${id}`);
	expect(data).toMatchObject({ code: 'success', message: '' });
	return data.data;
}

const DAY = 24 * 3600;

describe('the second status route', () => {
	it("tells every state in the gateway's own words", async () => {
		gateway.settings.refreshSeconds = 15;
		clock.advance(1);
		const id = await after(1, { seconds: 100, queueShare: 0.3 });
		expect(await opinion(id)).toMatchObject({ status: 'NOT_START', progress: '0%', task_id: id });
		clock.advance(20);
		expect(await opinion(id)).toMatchObject({ status: 'QUEUED', fail_reason: '', finish_time: 0 });
		clock.advance(30);
		const pending = await opinion(id);
		expect(pending).toMatchObject({ status: 'IN_PROGRESS', progress: '30%' });
		expect(pending).not.toHaveProperty('result_url');
		clock.advance(100);
		const url = gateway.resultUrl(gateway.task(id));
		expect(await opinion(id)).toMatchObject({ status: 'SUCCESS', result_url: url });
		expect((await opinion(id)).data).toEqual(await status(id));
	});

	it("repeats a failure's text as the result", async () => {
		const id = await after(1, { seconds: 0, outcome: failure('ModelGenerateFailed') });
		const text = 'The model failed to generate the video.';
		const row = { status: 'FAILURE', fail_reason: text, result_url: text };
		expect(await opinion(id)).toMatchObject(row);
	});

	it('may be missing, and knows no other tasks', async () => {
		const { status: code, data } = await clientOf(gateway).get('/v1/video/generations/task_1');
		expect([code, data.code]).toEqual([400, 'task_not_exist']);
		expect(gateway.requestsTo('generations')).toHaveLength(1);
		gateway.settings.generationsRoute = false;
		expect((await clientOf(gateway).get('/v1/video/generations/task_1')).status).toBe(404);
	});
});

describe('a task that hangs at 100 %', () => {
	const stuck: PartialPlan = { seconds: 60, outcome: { status: 'stuck' } };

	it('is processing at 100 until the gateway gives it up', async () => {
		const id = await after(59, stuck);
		expect(await status(id)).toMatchObject({ status: 'processing', progress: 98 });
		clock.advance(1);
		expect(await status(id)).toMatchObject({ status: 'processing', progress: 100 });
		expect(await opinion(id)).toMatchObject({ status: 'IN_PROGRESS', progress: '30%' });
		clock.advance(DAY);
		expect(await status(id)).toMatchObject({ status: 'failed', error: { code: 'TaskTimeout' } });
	});

	it('looks for ever as it did where only the second route tells', async () => {
		const id = await after(2 * DAY, { ...stuck, dialect: { sweep: 'unseen' } });
		expect(await status(id)).toMatchObject({ status: 'processing', progress: 100 });
		expect(await status(id)).not.toHaveProperty('error');
		expect(await opinion(id)).toMatchObject({
			status: 'FAILURE',
			fail_reason: 'The task was not finished in time and has been refunded.',
		});
	});

	it('is failed without a reason where the first route has none', async () => {
		const plan = { ...stuck, giveUpSeconds: 120, dialect: { sweep: 'noReason' } } as const;
		const id = await after(119, plan);
		expect(await status(id)).toMatchObject({ status: 'processing' });
		clock.advance(1);
		expect(await status(id)).toMatchObject({ status: 'failed', progress: 100 });
		expect(await status(id)).not.toHaveProperty('error');
	});

	it('holds its slot until then', async () => {
		gateway.settings.slots = 1;
		await after(3600, stuck);
		expect(gateway.slots.counts()).toMatchObject({ open: 1 });
		clock.advance(DAY);
		expect(gateway.slots.counts()).toMatchObject({ open: 0 });
	});
});

describe('a failed task', () => {
	const failed = (dialect: PartialPlan['dialect']): PartialPlan => ({
		seconds: 10,
		outcome: { status: 'failed', code: '70000', message: 'too large' },
		dialect,
	});

	it.each([
		['error', { error: { code: '70000', message: 'too large', type: 'new_api_error' } }],
		['code', { code: '70000', message: 'too large', data: null }],
	] as const)('answers 200 with %s in place of the task, for ever', async (failedAs, said) => {
		const id = await after(5, failed({ failedAs }));
		expect(await status(id)).toMatchObject({ status: 'processing' });
		clock.advance(5);
		expect(await status(id)).toEqual({ ...said, id });
		clock.advance(30 * DAY);
		expect(await status(id)).toEqual({ ...said, id });
		expect(await opinion(id)).toMatchObject({
			status: 'FAILURE',
			fail_reason: expect.stringMatching(/^upstream returned /),
		});
	});

	it('has its reason behind the word, or none, a fixed code, or its text at every link', async () => {
		const shown = async (dialect: PartialPlan['dialect']) =>
			await status(await after(10, failed(dialect)));
		expect(await shown({ statusWithReason: true })).toMatchObject({ status: 'failed: too large' });
		expect(await shown({ failedError: 'absent' })).not.toHaveProperty('error');
		expect(await shown({ failedError: 'empty' })).toMatchObject({
			error: { code: '', message: '' },
		});
		expect(await shown({ failureCode: 'task_failed' })).toMatchObject({
			error: { code: 'task_failed', message: 'too large' },
		});
		const failureTextAt = ['url', 'metadata.url', 'result_url'] as const;
		expect(await shown({ failureTextAt: [...failureTextAt] })).toMatchObject({
			url: 'too large',
			metadata: { url: 'too large' },
			result_url: 'too large',
		});
	});
});

describe('answers of other gateways', () => {
	it('a submit that answers only the id, in an envelope', async () => {
		gateway.settings.plan = { dialect: { submitAnswer: 'wrapped' } };
		const body = { model: 'Kling-2.6', prompt: 'A cat' };
		const { data } = await clientOf(gateway).post('/v1/videos', body);
		expect(data).toEqual({ code: 'success', message: '', data: gateway.task().id });
	});

	it("the supplier's id as task_id, no model, times in milliseconds, a word for a fresh task", async () => {
		gateway.settings.refreshSeconds = 15;
		clock.advance(1);
		const id = await after(1, {
			seconds: 100,
			dialect: {
				taskIdOnGet: 'supplier',
				modelOnGet: 'empty',
				timesAs: 'ms',
				completedAtWhilePending: true,
				words: { fresh: 'unknown' },
			},
		});
		const { acceptedAt } = gateway.task(id);
		const fresh = await status(id);
		expect(fresh).toMatchObject({ id, model: '', status: 'unknown', progress: 0 });
		expect([fresh.created_at, fresh.completed_at]).toEqual([acceptedAt, acceptedAt]);
		const byOther = await clientOf(gateway).get(`/v1/videos/${fresh.task_id}`);
		expect(byOther.data).toMatchObject({ code: 'task_not_exist' });
		clock.advance(15);
		expect(await status(id)).toMatchObject({ status: 'processing', task_id: fresh.task_id });
	});

	it.each([
		'output.video_url',
		'output_url',
		'result_url',
		'video.url',
		'data.result_url',
		'output',
		'metadata.result_urls',
	] as const)('the link at %s, and nowhere else', async (place) => {
		const id = await after(1, { seconds: 0, dialect: { resultAt: [place] } });
		const data = await status(id);
		const found = place.split('.').reduce((inner, key) => inner[key], data);
		const url = gateway.resultUrl(gateway.task(id));
		expect(found).toEqual(/output$|urls$/.test(place) ? [url] : url);
		expect(JSON.stringify(data).match(/http/g)).toHaveLength(1);
	});

	it('a link to a host that is nobody: the route of the gateway itself is meant', async () => {
		const id = await after(1, { seconds: 0, dialect: { resultUrl: localhostLink } });
		const link = `http://localhost:3000/v1/videos/${id}/content`;
		expect(await status(id)).toMatchObject({ video_url: link, metadata: { url: link } });
		expect(await opinion(id)).toMatchObject({ result_url: link });
	});
});
