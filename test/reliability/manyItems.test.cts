import { failure, faults } from '../../gateway/server.cts';
import { retryExecution, runWorkflow, type RunResult } from '../../dev/engine/engine.cts';
import { engineVersion } from '../../dev/engine/engineProcess.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import {
	against,
	GENERATE,
	ids,
	makeTasks,
	named,
	noUnhandledRejections,
	of,
	prompts,
	RETRY_ON_FAIL,
	SUBMIT,
	taskOf,
	WAIT,
	warmUp,
} from './runs.cts';

const gateway = useGateway();
noUnhandledRejections();
warmUp(gateway);

const batching = (batchSize: number, batchInterval = 5000) => ({
	requestOptions: { batching: { batch: { batchSize, batchInterval } } },
});

const allIdsIn = ({ error }: RunResult) =>
	ids(gateway.server.tasks).filter((id) => !error?.description?.includes(id));

describe('one refused item among many', () => {
	test.each([
		['side by side', {}],
		['one by one', batching(1)],
		['two by two', batching(2)],
	])('fails the node with the ids of all others: %s', async (_, batches) => {
		gateway.server.faults.always('submit', faults.invalidRequest('no such style'), of('c'));
		const result = await withVirtualTime(
			async () =>
				await runWorkflow(
					against(gateway, {
						parameters: { ...SUBMIT, ...batches },
						items: named('a', 'b', 'c', 'd', 'e'),
					}),
				),
		);
		expect(result.error?.message).toBe('The gateway refused the request [item 2]');
		expect(result.error?.description).toContain('no such style');
		for (const [name, index] of [
			['a', 0],
			['b', 1],
			['d', 3],
			['e', 4],
		] as const) {
			expect(result.error?.description).toContain(`[item ${index}] ${taskOf(gateway, name).id}`);
		}
	});

	test('waits for the slow ones before the node fails', async () => {
		gateway.server.settings.plan = ({ body }) => ({ seconds: body.prompt === 'a' ? 300 : 20 });
		gateway.server.faults.always('submit', faults.invalidRequest(), of('b'));
		await withVirtualTime(async (time) => {
			const result = await runWorkflow(
				against(gateway, { parameters: GENERATE, items: named('a', 'b', 'c') }),
			);
			expect(result.error?.message).toContain('[item 1]');
			expect(allIdsIn(result)).toEqual([]);
			expect(time.elapsed()).toBeGreaterThan(300_000);
		});
	});

	test('tells of another item whose outcome is unknown', async () => {
		gateway.server.faults.next('submit', faults.invalidRequest(), 1, of('a'));
		gateway.server.faults.next('submit', faults.html(502, { accept: true }), 1, of('c'));
		const result = await withVirtualTime(
			async () =>
				await runWorkflow(against(gateway, { parameters: SUBMIT, items: named('a', 'b', 'c') })),
		);
		expect(result.error?.message).toContain('[item 0]');
		expect(result.error?.description).toContain(taskOf(gateway, 'b').id);
		expect(result.error?.description).toMatch(/not known whether .*: \[item 2\]\.$/);
	});
});

describe('bad input', () => {
	test('of one item stops all before anything is sent', async () => {
		const result = await withVirtualTime(
			async () =>
				await runWorkflow(against(gateway, { parameters: SUBMIT, items: named('a', 'b', '') })),
		);
		expect(result.error?.message).toBe("The value of 'Prompt' is empty [item 2]");
		expect(gateway.server.requests).toEqual([]);
	});

	test('found after earlier batches keeps their ids', async () => {
		const result = await withVirtualTime(
			async () =>
				await runWorkflow(
					against(gateway, {
						parameters: { ...SUBMIT, ...batching(2) },
						items: named('a', 'b', 'c', '', 'e'),
					}),
				),
		);
		expect(result.error?.message).toBe("The value of 'Prompt' is empty [item 3]");
		expect(prompts(gateway).slice(0, 2)).toEqual(['a', 'b']);
		expect(allIdsIn(result)).toEqual([]);
		expect(prompts(gateway)).not.toContain('e');
	});

	test('stops only its own item with Continue on Fail', async () => {
		const result = await withVirtualTime(
			async () =>
				await runWorkflow(
					against(gateway, {
						parameters: SUBMIT,
						items: named('a', '', 'c'),
						settings: { onError: 'continueErrorOutput' },
					}),
				),
		);
		expect(result.received.main.map(({ source }) => source?.name)).toEqual(['a', 'c']);
		expect(result.received.error.map(({ source }) => source?.name)).toEqual(['']);
		expect(result.received.error[0]?.item.json.error).toMatchObject({
			message: "The value of 'Prompt' is empty [item 1]",
		});
	});
});

describe('an expression that cannot be evaluated for a later item', () => {
	const parameters = {
		...SUBMIT,
		prompt: '={{ $json.name === "bad" ? $("Nobody").first().json.x : $json.name }}',
	};

	test.each([
		['in the last item', named('a', 'b', 'bad')],
		['in the midst', named('a', 'bad', 'c')],
	])('sends nothing, though the engine has started the others: %s', async (_, items) => {
		await withVirtualTime(async (time) => {
			const result = await runWorkflow(against(gateway, { parameters, items }));
			expect(result.error).toBeDefined();
			await time.sleep(60_000);
			expect(time.pendingTimers()).toBe(0);
		});
		expect(gateway.server.requests).toEqual([]);
	});

	test('sends nothing at any try of Retry On Fail', async () => {
		await withVirtualTime(async (time) => {
			const items = named('a', 'b', 'bad');
			const settings = RETRY_ON_FAIL;
			const result = await runWorkflow(against(gateway, { parameters, items, settings }));
			expect(result.error).toBeDefined();
			await time.sleep(60_000);
		});
		expect(gateway.server.requests).toEqual([]);
	});

	test('between batches leaves the earlier tasks in the record', async () => {
		const failed = await withVirtualTime(
			async () =>
				await runWorkflow(
					against(gateway, {
						parameters: { ...parameters, ...batching(1) },
						items: named('a', 'b', 'bad'),
					}),
				),
		);
		expect(failed.error).toBeDefined();
		expect(gateway.server.tasks).toHaveLength(2);
		const retried = await withVirtualTime(
			async () => await retryExecution(failed, { parameters: SUBMIT }),
		);
		expect(retried.outputs[0]?.map(({ json }) => json.task_id)).toEqual(ids(gateway.server.tasks));
		expect(prompts(gateway)).toEqual(['a', 'b', 'bad']);
	});

	test.each([
		['Continue', {}],
		['Continue and Retry On Fail', RETRY_ON_FAIL],
	])('loses nothing of what was paid: %s', async (_, settings) => {
		const result = await withVirtualTime(async (time) => {
			const ended = await runWorkflow(
				against(gateway, {
					parameters,
					items: named('a', 'b', 'bad'),
					settings: { onError: 'continueRegularOutput', ...settings },
				}),
			);
			await time.sleep(60_000);
			return ended;
		});
		const shown = JSON.stringify(result.outputs);
		expect(ids(gateway.server.tasks).filter((id) => !shown.includes(id))).toEqual([]);
		// The older engine passes the input on in place of every result.
		expect(gateway.server.tasks).toHaveLength(engineVersion === '2.8' ? 0 : 2);
	});

	test('is told apart from an earlier run of the same node', async () => {
		const result = await withVirtualTime(
			async () =>
				await runWorkflow(
					against(gateway, {
						parameters,
						runs: [named('a', 'b'), named('c', 'bad')],
						settings: { onError: 'continueRegularOutput' },
					}),
				),
		);
		const shown = JSON.stringify(result.runs);
		expect(ids(gateway.server.tasks).filter((id) => !shown.includes(id))).toEqual([]);
		expect(gateway.server.tasks).toHaveLength(engineVersion === '2.8' ? 2 : 3);
	});
});

test('one failed task does not stop the others from being waited for', async () => {
	gateway.server.settings.plan = ({ body }) =>
		body.prompt === 'b'
			? { seconds: 1, outcome: failure('ModelGenerateFailed') }
			: { seconds: 600 };
	const result = await withVirtualTime(async () => {
		const items = await makeTasks(gateway, 'a', 'b', 'c');
		return await runWorkflow(against(gateway, { parameters: WAIT, items }));
	});
	expect(result.error?.message).toMatch(/^The task failed \(task ID: task_\w+\) \[item 1\]$/);
	expect(allIdsIn(result).map((id) => id === taskOf(gateway, 'b').id)).toEqual([true]);
	expect(taskOf(gateway, 'a').completedGets).toBe(1);
	expect(taskOf(gateway, 'c').completedGets).toBe(1);
});
