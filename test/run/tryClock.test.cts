import { ExecutionCancelled, TryClock } from '../../nodes/KlingVideo/run/tryClock.ts';
import { withVirtualTime } from '../support/virtualTime.cts';

const never = new Promise<never>(() => undefined);

test('sleeps as long as it is told, many at once', async () => {
	await withVirtualTime(async (time) => {
		const clock = new TryClock(undefined);
		const woken: Array<[number, number]> = [];
		const sleepers = [60_000, 1000, 1700, 30_000].map(async (ms) => {
			await clock.sleep(ms);
			woken.push([ms, time.elapsed()]);
		});
		await Promise.all(sleepers);
		expect(woken.map(([ms]) => ms)).toEqual([1000, 1700, 30_000, 60_000]);
		for (const [ms, at] of woken) {
			expect(at).toBeGreaterThanOrEqual(ms);
			expect(at).toBeLessThanOrEqual(ms + 2);
		}
	});
});

test('sleeps again after it has come to rest', async () => {
	await withVirtualTime(async (time) => {
		const clock = new TryClock(undefined);
		await clock.sleep(1000);
		await time.sleep(5000);
		expect(time.pendingTimers()).toBe(0);
		await clock.sleep(1000);
		expect(time.elapsed()).toBeGreaterThanOrEqual(7000);
		expect(time.elapsed()).toBeLessThan(7010);
	});
});

test('one timer serves all', async () => {
	await withVirtualTime(async (time) => {
		const clock = new TryClock(undefined);
		const sleepers = Array.from({ length: 100 }, async () => await clock.sleep(10_000));
		await time.sleep(100);
		expect(time.pendingTimers()).toBe(1);
		await Promise.all(sleepers);
	});
});

test.each([0, -5])('does not sleep for %d ms', async (ms) => {
	await withVirtualTime(async (time) => {
		await new TryClock(undefined).sleep(ms);
		expect(time.elapsed()).toBe(0);
	});
});

test('a cancel wakes every sleeper at once, and nothing is left half a second later', async () => {
	await withVirtualTime(async (time) => {
		const controller = new AbortController();
		const clock = new TryClock(controller.signal);
		const sleepers = [10_000, 20_000].map(async (ms) => await clock.sleep(ms));
		const ends = Promise.allSettled(sleepers);
		await time.sleep(1234);
		expect(clock.cancelled).toBe(false);
		controller.abort();
		expect(await ends).toMatchObject(
			sleepers.map(() => ({ reason: new ExecutionCancelled(), status: 'rejected' })),
		);
		expect(time.elapsed()).toBe(1234);
		expect(clock.cancelled).toBe(true);
		await time.sleep(500);
		expect(time.pendingTimers()).toBe(0);
		await expect(clock.sleep(0)).rejects.toThrow('The execution was cancelled');
		await expect(clock.within(1000, never)).rejects.toThrow(ExecutionCancelled);
	});
});

describe('within', () => {
	test('gives what the work comes to in time, and its failure', async () => {
		await withVirtualTime(async (time) => {
			const clock = new TryClock(undefined);
			const work = time.sleep(300).then(() => 'done');
			expect(await clock.within(1000, work)).toBe('done');
			expect(time.elapsed()).toBe(300);
			await expect(clock.within(1000, Promise.reject(new Error('no')))).rejects.toThrow('no');
			await time.sleep(500);
			expect(time.pendingTimers()).toBe(0);
		});
	});

	test('gives nothing once the time has passed, and does not mind what comes later', async () => {
		await withVirtualTime(async (time) => {
			const clock = new TryClock(undefined);
			const work = time.sleep(5000).then(() => {
				throw new Error('too late');
			});
			expect(await clock.within(1000, work)).toBeUndefined();
			expect(time.elapsed()).toBeLessThan(1010);
			await time.sleep(6000);
		});
	});

	test('ends when the execution is cancelled', async () => {
		await withVirtualTime(async () => {
			const controller = new AbortController();
			const clock = new TryClock(controller.signal);
			const waiting = clock.within(1000, never);
			controller.abort();
			await expect(waiting).rejects.toThrow(ExecutionCancelled);
		});
	});
});
