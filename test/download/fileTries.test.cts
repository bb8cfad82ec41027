/** The patience with one address, on a clock that only counts. */
import { fileFault } from '../../nodes/KlingVideo/download/fileFault';
import { FileTries } from '../../nodes/KlingVideo/download/fileTries';

class CountingClock {
	slept: number[] = [];

	now(): number {
		return this.slept.reduce((sum, ms) => sum + ms, 0);
	}

	async sleep(ms: number): Promise<void> {
		this.slept.push(ms);
	}
}

const lost = fileFault('passing', 'fileUnavailable');

async function failAt(tries: FileTries, ...received: number[]): Promise<void> {
	for (const bytes of received) await tries.pauseAfter(lost, bytes);
}

it('pauses longer each time, and gives up after five tries more', async () => {
	const clock = new CountingClock();
	const tries = new FileTries(clock);
	await failAt(tries, 0, 0, 0, 0, 0);
	expect(clock.slept).toEqual([1000, 2000, 4000, 8000, 16_000]);
	await expect(failAt(tries, 0)).rejects.toBe(lost);
});

it('begins the pauses anew with each further megabyte, however many tries it took', async () => {
	const clock = new CountingClock();
	const tries = new FileTries(clock);
	await failAt(tries, 600_000, 999_999, 1_000_000, 1_999_999, 2_000_000);
	expect(clock.slept).toEqual([1000, 2000, 1000, 2000, 1000]);
});

it('does not take the same bytes again for progress', async () => {
	const clock = new CountingClock();
	const tries = new FileTries(clock);
	await failAt(tries, 5_000_000, 5_000_000, 5_900_000);
	expect(clock.slept).toEqual([1000, 2000, 4000]);
});

it('waits as long as the server says, and a minute at the most', async () => {
	const clock = new CountingClock();
	const tries = new FileTries(clock);
	for (const retryAfterMs of [5000, 600_000]) {
		await tries.pauseAfter(fileFault('passing', 'fileUnavailable', { retryAfterMs }), 0);
	}
	expect(clock.slept).toEqual([5000, 60_000]);
});

it('waits a minute for a file that is not there yet', async () => {
	const clock = new CountingClock();
	const tries = new FileTries(clock);
	const early = fileFault('passing', 'taskNotReady');
	for (let count = 0; count < 12; count += 1) await tries.pauseAfter(early, 0);
	expect(clock.now()).toBe(60_000);
	await expect(tries.pauseAfter(early, 0)).rejects.toBe(early);
});

it.each(['lasting', 'final'] as const)('does not wait for what is %s', async (hope) => {
	const fault = fileFault(hope, 'fileInvalid');
	await expect(new FileTries(new CountingClock()).pauseAfter(fault, 0)).rejects.toBe(fault);
});

it('begins no try after the time is up', async () => {
	const clock = new CountingClock();
	const tries = new FileTries(clock, 4000);
	await failAt(tries, 0, 0);
	await expect(failAt(tries, 0)).rejects.toBe(lost);
	expect(clock.now()).toBe(3000);
	// Not at that very moment either.
	await expect(failAt(new FileTries(new CountingClock(), 1000), 0)).rejects.toBe(lost);
	await failAt(new FileTries(new CountingClock(), 1001), 0);
});

it('begins a file anew three times, and once where the server sends all instead of a part', () => {
	const tries = new FileTries(new CountingClock());
	for (let count = 0; count < 3; count += 1) tries.beginAnew(lost);
	expect(() => tries.beginAnew(lost)).toThrow(expect.objectContaining({ hope: 'lasting' }));

	const deceived = new FileTries(new CountingClock());
	deceived.ignoresRange = true;
	deceived.beginAnew(lost);
	expect(() => deceived.beginAnew(lost)).toThrow(expect.objectContaining({ hope: 'lasting' }));
});
