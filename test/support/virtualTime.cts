import { HttpTraffic } from './httpTraffic.cts';
import { fakeClock } from './fakeClock.cts';
import { seedRandom } from './seededRandom.cts';
import { virtualizeRequestTimeouts } from './virtualTimeouts.cts';

// Taken before anything is faked: the pump itself runs on real time.
const realSetImmediate = setImmediate;
const realSetTimeout = setTimeout;

/** The clock inside `withVirtualTime`. */
export interface VirtualTime {
	/** The present moment, in ms since 1970: the same as `Date.now()`. */
	now(): number;
	/** ms passed since the start. */
	elapsed(): number;
	/** Waits `ms` of virtual time. */
	sleep(ms: number): Promise<void>;
	/** How many timers are set at present, by anyone. */
	pendingTimers(): number;
}

export interface VirtualTimeOptions {
	/** What the clock shows at the start. Default: 2026-01-05 12:00 UTC. */
	startAt?: Date;
	/** Where `Math.random` starts. Default: another at each call, the same in each run of the file. */
	seed?: number;
	/** How far the clock may go, in ms: beyond, something never ends. Default: 7 days. */
	limit?: number;
}

/** Event loop turns without any movement after which nothing more will come by itself. */
const QUIET_TURNS = 4;
/** The same while a server of this process holds an answer back. */
const QUIET_TURNS_WHILE_OPEN = 12;
/** Real ms without movement after which an open request counts as hanging. */
const HANGING_AFTER = 30;
/** Real ms that a file or name lookup under way is waited for. */
const SYSTEM_CALL_LIMIT = 2000;
const WEEK = 7 * 24 * 3600_000;
/** Real ms without any timer or movement after which the test cannot go on. */
const STUCK_AFTER = 5000;

/**
 * Runs `body` with a clock that jumps: timers, intervals and dates are faked, HTTP is real. Whenever all
 * requests are answered, or wait for nothing but a timer, and the event loop is idle, the clock jumps to
 * the next timer and fires all that are due then. Time-outs of HTTP requests follow this clock too, and `Math.random`
 * (jitter) repeats itself.
 * @throws what `body` throws; an error when nothing is left that could go on, or beyond `options.limit`
 */
export async function withVirtualTime<T>(
	body: (time: VirtualTime) => Promise<T>,
	options: VirtualTimeOptions = {},
): Promise<T> {
	if (stopRunning !== undefined) throw new Error('Virtual time is running already');
	const startAt = (options.startAt ?? new Date('2026-01-05T12:00:00Z')).getTime();
	const restoreRandom = seedRandom(options.seed ?? ++seeds);
	const restoreClock = fakeClock(startAt);
	const traffic = new HttpTraffic();
	const restoreTimeouts = virtualizeRequestTimeouts(traffic);
	traffic.start();
	const time: VirtualTime = {
		now: () => Date.now(),
		elapsed: () => Date.now() - startAt,
		sleep: async (ms) => await new Promise((resolve) => setTimeout(resolve, ms)),
		pendingTimers: () => jest.getTimerCount(),
	};
	let isDone = false;
	const stop = (): void => {
		if (isDone) return;
		isDone = true;
		stopRunning = undefined;
		traffic.stop();
		restoreTimeouts();
		restoreClock();
		restoreRandom();
	};
	stopRunning = stop;
	try {
		const result = body(time);
		// The pump ends by itself only when the body cannot go on.
		await Promise.race([result, pump(traffic, time, () => isDone, options.limit ?? WEEK)]);
		return await result;
	} finally {
		stop();
	}
}

/** How many calls chose no seed: equal seeds would repeat ids that the gateway still knows. */
let seeds = 0;

/** Ends the virtual time under way. */
let stopRunning: (() => void) | undefined;

// A test that ran out of time leaves its virtual time behind.
afterEach(() => stopRunning?.());

async function pump(
	traffic: HttpTraffic,
	time: VirtualTime,
	isDone: () => boolean,
	limit: number,
): Promise<void> {
	let last = '';
	let quietTurns = 0;
	let quietSince = performance.now();
	for (;;) {
		await new Promise((resolve) => realSetImmediate(resolve));
		if (isDone()) return;
		const state = traffic.state();
		const calls = systemCalls();
		const moment = `${state.fingerprint}#${calls}#${jest.getTimerCount()}`;
		if (moment !== last) {
			last = moment;
			quietTurns = 0;
			quietSince = performance.now();
			continue;
		}
		quietTurns += 1;
		if (quietTurns < (state.open > 0 ? QUIET_TURNS_WHILE_OPEN : QUIET_TURNS)) continue;
		const quietFor = performance.now() - quietSince;
		if (calls > 0 && quietFor < SYSTEM_CALL_LIMIT) continue;
		if (!state.isSettled && quietFor < HANGING_AFTER) {
			await new Promise((resolve) => realSetTimeout(resolve, 1));
			continue;
		}
		traffic.giveUpWaiting();
		if (jest.getTimerCount() > 0) {
			jest.advanceTimersToNextTimer();
			// Whatever else is due at the same moment.
			jest.advanceTimersByTime(0);
			last = '';
			if (time.elapsed() > limit) {
				throw new Error(`Virtual time went beyond ${limit} ms without an end`);
			}
			continue;
		}
		if (quietFor > STUCK_AFTER) {
			const open = traffic.describe();
			throw new Error(
				`Virtual time cannot go on: no timer is set; open requests: ${open === '' ? 'none' : open}`,
			);
		}
		await new Promise((resolve) => realSetTimeout(resolve, 1));
	}
}

/** File operations, name lookups and connects that the system has not finished. */
function systemCalls(): number {
	return process
		.getActiveResourcesInfo()
		.filter((name) => /^(FSReq|FileHandleCloseReq|GetAddrInfo|TCPConnectWrap)/i.test(name)).length;
}
