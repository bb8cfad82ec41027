import { OVER_LIMIT, startGateway, type LocalGateway } from './server.cts';
import { TestClock, clientOf } from './testing/client.cts';

const BODY = { model: 'Kling-2.6', prompt: 'A cat' };

const clock = new TestClock();
let gateway: LocalGateway;

beforeAll(async () => {
	gateway = await startGateway({ clock, slots: 3, plan: { seconds: 60 }, keys: { 'sk-b': 'ok' } });
});
afterEach(() => gateway.reset());
afterAll(async () => await gateway.close());

const submit = async (key?: string) => await clientOf(gateway, key).post('/v1/videos', BODY);
const times = (count: number) => Array.from({ length: count });

async function statusOf(id: string) {
	return (await clientOf(gateway).get(`/v1/videos/${id}`)).data;
}

describe('the slots of an account', () => {
	it.each(OVER_LIMIT)(
		'never holds more than its limit, 20 submissions at once: %s',
		async (over) => {
			gateway.settings.over = over;
			const answers = await Promise.all(times(20).map(async () => await submit()));
			expect(gateway.slots.counts()).toEqual({
				open: 3,
				others: 0,
				mostOpen: 3,
				accepted: 3,
				refused: 17,
			});
			expect(answers.filter(({ status }) => status === 200)).toHaveLength(
				over === 'failed' ? 20 : 3,
			);
			clock.advance(61);
			expect(gateway.slots.counts()).toMatchObject({ open: 0, mostOpen: 3 });
			expect((await submit()).status).toBe(200);
			expect(gateway.slots.counts()).toMatchObject({ open: 1, accepted: 4 });
		},
	);

	it('are free as soon as upstream ended the task, before the gateway shows it', async () => {
		gateway.settings.refreshSeconds = 50;
		const [first] = await Promise.all(times(3).map(async () => await submit()));
		expect((await submit()).status).toBe(429);
		clock.advance(60);
		expect((await statusOf(first?.data.id)).status).toBe('processing');
		expect((await submit()).status).toBe(200);
	});

	it('can be changed at any time', async () => {
		await Promise.all(times(3).map(async () => await submit()));
		gateway.settings.slots = 4;
		expect((await submit()).status).toBe(200);
		gateway.settings.slots = 1;
		gateway.tasks.slice(1).forEach((task) => task.finish());
		expect((await submit()).status).toBe(429);
		gateway.task(gateway.tasks[0]?.id).finish();
		expect((await submit()).status).toBe(200);
		expect(gateway.slots.counts()).toMatchObject({ open: 1, mostOpen: 4, refused: 1 });
	});

	it('are shared with others, who take no more than are free', async () => {
		expect(gateway.slots.take(2)).toBe(2);
		expect((await submit()).status).toBe(200);
		expect((await submit()).status).toBe(429);
		expect(gateway.slots.take(1)).toBe(0);
		expect(gateway.slots.giveBack(5)).toBe(2);
		expect((await submit()).status).toBe(200);
		expect(gateway.slots.counts()).toEqual({
			open: 2,
			others: 0,
			mostOpen: 3,
			accepted: 2,
			refused: 1,
		});
	});

	it("are the whole account's, or each key's own", async () => {
		gateway.settings.slots = 1;
		expect((await submit()).status).toBe(200);
		expect((await submit('sk-b')).status).toBe(429);
		gateway.reset();
		gateway.settings.slots = 1;
		gateway.settings.accounts = 'perKey';
		expect((await submit()).status).toBe(200);
		expect((await submit('sk-b')).status).toBe(200);
		expect((await submit('sk-b')).status).toBe(429);
		expect(gateway.slots.counts('sk-b')).toMatchObject({ open: 1, refused: 1 });
		expect(gateway.slots.counts()).toMatchObject({ open: 1, refused: 0 });
	});

	it('are not taken by what is refused for another reason', async () => {
		await clientOf(gateway).post('/v1/videos', { model: 'Kling-2.6', seconds: 5 });
		expect(gateway.slots.counts()).toMatchObject({ open: 0, accepted: 0, refused: 0 });
	});
});

describe('the forms of a refusal for lack of room', () => {
	async function refusals(over: LocalGateway['settings']['over']) {
		gateway.settings.slots = 0;
		gateway.settings.over = over;
		const answers = [];
		while (answers.length < 12) answers.push(await submit());
		return answers.map(({ status, data }) => ({ status, text: textOf(data) }));
	}

	it('429: any text, or none', async () => {
		const answers = await refusals('429');
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([429]));
		const texts = new Set(answers.map(({ text }) => text.replace(/request id: \w+/, '')));
		expect(texts.size).toBeGreaterThanOrEqual(5);
		expect(texts).toContain('');
	});

	it("code: 400 or 500, E2 with upstream's code, its JSON or its words", async () => {
		const answers = await refusals('code');
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 500]));
		const bodies = answers.map(({ text }) => JSON.parse(text));
		for (const body of bodies) expect(body).toMatchObject({ data: null });
		const codes = bodies.map(({ code }) => code);
		for (const code of ['1303', 'RequestLimitExceeded', 'fail_to_fetch_task', 'task_failed']) {
			expect(codes).toContain(code);
		}
		const packed = bodies.find(({ code }) => code === 'fail_to_fetch_task');
		expect(JSON.parse(packed.message)).toMatchObject({ code: 1303 });
	});

	it("concurrency: 429 with the gateway's own code", async () => {
		for (const { status, text } of await refusals('concurrency')) {
			expect(status).toBe(429);
			const body = JSON.parse(text);
			expect(body.code ?? body.error.code).toMatch(/^concurrency/);
		}
	});

	it('failed: accepted, and failed a moment later, whatever the plan', async () => {
		const ids = (await refusals('failed')).map(({ status, text }) => {
			expect(status).toBe(200);
			return JSON.parse(text).id;
		});
		expect(await statusOf(ids[0])).toMatchObject({ status: 'queued' });
		clock.advance(1);
		const ends = await Promise.all(ids.map(statusOf));
		for (const { status } of ends) expect(status).toBe('failed');
		const errors = ends.map(({ error }) => error);
		expect(errors).toContainEqual({
			code: '1303',
			message: 'parallel task over resource pack limit',
		});
		expect(new Set(errors.map(({ code }) => code)).size).toBeGreaterThanOrEqual(5);
		expect(gateway.slots.counts()).toMatchObject({ open: 0, accepted: 0, refused: 12 });
	});
});

function textOf(data: unknown): string {
	return typeof data === 'string' ? data : JSON.stringify(data);
}
