import { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';
import type { Answer, Failure, FailureReason } from '../../nodes/KlingVideo/shared/failure.ts';
import type { WaitSettings } from '../../nodes/KlingVideo/shared/settings.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import type { GatewayClient } from '../../nodes/KlingVideo/transport/gatewayClient.ts';
import {
	unlessFailed,
	waitForTask,
	type WaitStart,
} from '../../nodes/KlingVideo/waiting/waitForTask.ts';
import { withVirtualTime } from '../support/virtualTime.cts';

const S = 1_000;

const PENDING: Task = { id: 'task_1', status: 'pending', raw: {} };
const DONE: Task = { ...PENDING, status: 'completed', videoUrl: 'https://a.example/1.mp4' };
const NO_LINK: Task = { ...PENDING, status: 'completed' };
const failed = (reason: FailureReason, more: Partial<Failure> = {}): Failure => ({
	...{ reason, acceptance: 'unknown', ...more },
});

interface Played {
	/** What a poll finds, by the second at which it comes. */
	at: (second: number) => Task | Failure;
	/** What the older route tells. */
	elsewhere?: Task | Failure;
	wait?: Partial<WaitSettings>;
	start?: Partial<WaitStart>;
	/** So many ms a poll takes. */
	pollMs?: number;
	/** Something that happens meanwhile. */
	meanwhile?: (sleep: (ms: number) => Promise<void>) => void;
}

/** One wait in virtual time: what it comes to, after how many seconds, and what was asked meanwhile. */
async function played({ at, elsewhere, wait, start, pollMs = 0, meanwhile }: Played) {
	return await withVirtualTime(async (time) => {
		const item = new ItemTry(0, new NodeTry(1, 0, undefined));
		item.taskId = 'task_1';
		item.settings.wait = { timeoutMs: 600 * S, onTimeout: 'fail', waitIn: 'memory', ...wait };
		const { clock } = item.nodeTry;
		const startedAt = clock.now();
		const second = () => Math.round((clock.now() - startedAt) / S);
		const answered = (found: Task | Failure): Answer<Task> =>
			'reason' in found ? { ok: false, failure: found } : { ok: true, value: found };
		const polls: number[] = [];
		const asked: Array<{ id: string; untilS: number; ownTask: boolean | undefined }> = [];
		const opinions: Array<{ at: number; untilS: number }> = [];
		const log: string[] = [];
		type Poll = (id: string, o: { untilMs?: number; ownTask?: boolean }) => Promise<Answer<Task>>;
		const untilS = (ms = Infinity) => Math.round((ms - startedAt) / S);
		const status: Poll = async (id, { untilMs, ownTask }) => {
			polls.push(second());
			asked.push({ id, untilS: untilS(untilMs), ownTask });
			const found = answered(at(second()));
			if (pollMs > 0) await clock.sleep(pollMs);
			return found;
		};
		const secondOpinion: Poll = async (_id, { untilMs }) => {
			opinions.push({ at: second(), untilS: untilS(untilMs) });
			return answered(elsewhere ?? failed('taskUnknown', { status: 404 }));
		};
		const note = (line: string) => log.push(line);
		const client = {
			...{ item, clock, status, secondOpinion },
			logger: { info: note, debug: note },
		};
		meanwhile?.(async (ms) => await time.sleep(ms));
		const given = start && { knownAs: 'fresh' as const, ...start };
		const waiting = waitForTask(client as unknown as GatewayClient, given);
		const end = await waiting.catch((error: unknown) => error as { failure: Failure; task?: Task });
		return { end, seconds: second(), polls, asked, opinions, log, item };
	});
}

const every = (seconds: number) => ({ pollIntervalMs: seconds * S });

describe('without anything to wait for', () => {
	test.each<[string, Partial<ItemTry>]>([
		['a task', { taskId: undefined }],
		['settings', { settings: { simplify: true } }],
	])('there is a fault of this package: %s', async (_, changes) => {
		const item = new ItemTry(0, new NodeTry(1, 0, undefined));
		item.taskId = 'task_1';
		item.settings.wait = { timeoutMs: S, onTimeout: 'fail', waitIn: 'memory' };
		Object.assign(item, changes);
		const client = { item, clock: item.nodeTry.clock } as unknown as GatewayClient;
		await expect(waitForTask(client)).rejects.toThrow('nothing to wait for');
	});
});

describe('the first poll', () => {
	test.each<[string, Partial<WaitStart> | undefined, Partial<WaitSettings>, number, number]>([
		['at once, of a task that was given by its ID', undefined, {}, 0, 0],
		['at once, at a fixed interval too', undefined, every(30), 0, 0],
		['after ten to fifteen seconds, of a fresh one', { task: PENDING }, {}, 10, 15],
		['after the interval that the user set', { task: PENDING }, every(30), 30, 30],
		['at the deadline, where that comes first', { task: PENDING }, { timeoutMs: 5 * S }, 5, 5],
	])('comes %s', async (_, start, wait, least, most) => {
		const { polls, end, item } = await played({ at: () => DONE, start, wait });
		expect(polls).toHaveLength(1);
		expect(polls[0]).toBeGreaterThanOrEqual(least);
		expect(polls[0]).toBeLessThanOrEqual(most);
		expect([end, item.task]).toEqual([DONE, DONE]);
	});

	test('does not come where the task has ended already', async () => {
		const seen: Task[] = [];
		const start = { task: DONE, onSeen: (task: Task) => seen.push(task) };
		const { polls, end, log } = await played({ at: () => PENDING, start });
		expect([polls, end, seen]).toEqual([[], DONE, [DONE]]);
		expect(log).toEqual([]);
	});

	test('comes where a task is completed without its link', async () => {
		const { polls } = await played({ at: () => DONE, start: { task: NO_LINK }, wait: every(9) });
		expect(polls).toEqual([9]);
	});
});

describe('the next polls', () => {
	test('come at the interval that the user set, from the end of the last one', async () => {
		const at = (second: number) => (second < 50 ? PENDING : DONE);
		const { polls } = await played({ at, wait: every(20), pollMs: 2 * S });
		expect(polls).toEqual([0, 22, 44, 66]);
	});

	test('follow the schedule without one', async () => {
		const at = (second: number) => (second < 100 ? PENDING : DONE);
		const { polls, seconds } = await played({ at, start: { task: PENDING } });
		expect(polls.length).toBeGreaterThan(5);
		expect(polls.length).toBeLessThan(15);
		expect(seconds).toBeLessThan(115);
	});

	test('follow the progress', async () => {
		const at = (second: number): Task =>
			second < 100 ? { ...PENDING, progress: second + 0.3 } : DONE;
		const { seconds } = await played({ at, start: { task: PENDING } });
		expect(seconds).toBeLessThan(104);
	});

	test('come every five seconds while only the link is missing, whatever was set', async () => {
		const at = (second: number) => (second < 42 ? NO_LINK : DONE);
		const { polls, end } = await played({ at, wait: every(40) });
		expect(polls).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45]);
		expect(end).toBe(DONE);
	});

	test.each([
		[60, 60],
		[600, 150],
	])('come no sooner than the gateway asks for: %d seconds', async (asked, given) => {
		const busy = failed('saturated', { status: 429, retryAfterMs: asked * S });
		const at = (second: number) => (second === 0 ? busy : second < 200 ? PENDING : DONE);
		const { polls } = await played({ at, wait: every(30) });
		expect(polls.slice(0, 3)).toEqual([0, given, given + 30]);
	});

	test('ask for the very task, up to the deadline, and say whether it is ours', async () => {
		const at = (second: number) => (second < 20 ? PENDING : DONE);
		const wait = { ...every(10), timeoutMs: 60 * S };
		const given = await played({ at, wait });
		expect(given.asked[0]).toEqual({ id: 'task_1', untilS: 60, ownTask: false });
		const ours = await played({ at, wait, start: { task: PENDING } });
		expect(ours.asked[0]).toEqual({ id: 'task_1', untilS: 60, ownTask: true });
	});

	test('tell whoever wants to know, once each', async () => {
		const seen: Task[] = [];
		const at = (second: number) => (second < 20 ? PENDING : DONE);
		const start = { task: PENDING, onSeen: (task: Task) => seen.push(task) };
		await played({ at, wait: every(10), start });
		expect(seen).toEqual([PENDING, DONE]);
	});
});

describe('trouble in between', () => {
	test('is waited out, and noted for debugging', async () => {
		const at = (second: number) => (second < 100 ? failed('unreachable') : DONE);
		const { end, log } = await played({ at, wait: every(50) });
		expect(end).toBe(DONE);
		expect(log).toEqual([
			'Kling Video: task task_1 could not be seen (unreachable)',
			'Kling Video: task task_1 could not be seen (unreachable)',
			'Kling Video: task task_1 is completed',
		]);
	});

	test('that asking again cannot mend ends the wait, with the task as last seen', async () => {
		const no = failed('noCredit', { status: 403 });
		const at = (second: number) => (second < 20 ? { ...PENDING, progress: 5 } : no);
		const { end } = await played({ at, wait: every(10) });
		expect(end).toMatchObject({ failure: no, task: { progress: 5 } });
	});

	test('of a key may pass where the task is ours', async () => {
		const at = (second: number) => (second < 200 ? failed('badKey', { status: 401 }) : DONE);
		const theirs = await played({ at, wait: every(50) });
		expect(theirs).toMatchObject({ seconds: 0, end: { failure: { reason: 'badKey' } } });
		const ours = await played({ at, wait: every(50), start: { task: PENDING } });
		expect(ours.end).toBe(DONE);
	});

	test('keeps nobody from a completed task whose link does not come', async () => {
		const at = (second: number) => (second === 0 ? NO_LINK : failed('gatewayTrouble'));
		const { end, seconds } = await played({ at, wait: every(50) });
		expect(end).toBe(NO_LINK);
		expect(seconds).toBeGreaterThanOrEqual(60);
		const lasting = await played({ at: () => NO_LINK });
		expect(lasting.end).toBe(NO_LINK);
		expect(lasting.seconds).toBeGreaterThanOrEqual(60);
		expect(lasting.seconds).toBeLessThanOrEqual(65);
	});
});

describe('a gateway that may have lost the end', () => {
	const STUCK: Task = { ...PENDING, progress: 100 };

	test('is asked at its older route, once', async () => {
		const { end, opinions, seconds } = await played({
			...{ at: () => STUCK, elsewhere: DONE, wait: every(21) },
		});
		expect([end, seconds, opinions]).toEqual([DONE, 63, [{ at: 63, untilS: Infinity }]]);
	});

	test('is asked for the reason of a failure', async () => {
		const bad: Task = { ...PENDING, status: 'failed' };
		const told: Task = { ...bad, error: { message: 'Blocked' } };
		expect((await played({ at: () => bad, elsewhere: told })).end).toEqual(told);
		const start = { task: bad };
		expect((await played({ at: () => DONE, elsewhere: told, start })).end).toEqual(told);
	});

	test('is asked a last time when the time is up', async () => {
		const wait = { ...every(25), timeoutMs: 60 * S };
		const { end, opinions, polls } = await played({ at: () => PENDING, elsewhere: DONE, wait });
		expect([end, polls]).toEqual([DONE, [0, 25, 50, 60]]);
		expect(opinions).toEqual([{ at: 60, untilS: 65 }]);
	});
});

describe('when the time is up', () => {
	const wait = { ...every(25), timeoutMs: 60 * S };
	const timeOut = { reason: 'timeOut', acceptance: 'unknown' };

	test('the wait fails, with the task as last seen', async () => {
		const { end, seconds, asked } = await played({ at: () => PENDING, wait });
		expect(end).toMatchObject({ failure: timeOut, task: PENDING });
		expect(seconds).toBe(60);
		expect(asked.map(({ untilS }) => untilS)).toEqual([60, 60, 60, 65]);
	});

	test('the last trouble is told, unless a poll saw the task since', async () => {
		const down = failed('gatewayTrouble', { status: 502, text: 'Bad' });
		const { end } = await played({ at: (second) => (second < 50 ? PENDING : down), wait });
		expect(end).toMatchObject({ failure: { ...timeOut, status: 502, text: 'Bad' }, task: PENDING });
		const seenLast = await played({ at: (second) => (second < 50 ? down : PENDING), wait });
		expect((seenLast.end as { failure: Failure }).failure).toEqual(timeOut);
	});

	test('it may end with the task as last seen, or with its ID alone', async () => {
		const goOn = { ...wait, onTimeout: 'returnStatus' as const };
		const half = { ...PENDING, progress: 50 };
		expect((await played({ at: () => half, wait: goOn })).end).toEqual(half);
		const { end } = await played({ at: () => failed('unreachable'), wait: goOn });
		expect(end).toEqual({ id: 'task_1', status: 'pending', raw: {} });
	});
});

describe('those who wait for what a poll tells', () => {
	/** An audience that becomes urgent at some second. */
	function audience(urgency: 'slot' | 'confirm', atSecond: number) {
		const listeners = new Set<() => void>();
		let now: 'none' | 'slot' | 'confirm' = 'none';
		return {
			listeners,
			audience: {
				get urgency() {
					return now;
				},
				quickestMs: Infinity,
				onChange: (listener: () => void) => {
					listeners.add(listener);
					return () => void listeners.delete(listener);
				},
			},
			meanwhile: (sleep: (ms: number) => Promise<void>) =>
				void sleep(atSecond * S).then(() => {
					now = urgency;
					for (const listener of [...listeners]) listener();
				}),
		};
	}

	test.each([
		['confirm', [14, 18, 22]],
		['slot', [20, 23, 26]],
	] as const)('hurry it: %s', async (urgency, expected) => {
		const { audience: hurried, meanwhile, listeners } = audience(urgency, 14);
		const { polls } = await played({
			at: (second) => (second < 25 ? PENDING : DONE),
			wait: every(300),
			start: { task: PENDING, audience: hurried },
			meanwhile,
		});
		expect(polls.slice(0, 2)).toEqual(expected.slice(0, 2));
		expect(listeners.size).toBe(0);
	});

	test('take a task over that is waited for elsewhere from then on', async () => {
		let handOver = () => {};
		const handover = new Promise<void>((resolve) => (handOver = resolve));
		const { audience: quiet, listeners } = audience('slot', 1_000);
		const common = { at: () => PENDING, wait: every(300) };
		const { end, seconds, polls } = await played({
			...common,
			start: { task: PENDING, audience: quiet, handover },
			meanwhile: (sleep) => void sleep(33 * S).then(() => handOver()),
		});
		expect([end, seconds, polls]).toEqual([PENDING, 33, []]);
		expect(listeners.size).toBe(0);
	});
});

test.each(['failed', 'cancelled'] as const)('a task that %s is a failure', (status) => {
	const task: Task = { ...PENDING, status, error: { message: 'No' } };
	const reason = status === 'failed' ? 'taskFailed' : 'taskCancelled';
	expect(() => unlessFailed(task)).toThrow(reason);
	expect(unlessFailed(DONE)).toBe(DONE);
	expect(unlessFailed(PENDING)).toBe(PENDING);
});
