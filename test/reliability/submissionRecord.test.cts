import { failure, faults, type Outcome } from '../../gateway/server.cts';
import {
	retryAfterKill,
	retryExecution,
	runWorkflow,
	startWorkflow,
	type RetryChanges,
	type RunOptions,
	type RunResult,
} from '../../dev/engine/engine.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import {
	against,
	GENERATE,
	ids,
	makeTasks,
	named,
	of,
	prompts,
	RETRY_ON_FAIL,
	SUBMIT,
	taskOf,
} from './runs.cts';

const gateway = useGateway();

const run = async (options: RunOptions): Promise<RunResult> =>
	await withVirtualTime(async () => await runWorkflow(against(gateway, options)));

/** A person's Retry, an hour later. */
const retry = async (failed: RunResult, changes?: RetryChanges): Promise<RunResult> => {
	expect(failed.error).toBeDefined();
	const startAt = new Date('2026-01-05T13:00:00Z');
	return await withVirtualTime(async () => await retryExecution(failed, changes), { startAt });
};

const idsIn = ({ outputs }: RunResult) => outputs[0]?.map(({ json }) => json.task_id);

describe('another try of the same execution', () => {
	beforeEach(() => gateway.server.faults.next('submit', faults.invalidRequest(), 1, of('b')));
	const abc = { parameters: SUBMIT, items: named('a', 'b', 'c') };

	test('sends only what was refused: Retry On Fail', async () => {
		const result = await run({ ...abc, settings: RETRY_ON_FAIL });
		expect(prompts(gateway)).toEqual(['a', 'b', 'c', 'b']);
		expect(idsIn(result)).toEqual(['a', 'b', 'c'].map((name) => taskOf(gateway, name).id));
	});

	test("sends only what was refused: a person's Retry", async () => {
		const result = await retry(await run(abc));
		expect(prompts(gateway)).toEqual(['a', 'b', 'c', 'b']);
		expect(idsIn(result)).toEqual(['a', 'b', 'c'].map((name) => taskOf(gateway, name).id));
	});

	test('asks for the present status of what was accepted', async () => {
		gateway.server.settings.plan = { seconds: 1 };
		const result = await run({ ...abc, settings: { ...RETRY_ON_FAIL, waitBetweenTries: 5000 } });
		expect(result.outputs[0]?.map(({ json }) => json.status)).toEqual([
			'completed',
			'pending',
			'completed',
		]);
		expect(gateway.server.requestsTo('status')).toHaveLength(2);
	});

	test('goes on with an accepted task that cannot be seen just now', async () => {
		gateway.server.faults.always('status', faults.html(502));
		const result = await run({ ...abc, settings: RETRY_ON_FAIL });
		expect(idsIn(result)).toEqual(['a', 'b', 'c'].map((name) => taskOf(gateway, name).id));
		expect(prompts(gateway)).toEqual(['a', 'b', 'c', 'b']);
	});

	test('sends a changed request as a new one, and no other', async () => {
		const failed = await run(abc);
		const prompt = '={{ $json.name === "a" ? "a, changed" : $json.name }}';
		await retry(failed, { parameters: { ...SUBMIT, prompt } });
		expect(prompts(gateway)).toEqual(['a', 'b', 'c', 'a, changed', 'b']);
	});

	test('keeps the request itself out of the record', async () => {
		gateway.server.reset();
		const items = named('a prompt of my own');
		const { context } = await run({ parameters: SUBMIT, items });
		expect(JSON.stringify(context)).toContain(gateway.server.task().id);
		expect(JSON.stringify(context)).not.toContain('prompt of my own');
	});
});

describe('a task that ended badly', () => {
	const outcomes: Array<[string, Outcome]> = [
		['failed', failure('ModelGenerateFailed')],
		['cancelled', { status: 'cancelled' }],
	];

	test.each(outcomes)('is submitted anew: %s', async (_, outcome) => {
		gateway.server.settings.plan = (_submission, index) =>
			index === 0 ? { seconds: 5, outcome } : { seconds: 5 };
		const options = { parameters: GENERATE, items: named('a'), settings: RETRY_ON_FAIL };
		const result = await run(options);
		expect(prompts(gateway)).toEqual(['a', 'a']);
		expect(idsIn(result)).toEqual([gateway.server.task().id]);
	});

	describe('and whose successor was refused', () => {
		const OUT_OF_CREDIT = 'The gateway account or the API key is out of credit';

		beforeEach(() => {
			gateway.server.settings.plan = { seconds: 5, outcome: failure('ModelGenerateFailed') };
		});

		test('is named as an earlier task, not as the one that was refused', async () => {
			const failed = await run({ parameters: GENERATE, items: named('a') });
			gateway.server.faults.always('submit', faults.noAccountCredit());
			const retried = await retry(failed);
			expect(retried.error?.message).toBe(OUT_OF_CREDIT);
			const earlier = `Earlier tasks of this item: ${gateway.server.task().id}.`;
			expect(retried.error?.description).toContain(earlier);
			// A refusal must not make the record forget it.
			expect((await retry(retried)).error?.description).toContain(earlier);
			expect(prompts(gateway)).toHaveLength(3);
		});

		test('is named in the item of Continue on Fail', async () => {
			gateway.server.faults.hook = ({ route, nth }) =>
				route === 'submit' && nth > 1 ? faults.noAccountCredit() : undefined;
			const settings = { ...RETRY_ON_FAIL, onError: 'continueRegularOutput' as const };
			const { outputs } = await run({ parameters: GENERATE, items: named('a'), settings });
			expect(outputs[0]?.[0]?.json).toMatchObject({
				error: {
					message: OUT_OF_CREDIT,
					description: expect.stringContaining(`this item: ${gateway.server.task().id}`),
				},
			});
		});

		test("is named in another item's error", async () => {
			const failed = await run({ parameters: GENERATE, items: named('a', 'b') });
			const earlier = ids(gateway.server.tasks);
			gateway.server.faults.always('submit', faults.noAccountCredit());
			const retried = await retry(failed);
			for (const id of earlier) expect(retried.error?.description).toContain(id);
		});
	});

	test('is not submitted anew when it was completed after all', async () => {
		gateway.server.settings.plan = { seconds: 5 };
		gateway.server.faults.next('status', faults.modelForbidden('Kling-2.6'));
		const retried = await retry(await run({ parameters: GENERATE, items: named('a') }));
		expect(retried.outputs[0]?.[0]?.json.status).toBe('completed');
		expect(prompts(gateway)).toEqual(['a']);
	});
});

describe('equal requests', () => {
	test('of several items are told apart', async () => {
		gateway.server.faults.hook = ({ route, nth }) =>
			route === 'submit' && nth === 2 ? faults.invalidRequest() : undefined;
		const items = named('same', 'same', 'same');
		const result = await run({ parameters: SUBMIT, items, settings: RETRY_ON_FAIL });
		expect(prompts(gateway)).toHaveLength(4);
		expect(new Set(idsIn(result))).toEqual(new Set(ids(gateway.server.tasks)));
		expect(gateway.server.tasks).toHaveLength(3);
	});

	test('of several runs of the node are told apart', async () => {
		gateway.server.faults.hook = ({ route, nth }) =>
			route === 'submit' && nth === 3 ? faults.invalidRequest() : undefined;
		const runs = [named('same'), named('same'), named('same')];
		const failed = await run({ parameters: SUBMIT, runs });
		expect(gateway.server.tasks).toHaveLength(2);
		const retried = await retry(failed);
		expect(retried.runs.flat(2).map(({ json }) => json.task_id)).toEqual(ids(gateway.server.tasks));
		expect(prompts(gateway)).toHaveLength(4);
	});

	test('of an earlier run of the node are not named in the error of a later one', async () => {
		gateway.server.faults.hook = ({ route, nth }) =>
			route === 'submit' && nth === 4 ? faults.invalidRequest() : undefined;
		const { error } = await run({
			parameters: SUBMIT,
			runs: [named('a', 'b'), named('c', 'd')],
		});
		expect(error?.description).toContain(taskOf(gateway, 'c').id);
		expect(error?.description).not.toContain(taskOf(gateway, 'a').id);
	});
});

describe('a submission of unknown outcome', () => {
	const one = { parameters: SUBMIT, items: named('a') };
	const lost = () => gateway.server.faults.next('submit', faults.dropped({ accept: true }));

	test('is not repeated by itself, and the error says where to look', async () => {
		lost();
		const failed = await run({ ...one, settings: { ...RETRY_ON_FAIL, maxTries: 5 } });
		expect(prompts(gateway)).toEqual(['a']);
		expect(failed.error?.message).toBe('It is not known whether the gateway accepted the task');
		expect(failed.error?.description).toContain("gateway's task log");
		expect(failed.error?.description).toContain('earlier try of this execution');
	});

	test('that a website answered leads to the Base URL at the last try too', async () => {
		gateway.server.faults.always('submit', faults.html(200));
		const failed = await run({ ...one, settings: RETRY_ON_FAIL });
		expect(gateway.server.requestsTo('submit')).toHaveLength(1);
		expect(failed.error?.message).toContain('a web page answered instead');
		expect(failed.error?.description).toContain("Check 'Base URL'");
		expect(failed.error?.description).toContain('earlier try of this execution');
	});

	test('that a proxy answered with a page of its own says nothing of the Base URL', async () => {
		gateway.server.faults.always('submit', faults.html(502));
		const failed = await run({ ...one, settings: RETRY_ON_FAIL });
		expect(failed.error?.message).toBe('It is not known whether the gateway accepted the task');
		expect(failed.error?.description).not.toContain('Base URL');
	});

	test('fails the other tries at once', async () => {
		lost();
		await withVirtualTime(async (time) => {
			const settings = { ...RETRY_ON_FAIL, maxTries: 5 };
			await runWorkflow(against(gateway, { ...one, settings }));
			expect(time.elapsed()).toBeLessThan(4 * 1000 + 500);
		});
	});

	test('is sent again when a person retries, each time once', async () => {
		lost();
		const failed = await run({ ...one, settings: RETRY_ON_FAIL });
		lost();
		const again = await retry(failed);
		expect(prompts(gateway)).toEqual(['a', 'a']);
		expect(again.error?.description).toContain('earlier try of this execution');
		const well = await retry(again);
		expect(prompts(gateway)).toEqual(['a', 'a', 'a']);
		expect(idsIn(well)).toEqual([gateway.server.task().id]);
	});

	test('is recorded before it is sent', async () => {
		gateway.server.faults.next('submit', faults.hang({ accept: true }));
		const stopped = await withVirtualTime(async (time) => {
			const running = startWorkflow(against(gateway, one));
			await time.sleep(5_000);
			running.cancel();
			return await running.result;
		});
		expect(stopped.stored).toContain('unknown');
		expect(stopped.error?.description).toContain('it may exist');
	});
});

describe.each([
	['while the node ran', { ended: false }],
	['behind the node', { ended: true }],
])('n8n was killed %s: Retry', (_, killed) => {
	const retryKilled = async (result: RunResult) =>
		await withVirtualTime(async () => await retryAfterKill(result, killed));

	test('sends nothing at first, and says where to look', async () => {
		const before = await run({
			parameters: SUBMIT,
			items: named('a', 'b'),
			settings: RETRY_ON_FAIL,
		});
		const { error } = await retryKilled(before);
		expect(prompts(gateway)).toEqual(['a', 'b']);
		expect(error?.message).toBe('It is not known whether the gateway accepted the task [item 0]');
		expect(error?.description).toContain("Look for the task in the gateway's task log");
		expect(error?.description).toContain('n8n was stopped while this node ran');
	});

	test('sends again at the second time, each item once', async () => {
		const before = await run({ parameters: SUBMIT, items: named('a', 'b') });
		const again = await retry(await retryKilled(before));
		expect(again.error).toBeUndefined();
		expect(prompts(gateway)).toEqual(['a', 'b', 'a', 'b']);
	});

	test('of an operation that pays for nothing goes on', async () => {
		await withVirtualTime(async () => {
			const items = await makeTasks(gateway, 'a');
			const look = against(gateway, { parameters: { operation: 'getStatus' }, items });
			const looked = await runWorkflow(look);
			expect((await retryAfterKill(looked, killed)).error).toBeUndefined();
		});
	});
});

test("a person's Retry of an execution in which nothing was noted is no Retry of a killed one", async () => {
	const [parameters, items] = [{ ...SUBMIT, prompt: '={{ nonsense( }}' }, named('a')];
	const failed = await run({ parameters, items });
	expect((await retry(failed, { parameters: SUBMIT })).error).toBeUndefined();
	expect(prompts(gateway)).toEqual(['a']);
});
