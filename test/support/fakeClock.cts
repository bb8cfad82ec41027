/** A clock that stands still until it is told to go on. */
export interface FakeClock {
	/** Goes to the earliest timer and fires that one alone, whatever else is due at the same moment. */
	fireNext(): void;
	/** How many timers are set. */
	timers(): number;
	/** Whether a timer is due at the present moment. */
	isDue(): boolean;
	/** ms since the start; a change of the date does not move it. */
	elapsed(): number;
	/** Puts the date to `date`, in ms since 1970, as a time server may do; timers do not notice. */
	setDate(date: number): void;
	/** Undoes it all. */
	restore(): void;
}

/** What jest's fake timers carry at each function that they replace. */
interface JestClock {
	next(): number;
	now: number;
	timers?: Record<string, { callAt: number }>;
	performance: { now(): number };
}

/**
 * Fakes timers, intervals, dates (from `startAt`, ms since 1970, on) and `performance.now`; everything that has to do
 * with the event loop stays real.
 */
export function fakeClock(startAt: number): FakeClock {
	jest.useFakeTimers({
		now: startAt,
		doNotFake: [
			'nextTick',
			'setImmediate',
			'clearImmediate',
			'queueMicrotask',
			'performance',
			'hrtime',
		],
	});
	const { setTimeout: fakeTimeout, setInterval: fakeInterval } = globalThis;
	const clock = clockOf(fakeTimeout);
	globalThis.setTimeout = withNodeDelays(fakeTimeout);
	globalThis.setInterval = withNodeDelays(fakeInterval);
	const restorePerformance = fakePerformance(clock);
	return {
		// Not jest's own step: that fires all timers of the moment in one go, without a turn in between.
		fireNext: () => void clock.next(),
		timers: () => jest.getTimerCount(),
		isDue: () => Object.values(clock.timers ?? {}).some(({ callAt }) => callAt <= clock.now),
		elapsed: () => clock.performance.now(),
		setDate: (date) => jest.setSystemTime(date),
		restore: () => {
			restorePerformance();
			// jest takes only its own functions back.
			globalThis.setTimeout = fakeTimeout;
			globalThis.setInterval = fakeInterval;
			jest.useRealTimers();
		},
	};
}

function clockOf(fakeTimeout: typeof setTimeout): JestClock {
	if (!('clock' in fakeTimeout)) throw new Error('The fake timers of jest carry no clock');
	return fakeTimeout.clock as JestClock;
}

/** Lets `performance.now` go on from where it is, by the clock; the rest of it stays. Returns what undoes it. */
function fakePerformance(clock: JestClock): () => void {
	const real = globalThis.performance;
	// A whole number: with a fraction, the difference of two moments may miss a length by its last digit.
	const startedAt = Math.ceil(real.now());
	const now = (): number => startedAt + clock.performance.now();
	globalThis.performance = new Proxy(real, {
		get(target, name) {
			if (name === 'now') return now;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});
	return () => {
		globalThis.performance = real;
	};
}

/** Node waits 1 ms at least and whole milliseconds; jest's timers would stand still at less. */
function withNodeDelays<Timer extends typeof setTimeout | typeof setInterval>(set: Timer): Timer {
	return new Proxy(set, {
		apply(target, self, [callback, delay, ...rest]: unknown[]) {
			const ms = Math.trunc(Number(delay));
			const args: unknown[] = [callback, ms >= 1 && ms < 2 ** 31 ? ms : 1, ...rest];
			return Reflect.apply(target, self, args) as unknown;
		},
	});
}
