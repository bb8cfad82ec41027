import { faults, type OverLimit } from '../../gateway/server.cts';
import { startWorkflow, type RunOptions, type RunResult } from '../../dev/engine/engine.cts';
import { against, GENERATE, named, RETRY_ON_FAIL, SUBMIT } from '../reliability/runs.cts';
import { runWorkflow } from '../../dev/engine/engine.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway();

const names = (count: number) => Array.from({ length: count }, (_, index) => `item ${index}`);

/** Items that make a video each, on an account with few slots. */
const batch = (count: number, more: Partial<RunOptions> = {}): RunOptions => ({
	parameters: { ...GENERATE, waitOptions: { timeout: 10 } },
	items: named(...names(count)),
	...more,
});

async function run(options: RunOptions): Promise<RunResult> {
	return await withVirtualTime(async () => await runWorkflow(against(gateway, options)));
}

function limited(slots: number, over: OverLimit = '429'): void {
	Object.assign(gateway.server.settings, { slots, over, plan: { seconds: 40 } });
}

/** The prompts of the completed tasks that came out, by item. */
const videosOf = ({ outputs }: RunResult) =>
	(outputs[0] ?? []).map(({ json }) => {
		const task = gateway.server.tasks.find(({ id }) => id === json.task_id);
		return json.status === 'completed' ? task?.body.prompt : json.error;
	});

const pauses = () => {
	const times = gateway.server.submits.map(({ at }) => at);
	return times.slice(1).map((at, index) => at - (times[index] ?? 0));
};

describe.each(['429', 'code', 'failed', 'concurrency'] as const)(
	'an account with three slots that says so by %s',
	(over) => {
		test('makes nine videos, each paid once, with few refusals', async () => {
			limited(3, over);
			const result = await run(batch(9));
			expect(result.error).toBeUndefined();
			expect(videosOf(result)).toEqual(names(9));
			const { accepted, refused, mostOpen } = gateway.server.slots.counts();
			expect(mostOpen).toBe(3);
			expect(accepted).toBe(9);
			expect(refused).toBeGreaterThan(0);
			expect(refused).toBeLessThanOrEqual(18);
		});

		test('says once that the limit was met, and once that nobody waits any more', async () => {
			limited(3, over);
			const { log } = await run(batch(6));
			const about = (words: string) => log.filter(({ message }) => message.includes(words));
			expect(about('tasks at a time')).toHaveLength(1);
			expect(about('no item waits')).toHaveLength(1);
		});
	},
);

test('a task that failed for lack of room stays named in the item', async () => {
	limited(1, 'failed');
	const result = await run(batch(2));
	const [first, second] = result.outputs[0] ?? [];
	expect(first?.json.earlier_task_ids).toBeUndefined();
	const earlier = gateway.server.tasks
		.filter(({ id }) => id !== first?.json.task_id && id !== second?.json.task_id)
		.map(({ id }) => id);
	expect(earlier.length).toBeGreaterThan(0);
	expect(second?.json.earlier_task_ids).toEqual(earlier);
});

test('a queue that moves outlives the timeout of an item', async () => {
	limited(1);
	const parameters = { ...GENERATE, waitOptions: { timeout: 1 } };
	const result = await run(batch(6, { parameters }));
	expect(videosOf(result)).toEqual(names(6));
});

describe('an account that is full for good', () => {
	const full = () => {
		limited(2);
		gateway.server.slots.take(2);
	};

	test('fails the item after its timeout, with pauses that grow, and says how many were open', async () => {
		full();
		const { error } = await run(batch(1));
		expect(error?.message).toContain('no room for another task');
		expect(gateway.server.tasks).toEqual([]);
		const [first = 0, second = 0, ...others] = pauses();
		expect(first).toBeGreaterThanOrEqual(7_500);
		expect(first).toBeLessThanOrEqual(13_000);
		expect(second).toBeGreaterThan(first);
		expect(Math.max(...others)).toBeLessThanOrEqual(113_000);
		const total = pauses().reduce((sum, pause) => sum + pause, 0);
		expect(total).toBeLessThanOrEqual(600_000);
		expect(total).toBeGreaterThan(400_000);
	});

	test('names the tasks that were accepted', async () => {
		limited(1);
		gateway.server.settings.plan = { seconds: 3_000 };
		const parameters = { ...GENERATE, waitOptions: { timeout: 4 } };
		const { error } = await run(batch(2, { parameters }));
		expect(error?.message + (error?.description ?? '')).toContain(gateway.server.task().id);
	});

	test('says how many tasks of the node were open', async () => {
		limited(1);
		gateway.server.settings.plan = { seconds: 600 };
		const { error } = await run({ parameters: SUBMIT, items: named('a', 'b') });
		expect(error?.message).toContain('no room for another task');
		expect(error?.description).toContain('Open tasks of this node at that moment: 1.');
	});

	test('is offered a Submit for two minutes, or as long as the user says', async () => {
		full();
		await run({ parameters: SUBMIT, items: named('a') });
		const total = () => pauses().reduce((sum, pause) => sum + pause, 0);
		expect(total()).toBeLessThanOrEqual(120_000);
		expect(pauses().length).toBeGreaterThanOrEqual(2);
		const before = gateway.server.submits.length;
		const never = { ...SUBMIT, options: { slotTimeout: 0 } };
		const { error } = await run({ parameters: never, items: named('b') });
		expect(gateway.server.submits.length).toBe(before + 1);
		expect(error?.message).toContain('no room for another task');
	});
});

test.each([
	['in seconds', () => 20],
	['as a date', () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 20_000)],
])('a gateway is given the time that it asks for: %s', async (_, retryAfter) => {
	await withVirtualTime(async () => {
		gateway.server.faults.next('submit', faults.saturated({ retryAfter: retryAfter() }));
		await runWorkflow(against(gateway, { parameters: SUBMIT, items: named('a') }));
	});
	expect(pauses()).toHaveLength(1);
	expect(pauses()[0]).toBeGreaterThanOrEqual(19_900);
	expect(pauses()[0]).toBeLessThanOrEqual(26_000);
});

test("'Tasks at a Time' is never exceeded", async () => {
	gateway.server.settings.plan = { seconds: 40 };
	const parameters = { ...GENERATE, waitOptions: { tasksAtATime: 2 } };
	const result = await run(batch(5, { parameters }));
	expect(videosOf(result)).toEqual(names(5));
	expect(gateway.server.slots.counts()).toMatchObject({ mostOpen: 2, refused: 0 });
});

test('Stop empties the queue: what was not sent is never sent', async () => {
	limited(2);
	await withVirtualTime(async (time) => {
		const running = startWorkflow(against(gateway, batch(8)));
		await time.sleep(5_000);
		const sent = gateway.server.submits.length;
		running.cancel();
		await running.result;
		await time.sleep(600_000);
		expect(gateway.server.submits).toHaveLength(sent);
		expect(gateway.server.tasks).toHaveLength(2);
	});
});

test('Retry On Fail goes on where the queue was', async () => {
	limited(2);
	gateway.server.faults.hook = ({ route, nth }) =>
		route === 'submit' && nth === 5 ? faults.invalidRequest() : undefined;
	const result = await run(batch(6, { settings: RETRY_ON_FAIL }));
	expect(videosOf(result)).toEqual(names(6));
	expect(gateway.server.tasks).toHaveLength(6);
});

test('On Error: Continue gives each item an outcome of its own', async () => {
	limited(1);
	gateway.server.settings.plan = { seconds: 3_000 };
	const parameters = { ...GENERATE, waitOptions: { timeout: 3 } };
	const settings = { onError: 'continueRegularOutput' as const };
	const { outputs } = await run(batch(3, { parameters, settings }));
	expect(outputs[0]?.map(({ json }) => (json.error as { code: string }).code)).toHaveLength(3);
	expect(outputs[0]?.[0]?.json.task_id).toBe(gateway.server.task().id);
});

test('others that give slots back are noticed, and nobody is hammered', async () => {
	limited(4);
	gateway.server.slots.take(3);
	await withVirtualTime(async (time) => {
		const running = startWorkflow(against(gateway, batch(20)));
		await time.sleep(100_000);
		gateway.server.slots.giveBack(3);
		const result = await running.result;
		expect(videosOf(result)).toEqual(names(20));
	});
	const { refused, mostOpen } = gateway.server.slots.counts();
	expect(mostOpen).toBe(4);
	expect(refused).toBeLessThanOrEqual(40);
});

test('an account without any room whose tasks are accepted and fail is given up like a full one', async () => {
	limited(1, 'failed');
	gateway.server.slots.take(1);
	const minutes = await withVirtualTime(
		async (time) => {
			const { error } = await runWorkflow(against(gateway, batch(2)));
			expect(error?.message).toContain('no room for another task');
			return time.elapsed() / 60_000;
		},
		{ limit: 3 * 3600_000 },
	);
	expect(minutes).toBeGreaterThan(9);
	expect(minutes).toBeLessThan(25);
});
