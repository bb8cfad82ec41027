import { faults } from '../../gateway/server.cts';
import { startWorkflow, type RunOptions } from '../../dev/engine/engine.cts';
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
	SUBMIT,
	WAIT,
	warmUp,
} from './runs.cts';

const gateway = useGateway();
noUnhandledRejections();
warmUp(gateway);

/** Stops an execution after a while, and looks at what is left of it a second later. */
async function stopAfter(ms: number, options: () => Promise<RunOptions>) {
	return await withVirtualTime(async (time) => {
		const running = startWorkflow(against(gateway, await options()));
		await time.sleep(ms);
		running.cancel();
		const requests = gateway.server.requests.length;
		await time.sleep(1000);
		const timersLeft = time.pendingTimers();
		const inFlight = gateway.server.inFlight().now;
		const result = await running.result;
		await time.sleep(600_000);
		const later = gateway.server.requests.length - requests;
		return { result, timersLeft, inFlight, later };
	});
}

const stopped = { timersLeft: 0, inFlight: 0, later: 0 };

beforeEach(() => {
	gateway.server.settings.plan = { seconds: 3600 };
});

describe('a cancelled execution is over within a second', () => {
	test('while it waits for tasks', async () => {
		const ended = await stopAfter(60_000, async () => ({
			parameters: WAIT,
			items: await makeTasks(gateway, 'a', 'b', 'c'),
		}));
		expect(ended).toMatchObject(stopped);
		expect(ended.result.status).toBe('canceled');
		expect(ended.result.error?.message).toContain('The execution was cancelled (task ID: task_');
		for (const id of ids(gateway.server.tasks)) expect(ended.result.error?.text).toContain(id);
	});

	test('while it waits for what it has submitted itself', async () => {
		const ended = await stopAfter(60_000, async () => ({
			parameters: GENERATE,
			items: named('a', 'b'),
		}));
		expect(ended).toMatchObject(stopped);
		for (const id of ids(gateway.server.tasks)) {
			expect(ended.result.error?.description + ended.result.error!.message).toContain(id);
			expect(ended.result.stored).toContain(id);
			expect(JSON.stringify(ended.result.log)).toContain(id);
		}
	});

	test('while looks hang', async () => {
		gateway.server.faults.always('status', faults.hang());
		const ended = await stopAfter(10_000, async () => ({
			parameters: WAIT,
			// More than may be in flight: the others queue.
			items: await makeTasks(gateway, ...Array.from({ length: 25 }, (_, n) => `task ${n}`)),
		}));
		expect(ended).toMatchObject(stopped);
	});

	test('while a submission hangs', async () => {
		gateway.server.faults.always('submit', faults.hang({ accept: true }), of('b'));
		const ended = await stopAfter(10_000, async () => ({
			parameters: SUBMIT,
			items: named('a', 'b'),
		}));
		expect(ended).toMatchObject(stopped);
		expect(ended.result.error?.message).toBe('The execution was cancelled [item 1]');
		expect(ended.result.error?.description).toContain('it may exist');
		expect(ended.result.error?.description).toContain(gateway.server.tasks[0]?.id);
	});

	test('while submissions queue, which then have certainly not been sent', async () => {
		gateway.server.faults.always('submit', faults.hang());
		const names = Array.from({ length: 22 }, (_, index) => `item ${index}`);
		const ended = await stopAfter(10_000, async () => ({
			parameters: SUBMIT,
			items: named(...names),
		}));
		expect(ended).toMatchObject(stopped);
		// So many are offered before the first is answered.
		expect(gateway.server.submits).toHaveLength(4);
		expect(ended.result.error?.description).toContain('[item 3]');
		expect(ended.result.error?.description).not.toContain('[item 4]');
	});

	test('while a saturated gateway is waited for', async () => {
		gateway.server.faults.always('submit', faults.saturated({ retryAfter: 60 }));
		const ended = await stopAfter(10_000, async () => ({ parameters: SUBMIT, items: named('a') }));
		expect(ended).toMatchObject(stopped);
		expect(ended.result.error?.message).toBe('The execution was cancelled');
		expect(ended.result.error?.description ?? '').not.toContain('may exist');
	});

	test('with Continue on Fail', async () => {
		const ended = await stopAfter(60_000, async () => ({
			parameters: WAIT,
			items: await makeTasks(gateway, 'a', 'b'),
			settings: { onError: 'continueRegularOutput' },
		}));
		expect(ended).toMatchObject(stopped);
		expect(ended.result.status).toBe('canceled');
	});

	test('with Retry On Fail no further try sends anything', async () => {
		const ended = await stopAfter(60_000, async () => ({
			parameters: GENERATE,
			items: named('a', 'b'),
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 5000 },
		}));
		expect(ended.later).toBe(0);
	});
});

test('items that the engine starts after a cancel send nothing', async () => {
	const batching = {
		requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 30_000 } } },
	};
	const ended = await stopAfter(40_000, async () => ({
		parameters: { ...GENERATE, ...batching },
		items: named('a', 'b', 'c', 'd'),
	}));
	expect(ended).toMatchObject({ inFlight: 0, later: 0 });
	expect(gateway.server.tasks).toHaveLength(2);
	for (const id of ids(gateway.server.tasks)) expect(ended.result.error?.text).toContain(id);
});
