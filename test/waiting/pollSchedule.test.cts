import fc from 'fast-check';

import {
	polled,
	nextPollAt,
	startWatch,
	type KnownTask,
	type Watch,
} from '../../nodes/KlingVideo/waiting/pollSchedule.ts';

/** One poll of a made-up history. */
interface AnyLook {
	afterMs: number;
	progress: number | undefined;
}

const anyTask = fc.constantFrom<KnownTask>('fresh', 'offPeak', 'unknown');
const anyProgress = fc.oneof(
	fc.integer({ min: 0, max: 100 }),
	fc.constantFrom(undefined, 0, 50, 99, 100, -1, 101, Number.NaN, Infinity, -Infinity),
	fc.double(),
);
const anyHistory = fc.array(
	fc.record<AnyLook>({
		afterMs: fc.oneof(
			fc.integer({ min: 0, max: 200_000 }),
			fc.integer({ min: -5_000, max: 10 ** 8 }),
		),
		progress: anyProgress,
	}),
	{ minLength: 1, maxLength: 30 },
);
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const startedAt = 1_760_000_000_000;

function watchThrough(task: KnownTask, history: AnyLook[]): { watch: Watch; at: number } {
	let at = startedAt;
	let watch = startWatch(at, task);
	for (const { afterMs, progress } of history) {
		at += afterMs;
		watch = polled(watch, at, progress);
	}
	return { watch, at };
}

describe('the next poll', () => {
	it('comes 1.8 to 165 s after the last one, whatever was seen', () => {
		fc.assert(
			fc.property(anyTask, anyHistory, anyRandom, (task, history, random) => {
				const { watch, at } = watchThrough(task, history);
				const interval = nextPollAt(watch, random) - at;
				expect(interval).toBeGreaterThanOrEqual(1_799);
				expect(interval).toBeLessThanOrEqual(165_001);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('is at most half as far off again as the task is old, past the first seconds', () => {
		const forwards = anyHistory.map((history) =>
			history.map(({ afterMs, progress }) => ({ afterMs: Math.abs(afterMs), progress })),
		);
		fc.assert(
			fc.property(forwards, anyRandom, (history, random) => {
				const { watch, at } = watchThrough('fresh', history);
				const age = Math.max(20_000, at - startedAt);
				expect(nextPollAt(watch, random) - at).toBeLessThanOrEqual(1.5 * 1.1 * age + 1);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('is the same after the watch was stored and read again', () => {
		const history = fc.array(
			fc.record({
				afterMs: fc.integer({ min: 1, max: 200_000 }),
				progress: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
			}),
			{ maxLength: 20 },
		);
		fc.assert(
			fc.property(anyTask, history, anyRandom, (task, polls, random) => {
				const { watch } = watchThrough(task, polls);
				const stored: Watch = JSON.parse(JSON.stringify(watch));
				expect(nextPollAt(stored, random)).toBe(nextPollAt(watch, random));
			}),
		);
	});

	it('is first 10 to 15 s after a submission, and at once for a task of unknown age', () => {
		for (const task of ['fresh', 'offPeak'] as const) {
			expect(nextPollAt(startWatch(startedAt, task), 0)).toBe(startedAt + 10_000);
			expect(nextPollAt(startWatch(startedAt, task), 1)).toBe(startedAt + 15_000);
		}
		expect(nextPollAt(startWatch(startedAt, 'unknown'), 0.9)).toBe(startedAt);
	});

	it('comes ever more seldom as a task gets old without progress', () => {
		let previous = 0;
		for (let minutes = 10; minutes <= 24 * 60; minutes++) {
			const { watch, at } = watchThrough('fresh', [
				{ afterMs: minutes * 60_000, progress: undefined },
			]);
			const interval = nextPollAt(watch, 0.5) - at;
			expect(interval).toBeGreaterThanOrEqual(previous);
			previous = interval;
		}
		expect(previous).toBe(150_000);
	});

	it('is spread over a fifth of the interval by the random number', () => {
		const { watch, at } = watchThrough('fresh', [{ afterMs: 200_000, progress: undefined }]);
		expect(nextPollAt(watch, 0) - at).toBeCloseTo(6_300, 0);
		expect(nextPollAt(watch, 0.5) - at).toBeCloseTo(7_000, 0);
		expect(nextPollAt(watch, 1) - at).toBeCloseTo(7_700, 0);
	});
});

describe('what the progress is taken for', () => {
	const seconds = (watch: Watch) => (nextPollAt(watch, 0.5) - (watch.polledAt ?? 0)) / 1000;
	const seen = (task: KnownTask, ...sights: Array<[at: number, progress?: number]>) =>
		seconds(
			sights.reduce(
				(watch, [at, progress]) => polled(watch, at * 1000, progress),
				startWatch(0, task),
			),
		);
	const without = (at: number) => seen('fresh', [at]);

	it('goes half of the way to the foreseen end', () => {
		// 56 % in 112 s: 88 s to go.
		expect(seen('fresh', [56, 28], [112, 56])).toBeCloseTo(44);
	});

	it('lands just past an end that is near', () => {
		// 98 % in 196 s: 4 s to go.
		expect(seen('fresh', [100, 50], [196, 98])).toBeCloseTo(4.6);
	});

	it('measures a task of unknown age from what it sees itself', () => {
		expect(seen('unknown', [0, 60])).toBeCloseTo(7);
		// 13 % in 20 s: 41.5 s to go.
		expect(seen('unknown', [0, 60], [20, 73])).toBeCloseTo(20.8, 1);
	});

	it('measures from the end of the queue', () => {
		// 33 % in the 40 s since it last stood at 0: 81 s to go.
		expect(seen('fresh', [60, 0], [300, 0], [340, 33])).toBeCloseTo(40.6, 1);
	});

	it('trusts a rate for one and a half times as long as it was seen', () => {
		// 1 % in 14 s: 1,386 s to go.
		expect(seen('fresh', [14, 1])).toBeCloseTo(21);
	});

	it('follows a progress that speeds up', () => {
		// 42 % in 60 s: 60 s to go, though the whole way so far tells of 110 s.
		expect(seen('fresh', [100, 17], [160, 59])).toBeCloseTo(29.3, 1);
	});

	it('is not led to long sleeps by stages', () => {
		expect(seen('fresh', [100, 10])).toBeLessThanOrEqual(without(100));
		expect(seen('fresh', [60, 10], [100, 30])).toBeLessThanOrEqual(without(100));
	});

	it('falls back on the age while the progress stands still far from its end', () => {
		expect(seen('fresh', [100, 41], [150, 41])).toBe(without(150));
	});

	it('falls back on the age once the progress went backwards', () => {
		expect(seen('fresh', [100, 52], [110, 11], [130, 37])).toBe(without(130));
		// Else 95 % in 12 s would foretell an end at once.
		expect(seen('fresh', [100, 52], [110, 11], [122, 95])).toBe(without(122));
	});

	it('eases off the longer nothing moves past a foreseen end', () => {
		// 99 % at 200 s, the end foreseen 2.4 s later: a quarter of the time since, from 2 s on.
		const since = (seconds: number) => seen('fresh', [100, 57], [200, 99], [200 + seconds, 99]);
		expect([4, 16, 24].map(since)).toEqual([2, 4, 6]);
	});

	it('falls back on how old a task without any progress is, and on what is known of it', () => {
		expect(seen('fresh', [50])).toBeCloseTo(10);
		// Of unknown age: taken for 100 s older.
		expect(seen('unknown', [0], [50])).toBeCloseTo(7);
		expect(seen('offPeak', [50])).toBeCloseTo(100);
	});

	it('falls back on the age while the progress holds at 99 or 100', () => {
		for (const held of [99, 100]) {
			expect(seen('fresh', [100, 57], [200, held], [240, held])).toBe(without(240));
		}
	});

	it.each([Number.NaN, -1, 101, Infinity, undefined])('leaves out a progress of %p', (odd) => {
		expect(seen('fresh', [60, 31], [100, odd])).toBe(seen('fresh', [60, 31], [100, undefined]));
		expect(seen('fresh', [100, odd])).toBe(without(100));
	});
});
