/** When a connection counts as lost: pure rules, and the connection that keeps them. */
import { PassThrough } from 'node:stream';
import { FileConnection } from '../../nodes/KlingVideo/download/fileConnection';
import type { FileFault } from '../../nodes/KlingVideo/download/fileFault';
import { Flow, LEAST_BYTES, STALL_MS } from '../../nodes/KlingVideo/download/flow';
import { ExecutionCancelled, TryClock } from '../../nodes/KlingVideo/run/tryClock';
import { withVirtualTime, type VirtualTime } from '../support/virtualTime.cts';

describe('the flow', () => {
	it('stalls when nothing comes for a minute', () => {
		const flow = new Flow();
		flow.waits(0);
		expect(flow.problem(STALL_MS - 1)).toBeUndefined();
		expect(flow.problem(STALL_MS)).toBe('Nothing came for 60 seconds');
	});

	it('is too thin when less than 60 kB come in a minute', () => {
		const flow = new Flow();
		for (let second = 0; second < 60; second += 1) {
			expect(flow.problem(second * 1000)).toBeUndefined();
			flow.waits(second * 1000);
			flow.came((second + 1) * 1000, LEAST_BYTES / 60 - 1);
		}
		expect(flow.problem(60_000)).toBe('Only 59940 bytes came in a minute');
	});

	it('is measured anew in each minute', () => {
		const flow = new Flow();
		flow.waits(0);
		flow.came(60_000, 10 * LEAST_BYTES);
		expect(flow.problem(60_000)).toBeUndefined();
		for (let place = 1; place <= 2; place += 1) {
			flow.waits(60_000 + (place - 1) * 30_000);
			flow.came(60_000 + place * 30_000, 1);
		}
		expect(flow.problem(120_000)).toBe('Only 2 bytes came in a minute');
	});

	it('is good with exactly 60 kB a minute, wherever the minute ends', () => {
		const flow = new Flow();
		flow.waits(0);
		flow.came(59_999, LEAST_BYTES);
		flow.waits(59_999);
		expect(flow.problem(60_000)).toBeUndefined();
	});

	it('is measured anew once a minute has brought exactly 60 kB', () => {
		const flow = new Flow();
		flow.waits(0);
		flow.came(60_000, LEAST_BYTES);
		flow.waits(60_000);
		flow.came(90_000, 1);
		flow.waits(90_000);
		flow.came(120_000, 0);
		expect(flow.problem(120_000)).toBe('Only 1 bytes came in a minute');
	});

	it('is not measured anew before a minute has passed', () => {
		const flow = new Flow();
		flow.waits(0);
		flow.came(1000, LEAST_BYTES);
		flow.waits(1000);
		flow.came(60_000, 0);
		flow.waits(60_000);
		expect(flow.problem(61_000)).toBeUndefined();
	});

	it('does not count the time in which nobody waits', () => {
		const flow = new Flow();
		for (let round = 0; round < 10; round += 1) {
			flow.waits(round * 3_600_000);
			flow.came(round * 3_600_000 + 10, 1);
		}
		expect(flow.problem(10 * 3_600_000)).toBeUndefined();
	});
});

describe('a connection', () => {
	const connect = (
		body: PassThrough,
		{ signal, secret = '' }: { signal?: AbortSignal; secret?: string } = {},
	) => {
		const stop = new AbortController();
		return { stop, connection: new FileConnection(new TryClock(signal), { body }, stop, secret) };
	};

	it.each(['ended', 'given up'])('leaves no watch behind once it has %s', async (how) => {
		await withVirtualTime(async (time) => {
			const body = new PassThrough();
			const { connection, stop } = connect(body);
			if (how === 'ended') {
				body.end();
				await expect(connection.read()).resolves.toBeUndefined();
			} else {
				connection.end();
				expect(stop.signal.aborted).toBe(true);
			}
			await time.sleep(20_000);
			expect(time.pendingTimers()).toBe(0);
		});
	});

	it('ends at once when the execution is cancelled', async () => {
		const execution = new AbortController();
		const { connection, stop } = connect(new PassThrough(), { signal: execution.signal });
		const reading = connection.read();
		execution.abort();
		await expect(reading).rejects.toBeInstanceOf(ExecutionCancelled);
		expect(stop.signal.aborted).toBe(true);
	});

	it('ends with what broke it, without the key', async () => {
		const secret = 'velvet-orchid-lantern';
		const body = new PassThrough();
		const { connection } = connect(body, { secret });
		const reading = connection.read();
		body.destroy(new Error(`bad ${secret}`));
		await expect(reading).rejects.toMatchObject({ failure: { text: 'bad ***' } });
	});

	it.each([
		[2000, undefined],
		[500, / bytes came in a minute$/],
	])('that brings %i bytes a second', async (bytes, problem) => {
		await withVirtualTime(async (time) => {
			const body = new PassThrough();
			const { connection } = connect(body);
			const feed = setInterval(() => {
				body.write(Buffer.alloc(bytes / 2));
				body.write(Buffer.alloc(bytes / 2));
			}, 1000);
			const readOn = async (): Promise<void> => {
				while (time.elapsed() < 150_000) await connection.read();
			};
			const text = await readOn().then(
				() => undefined,
				(error: FileFault) => error.failure.text,
			);
			if (problem === undefined) expect(text).toBeUndefined();
			else expect(text).toMatch(problem);
			clearInterval(feed);
			connection.end();
		});
	});

	const inTime = async (
		body: (time: VirtualTime, stream: PassThrough, connection: FileConnection) => Promise<void>,
		until?: (now: number) => number,
	) =>
		await withVirtualTime(async (time) => {
			const stream = new PassThrough();
			const stop = new AbortController();
			const clock = new TryClock(undefined);
			const connection = new FileConnection(
				clock,
				{ body: stream },
				stop,
				'',
				until?.(clock.now()),
			);
			try {
				await body(time, stream, connection);
			} finally {
				connection.end();
				stream.destroy();
			}
		});

	it('is not lost while the store takes ten minutes to write', async () => {
		await inTime(async (time, stream, connection) => {
			stream.write('one');
			await expect(connection.read()).resolves.toEqual(Buffer.from('one'));
			await time.sleep(600_000);
			stream.write('two');
			await expect(connection.read()).resolves.toEqual(Buffer.from('two'));
		});
	});

	it('is lost when it brings nothing for a minute', async () => {
		await inTime(async (time, _stream, connection) => {
			await expect(connection.read()).rejects.toMatchObject({
				hope: 'passing',
				failure: { code: 'ETIMEDOUT', text: 'Nothing came for 60 seconds' },
			});
			expect(time.elapsed()).toBeLessThan(70_000);
		});
	});

	it('is ended for good when the time is up, however fast it is', async () => {
		await inTime(
			async (time, _stream, connection) => {
				await expect(connection.read()).rejects.toMatchObject({
					hope: 'final',
					failure: { text: 'The time for the download was up' },
				});
				expect(time.elapsed()).toBeLessThan(30_000);
			},
			(now) => now + 20_000,
		);
	});
});
