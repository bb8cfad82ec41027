import { HttpTraffic } from './httpTraffic.cts';
import { fakeClock, type FakeClock } from './fakeClock.cts';
import { seedRandom } from './seededRandom.cts';
import { virtualizeRequestTimeouts } from './virtualTimeouts.cts';

// Taken before anything is faked: the pump itself runs on real time.
const realSetImmediate = setImmediate;
const realSetTimeout = setTimeout;
const realNow = performance.now.bind(performance);

/** The clock inside `withVirtualTime`. */
export interface VirtualTime {
	/** The present moment, in ms since 1970: the same as `Date.now()`. */
	now(): number;
	/** ms passed since the start, whatever became of the date. */
	elapsed(): number;
	/** Puts the date forward or back by `ms`, as a time server may do; timers and `performance.now` do not notice. */
	shiftDate(ms: number): void;
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
/** The same in turns: a busy machine may let all that time pass in one of them. */
const HANGING_TURNS = 30;
/** Real ms that a file or name lookup under way is waited for: a busy disk takes seconds for a write. */
const SYSTEM_CALL_LIMIT = 30_000;
const WEEK = 7 * 24 * 3600_000;
/** Real ms without any timer or movement after which the test cannot go on. */
const STUCK_AFTER = 5000;

/**
 * Runs `body` with a clock that jumps: timers, intervals, dates and `performance.now` are faked, HTTP is
 * real. Whenever all requests are answered, or wait for nothing but a timer, and the event loop is idle, the clock jumps
 * to the next timer and fires those that are due then, one after the other: what one sets off comes before the next, as
 * in real time. Time-outs of HTTP requests follow this clock too, and `Math.random`
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
	const clock = fakeClock(startAt);
	const traffic = new HttpTraffic();
	const restoreTimeouts = virtualizeRequestTimeouts(traffic);
	traffic.start();
	const time: VirtualTime = {
		now: () => Date.now(),
		elapsed: () => clock.elapsed(),
		shiftDate: (ms) => clock.setDate(Date.now() + ms),
		sleep: async (ms) => await new Promise((resolve) => setTimeout(resolve, ms)),
		pendingTimers: () => clock.timers(),
	};
	let isDone = false;
	const stop = (): void => {
		if (isDone) return;
		isDone = true;
		stopRunning = undefined;
		traffic.stop();
		restoreTimeouts();
		clock.restore();
		restoreRandom();
	};
	stopRunning = stop;
	try {
		const result = body(time);
		// The pump ends by itself only when the body cannot go on.
		await Promise.race([result, pump(traffic, clock, () => isDone, options.limit ?? WEEK)]);
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
	clock: FakeClock,
	isDone: () => boolean,
	limit: number,
): Promise<void> {
	let last = '';
	let quietTurns = 0;
	let quietSince = realNow();
	for (;;) {
		await new Promise((resolve) => realSetImmediate(resolve));
		if (isDone()) return;
		const state = traffic.state();
		const calls = systemCalls();
		const moment = `${state.fingerprint}#${calls}#${clock.timers()}`;
		if (moment !== last) {
			last = moment;
			quietTurns = 0;
			quietSince = realNow();
			continue;
		}
		quietTurns += 1;
		if (quietTurns < (state.open > 0 ? QUIET_TURNS_WHILE_OPEN : QUIET_TURNS)) continue;
		const quietFor = realNow() - quietSince;
		if (calls > 0 && quietFor < SYSTEM_CALL_LIMIT) continue;
		const isHanging = quietFor >= HANGING_AFTER && quietTurns >= HANGING_TURNS;
		if (!state.isSettled && !isHanging) {
			await new Promise((resolve) => realSetTimeout(resolve, 1));
			continue;
		}
		traffic.giveUpWaiting();
		if (clock.timers() > 0) {
			await fireMoment(clock, isDone);
			last = '';
			if (clock.elapsed() > limit) {
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

/** Fires the timers of the next moment, with a turn of the event loop after each. */
async function fireMoment(clock: FakeClock, isDone: () => boolean): Promise<void> {
	clock.fireNext();
	for (;;) {
		await new Promise((resolve) => realSetImmediate(resolve));
		if (isDone() || !clock.isDue()) return;
		clock.fireNext();
	}
}

/** File operations, name lookups and connects that the system has not finished. */
function systemCalls(): number {
	return process
		.getActiveResourcesInfo()
		.filter((name) => /^(FSReq|(FileHandle)?CloseReq|GetAddrInfo|TCPConnectWrap)/i.test(name))
		.length;
}
