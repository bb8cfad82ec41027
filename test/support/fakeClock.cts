/**
 * Fakes timers, intervals and dates from `startAt` (ms since 1970) on; everything that has to do with the
 * event loop stays real. Returns what undoes it.
 */
export function fakeClock(startAt: number): () => void {
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
	globalThis.setTimeout = withNodeDelays(fakeTimeout);
	globalThis.setInterval = withNodeDelays(fakeInterval);
	return () => {
		// jest takes only its own functions back.
		globalThis.setTimeout = fakeTimeout;
		globalThis.setInterval = fakeInterval;
		jest.useRealTimers();
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
