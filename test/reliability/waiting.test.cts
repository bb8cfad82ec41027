import { failure, faults, type Fault } from '../../gateway/server.cts';
import type { INodeParameters } from 'n8n-workflow';
import { runWorkflow, type RunOptions, type RunResult } from '../../dev/engine/engine.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { against, GENERATE, makeTasks, named, of, taskOf, WAIT } from './runs.cts';

const gateway = useGateway();

const waiting = (waitOptions: INodeParameters): INodeParameters => ({ ...WAIT, waitOptions });

/** Waits for the tasks of some names; `elapsed` in ms. */
async function wait(
	names: string[],
	parameters = WAIT,
	more: RunOptions = {},
): Promise<RunResult & { elapsed: number }> {
	return await withVirtualTime(async (time) => {
		const items = await makeTasks(gateway, ...names);
		const result = await runWorkflow(against(gateway, { parameters, items, ...more }));
		return { ...result, elapsed: time.elapsed() };
	});
}

/** When a task was looked at, in ms since the first look. */
function looksAt(name: string): number[] {
	const { id } = taskOf(gateway, name);
	const times = gateway.server.requestsTo('status').filter(({ taskId }) => taskId === id);
	return times.map(({ at }) => at - (times[0]?.at ?? 0));
}

describe('trouble is waited out until the deadline', () => {
	const troubles: Array<[string, () => Fault]> = [
		['dropped connections', () => faults.dropped()],
		['hanging requests', () => faults.hang()],
		['503', () => faults.emptyBody(503)],
		['HTML', () => faults.html(200)],
		['429', () => faults.emptyBody(429)],
		['unparsable bodies', () => faults.truncated(20)],
	];

	test.each(troubles)('for half an hour: %s', async (_, fault) => {
		gateway.server.settings.plan = { seconds: 60 };
		gateway.server.faults.hook = ({ route, request }) =>
			route === 'status' && request.at < new Date('2026-01-05T12:30:00Z').getTime()
				? fault()
				: undefined;
		const { outputs, elapsed } = await wait(['a']);
		expect(outputs[0]?.[0]?.json.status).toBe('completed');
		expect(elapsed).toBeGreaterThan(1_800_000);
		expect(elapsed).toBeLessThan(1_800_000 + 200_000);
	});

	test('then the node fails, with the last trouble and the task ID', async () => {
		gateway.server.settings.plan = { seconds: 86_000 };
		gateway.server.faults.always('status', faults.html(502));
		const { error, elapsed } = await wait(['a'], waiting({ timeout: 5 }));
		const { id } = taskOf(gateway, 'a');
		expect(error?.message).toBe(`The task did not finish within 5 minutes (task ID: ${id})`);
		expect(error?.description).toContain('HTTP 502');
		expect(error?.description).toContain('Wait or Get Status');
		expect(elapsed).toBeGreaterThanOrEqual(300_000);
		expect(elapsed).toBeLessThan(302_000);
	});
});

describe('the time-out', () => {
	beforeEach(() => {
		gateway.server.settings.plan = { seconds: 86_000, dialect: { progress: 'coarse' } };
	});

	test('is an hour unless the user says otherwise', async () => {
		const { error, elapsed } = await wait(['a']);
		expect(error?.message).toContain('The task did not finish within 60 minutes');
		expect(elapsed).toBeGreaterThanOrEqual(3_600_000);
		expect(elapsed).toBeLessThan(3_602_000);
	});

	test('may return the last status instead', async () => {
		const { outputs, error } = await wait(
			['a', 'b'],
			waiting({ timeout: 2, onTimeout: 'returnStatus' }),
		);
		expect(error).toBeUndefined();
		expect(outputs[0]?.map(({ json }) => [json.task_id, json.status, json.done])).toEqual(
			['a', 'b'].map((name) => [taskOf(gateway, name).id, 'pending', false]),
		);
	});

	test('returns at least the id of a task that was never seen', async () => {
		gateway.server.faults.always('status', faults.emptyBody(502));
		const { outputs } = await wait(['a'], waiting({ timeout: 2, onTimeout: 'returnStatus' }));
		expect(outputs[0]?.[0]?.json).toEqual({
			task_id: taskOf(gateway, 'a').id,
			status: 'pending',
			done: false,
		});
	});

	test('looks a last time when the time is up', async () => {
		gateway.server.settings.plan = { seconds: 59 };
		const { outputs } = await wait(['a'], waiting({ timeout: 1, pollInterval: 3600 }));
		expect(outputs[0]?.[0]?.json.status).toBe('completed');
		expect(looksAt('a')).toHaveLength(2);
	});

	test('tells of a completed task even where its link is still missing', async () => {
		gateway.server.settings.plan = { seconds: 50, dialect: { completedWithoutUrlGets: 1000 } };
		const { outputs, error } = await wait(['a'], waiting({ timeout: 1 }));
		expect(error).toBeUndefined();
		expect(outputs[0]?.[0]?.json).toMatchObject({ status: 'completed', done: true });
	});
});

describe('fails at the first look', () => {
	test.each<[string, Fault, RegExp]>([
		['401', faults.invalidToken(), /refused the API key/],
		['403 without credit', faults.noAccountCredit(), /out of credit/],
		['403', faults.modelForbidden('Kling-2.6'), /may not use the model/],
		['a redirect', faults.redirect('/elsewhere'), /redirect/],
	])('%s', async (_, fault, message) => {
		gateway.server.faults.always('status', fault);
		const { error } = await wait(['a']);
		expect(error?.message).toMatch(message);
		expect(error?.message).toContain(taskOf(gateway, 'a').id);
		expect(looksAt('a')).toHaveLength(1);
	});
});

describe('a task that the gateway does not know', () => {
	test('is waited for up to a minute', async () => {
		gateway.server.settings.plan = { seconds: 20, dialect: { unknownSeconds: 55 } };
		const { outputs } = await wait(['a']);
		expect(outputs[0]?.[0]?.json.status).toBe('completed');
	});

	test('for longer is given up', async () => {
		gateway.server.settings.plan = { dialect: { unknownSeconds: 86_000 } };
		const { error, elapsed } = await wait(['a']);
		expect(error?.message).toContain('The gateway does not know the task');
		expect(elapsed).toBeGreaterThan(60_000);
		expect(elapsed).toBeLessThan(90_000);
	});

	test('now and then is waited for', async () => {
		gateway.server.settings.plan = { seconds: 900 };
		gateway.server.faults.hook = ({ route, nth }) =>
			route === 'status' && nth % 3 !== 0 ? faults.taskNotExist() : undefined;
		const { outputs } = await wait(['a']);
		expect(outputs[0]?.[0]?.json.status).toBe('completed');
	});
});

describe('a completed task without its link', () => {
	test('is looked at again until the link is there', async () => {
		gateway.server.settings.plan = { seconds: 5, dialect: { completedWithoutUrlGets: 4 } };
		const { outputs } = await wait(['a']);
		expect(outputs[0]?.[0]?.json.video_url).toBe(gateway.server.resultUrl(taskOf(gateway, 'a')));
		expect(taskOf(gateway, 'a').completedGets).toBe(5);
	});

	test('comes out without it after a minute', async () => {
		gateway.server.settings.plan = { seconds: 5, dialect: { completedWithoutUrlGets: 1000 } };
		const { outputs, elapsed } = await wait(['a']);
		expect(outputs[0]?.[0]?.json).toMatchObject({ status: 'completed', done: true });
		expect(outputs[0]?.[0]?.json).not.toHaveProperty('video_url');
		expect(elapsed).toBeLessThan(90_000);
	});

	test('comes out even where the gateway fails meanwhile', async () => {
		gateway.server.settings.plan = { seconds: 5, dialect: { completedWithoutUrlGets: 1000 } };
		gateway.server.faults.hook = ({ route, task }) =>
			route === 'status' && task && task.completedGets > 0 ? faults.invalidToken() : undefined;
		const { outputs } = await wait(['a']);
		expect(outputs[0]?.[0]?.json.status).toBe('completed');
	});
});

describe('the schedule', () => {
	test('is a fixed interval where the user wants one', async () => {
		gateway.server.settings.plan = { seconds: 100 };
		await wait(['a', 'b'], waiting({ pollInterval: 30 }));
		for (const name of ['a', 'b']) {
			const looks = looksAt(name);
			expect(looks).toHaveLength(5);
			looks.forEach((at, index) => {
				expect(at).toBeGreaterThanOrEqual(index * 30_000);
				// The one timer of a run may wake half a second late.
				expect(at).toBeLessThanOrEqual(index * 30_500);
			});
		}
	});

	test.each([
		['in seconds', () => 90],
		['as a date', () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 90_000)],
	])('gives a saturated gateway the time that it asks for: %s', async (_, retryAfter) => {
		gateway.server.settings.plan = { seconds: 5 };
		let once = true;
		gateway.server.faults.hook = ({ route }) => {
			if (route !== 'status' || !once) return undefined;
			once = false;
			return faults.saturated({ retryAfter: retryAfter() });
		};
		await wait(['a'], waiting({ pollInterval: 5 }));
		expect(looksAt('a')).toHaveLength(2);
		expect(looksAt('a')[1]).toBeGreaterThanOrEqual(90_000);
		expect(looksAt('a')[1]).toBeLessThan(93_000);
	});

	test('gives up a look that hangs, and looks again', async () => {
		gateway.server.settings.plan = { seconds: 5 };
		gateway.server.faults.next('status', faults.hang());
		await wait(['a']);
		expect(looksAt('a')[1]).toBeGreaterThanOrEqual(30_000);
		expect(looksAt('a')[1]).toBeLessThan(60_000);
		expect(gateway.server.inFlight()).toEqual({ now: 0, peak: 1 });
	});

	test('looks no more once a task has ended', async () => {
		gateway.server.settings.plan = ({ body }) => ({ seconds: body.prompt === 'a' ? 10 : 300 });
		await wait(['a', 'b']);
		expect(taskOf(gateway, 'a').completedGets).toBe(1);
		expect(taskOf(gateway, 'b').completedGets).toBe(1);
	});
});

describe('a hundred items', () => {
	const names = Array.from({ length: 100 }, (_, index) => `task ${index}`);

	test('have at most 20 requests in flight', async () => {
		await withVirtualTime(async (time) => {
			const items = await makeTasks(gateway, ...names);
			gateway.server.reset();
			let open = () => {};
			const opened = new Promise<void>((resolve) => {
				open = resolve;
			});
			gateway.server.faults.always('status', faults.hold(opened, faults.invalidToken()));
			const running = runWorkflow(against(gateway, { parameters: WAIT, items }));
			await time.sleep(5_000);
			expect(gateway.server.inFlight('status')).toEqual({ now: 20, peak: 20 });
			open();
			await running;
			expect(gateway.server.inFlight('status').peak).toBe(20);
			expect(gateway.server.requestsTo('status')).toHaveLength(100);
		});
	});

	test('do not look in step', async () => {
		gateway.server.settings.plan = { seconds: 60 };
		await wait(names);
		const second = names.map((name) => looksAt(name)[1] ?? 0);
		const together = second.map((at) => second.filter((other) => Math.abs(other - at) < 50).length);
		expect(Math.max(...together)).toBeLessThan(25);
		expect(Math.max(...second) - Math.min(...second)).toBeGreaterThan(900);
	});
});

describe('the log', () => {
	const infos = ({ log }: RunResult) =>
		log
			.filter(({ level, message }) => level === 'info' && message.startsWith('Kling Video'))
			.map(({ message }) => message);

	test('tells each change of the status once', async () => {
		gateway.server.settings.plan = { seconds: 300, dialect: { progress: 'coarse' } };
		const result = await withVirtualTime(
			async () => await runWorkflow(against(gateway, { parameters: GENERATE, items: named('a') })),
		);
		const { id } = taskOf(gateway, 'a');
		expect(infos(result)).toEqual([
			`Kling Video: task ${id} was accepted`,
			`Kling Video: task ${id} is completed, 100%`,
		]);
	});

	test('tells of every item, ends that are bad included', async () => {
		gateway.server.settings.plan = ({ body }) => ({
			seconds: 30,
			...(body.prompt === 'b' && { outcome: failure('ModelGenerateFailed') }),
		});
		const result = await wait(['a', 'b']);
		const lines = (name: string) =>
			infos(result).filter((line) => line.includes(taskOf(gateway, name).id)).length;
		expect([lines('a'), lines('b')]).toEqual([2, 2]);
		expect(infos(result).join()).toContain('is failed');
	});

	test('holds neither links with their query nor the key', async () => {
		gateway.server.settings.plan = { seconds: 30 };
		const { log } = await withVirtualTime(
			async () =>
				await runWorkflow(
					against(gateway, { parameters: { ...GENERATE, downloadVideo: true }, items: named('a') }),
				),
		);
		const text = JSON.stringify(log);
		const task = taskOf(gateway, 'a');
		expect(task.completedGets).toBeGreaterThan(0);
		expect(text).toContain(task.id);
		expect(text).not.toContain(task.signature);
		expect(text).not.toContain('sign=');
		expect(text).not.toContain(gateway.server.key.slice(3, 11));
	});
});

test('a fault of one item leaves the others alone', async () => {
	gateway.server.settings.plan = { seconds: 30 };
	for (const route of ['status', 'generations'] as const) {
		gateway.server.faults.always(route, faults.html(502), of('b'));
	}
	const { outputs } = await wait(
		['a', 'b', 'c'],
		waiting({ timeout: 2, onTimeout: 'returnStatus' }),
	);
	expect(outputs[0]?.map(({ json }) => json.status)).toEqual(['completed', 'pending', 'completed']);
});
