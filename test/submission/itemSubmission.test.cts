import type { IContextObject, IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';
import { ItemTry, type ItemEnd } from '../../nodes/KlingVideo/run/itemTry.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';
import { ExecutionCancelled } from '../../nodes/KlingVideo/run/tryClock.ts';
import type { Answer, Failure, FailureReason } from '../../nodes/KlingVideo/shared/failure.ts';
import type { WaitSettings } from '../../nodes/KlingVideo/shared/settings.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import { ItemSubmission } from '../../nodes/KlingVideo/submission/itemSubmission.ts';
import type { GatewayClient } from '../../nodes/KlingVideo/transport/gatewayClient.ts';
import { withVirtualTime, type VirtualTime } from '../support/virtualTime.cts';

const S = 1_000;

const taskOf = (id: string, more: Partial<Task> = {}): Task => ({
	...{ id, status: 'pending', raw: {}, ...more },
});
const accepted = (id: string): Answer<Task> => ({ ok: true, value: taskOf(id) });
const refused = (reason: FailureReason, more: Partial<Failure> = {}): Answer<Task> => ({
	...{ ok: false, failure: { reason, acceptance: 'refused', ...more } },
});
const noRoom = (more: Partial<Failure> = {}) => refused('noRoom', more);
const NO_ROOM_LATE = taskOf('task_1', {
	...{ status: 'failed', error: { message: 'No', noRoom: true } },
});

interface Wishes {
	wait?: Partial<WaitSettings>;
	slotTimeoutMs?: number;
	maxVideos?: number;
	/** Nothing is set that a submission goes by. */
	isBare?: boolean;
	/** An agent calls it. */
	isTool?: boolean;
}

/** A gateway that answers as told, and the node that submits to it, with what n8n keeps of the node. */
class Desk {
	stored: IContextObject = {};
	/** The answers to the next submissions; none: `task_1`, `task_2`, … */
	answers: Array<Answer<Task> | Error> = [];
	/** What a poll of a task finds; without it, it cannot be seen. */
	readonly tasks = new Map<string, Task>();
	/** Why no poll comes to an answer. */
	pollFails?: Error;
	readonly log: string[] = [];
	/** The bodies that were sent, with the seconds at which. */
	readonly sent: Array<[number, string]> = [];
	readonly polled: string[] = [];
	readonly customData = new Map<string, string>();
	/** What the record said at the moment of sending. */
	readonly noted: string[] = [];
	/** Whether n8n was killed while the node ran. */
	wasKilled = false;
	readonly execution = new AbortController();
	private nodeTry: NodeTry;

	constructor(
		readonly time: VirtualTime,
		private readonly items = 3,
	) {
		this.nodeTry = new NodeTry(items, 0, this.execution.signal);
	}

	/** What comes from here on is another try of the node. */
	tryAgain(): void {
		this.nodeTry = new NodeTry(this.items, 0, this.execution.signal);
	}

	/** The submission of an item. */
	item(index = 0, wishes: Wishes = {}, executionId = '17', body: IDataObject = { prompt: 'a' }) {
		const item = new ItemTry(index, this.nodeTry);
		const { wait, slotTimeoutMs = 120 * S, maxVideos, isBare = false, isTool = false } = wishes;
		item.settings = {
			simplify: true,
			...(!isBare && { submit: { offPeak: false, asked: {}, slotTimeoutMs, maxVideos } }),
			...(wait && { wait: { timeoutMs: 600 * S, onTimeout: 'fail', waitIn: 'memory', ...wait } }),
		};
		const context = {
			getContext: () => this.stored,
			getExecutionId: () => executionId,
			getItemIndex: () => index,
			getMode: () => 'retry',
			getNode: () => ({
				name: 'Video',
				type: isTool ? 'kling.klingVideoTool' : 'kling.klingVideo',
				parameters: {},
			}),
			getInputData: () => ({ json: { row: index } }),
			getExecuteData: () => ({ source: { main: [{ previousNode: 'Rows' }] } }),
			getWorkflowDataProxy: () => ({
				$runIndex: 0,
				$execution: {
					customData: {
						get: (key: string) => this.customData.get(key),
						set: (key: string, value: string) => this.customData.set(key, value),
					},
				},
				$: () => ({
					isExecuted: this.wasKilled,
					all: () => [{ json: { isArtificialRecoveredEventItem: true } }],
				}),
			}),
		};
		const submission = new ItemSubmission({
			context: context as unknown as IExecuteSingleFunctions,
			client: this.client(item),
			body,
		});
		return { item, submission, end: (how: ItemEnd = 'failed') => item.end(how) };
	}

	private client(item: ItemTry): GatewayClient {
		return {
			item,
			clock: this.nodeTry.clock,
			logger: { info: (line: string) => this.log.push(line) },
			status: async (id: string): Promise<Answer<Task>> => {
				this.polled.push(id);
				if (this.pollFails) throw this.pollFails;
				const value = this.tasks.get(id);
				return value ? { ok: true, value } : refused('gatewayTrouble');
			},
			submit: async (sent: IDataObject, sending: () => void): Promise<Answer<Task>> => {
				const answer = this.answers.shift();
				if (answer instanceof Error) throw answer;
				sending();
				this.noted.push(JSON.stringify(this.stored));
				this.sent.push([Math.floor(this.time.elapsed() / S), JSON.stringify(sent)]);
				return answer ?? accepted(`task_${this.sent.length}`);
			},
		} as unknown as GatewayClient;
	}
}

const atDesk = async (story: (desk: Desk) => Promise<void>, items?: number): Promise<void> =>
	await withVirtualTime(async (time) => await story(new Desk(time, items)));

/** What a submission comes to: its failure in place of an error. */
const outcome = async (work: Promise<unknown>): Promise<unknown> =>
	await work.catch((error: unknown) => (error as { failure?: Failure }).failure ?? error);

describe('a fresh item', () => {
	test('is sent once, noted before, and its task is known to everybody', async () => {
		await atDesk(async (desk) => {
			const { item, submission } = desk.item();
			expect(await submission.task()).toEqual({ task: taskOf('task_1'), isFresh: true });
			expect(item).toMatchObject({ taskId: 'task_1', task: taskOf('task_1'), earlierTaskIds: [] });
			expect(desk.sent).toEqual([[0, '{"prompt":"a"}']]);
			expect(desk.noted[0]).toContain('"unknown"');
			expect(JSON.stringify(desk.stored)).toContain('"accepted"');
			expect(desk.stored.sent).toEqual({ executionId: '17', count: 1 });
			expect(desk.log).toEqual(['Kling Video: task task_1 was accepted']);
			expect([...desk.customData.values()]).toEqual(['task_1']);
			expect(desk.polled).toEqual([]);
		});
	});

	test('that is refused fails with the refusal, and may be sent again', async () => {
		await atDesk(async (desk) => {
			desk.answers = [refused('badKey')];
			const { item, submission } = desk.item();
			expect(await outcome(submission.task())).toEqual({ reason: 'badKey', acceptance: 'refused' });
			expect([item.taskId, item.earlierTaskIds]).toEqual([undefined, []]);
			expect(desk.stored).toEqual({ submissions: {}, sent: { executionId: '17', count: 0 } });
			desk.tryAgain();
			expect(await desk.item().submission.task()).toMatchObject({ isFresh: true });
		});
	});

	test('of unknown outcome is said to be so, with what the gateway said', async () => {
		await atDesk(async (desk) => {
			desk.answers = [refused('unreachable', { acceptance: 'unknown', text: 'hang up' })];
			const expected = { reason: 'unknownOutcome', acceptance: 'unknown', text: 'hang up' };
			expect(await outcome(desk.item().submission.task())).toEqual(expected);
			expect(desk.stored.sent).toEqual({ executionId: '17', count: 1 });
		});
	});

	test('even one without room, where it is not certain that no task was made', async () => {
		await atDesk(async (desk) => {
			desk.answers = [noRoom({ acceptance: 'unknown' })];
			expect(await outcome(desk.item().submission.task())).toMatchObject({
				reason: 'unknownOutcome',
			});
			expect(desk.sent).toHaveLength(1);
		});
	});

	test('that could not be sent is not counted, and holds nobody up', async () => {
		await atDesk(async (desk) => {
			const none = new Error('cancelled');
			desk.answers = [none, none, none, none];
			for (const index of [0, 1, 2, 0])
				expect(await outcome(desk.item(index).submission.task())).toBe(none);
			expect(desk.stored.sent).toEqual({ executionId: '17', count: 0 });
			expect(await desk.item(1).submission.task()).toMatchObject({ isFresh: true });
		});
	});

	test('beyond the most that the user allows is not sent', async () => {
		await atDesk(async (desk) => {
			const wishes = { maxVideos: 1 };
			const both = [0, 1].map(
				async (index) => await outcome(desk.item(index, wishes).submission.task()),
			);
			const [first, second] = await Promise.all(both);
			expect(first).toMatchObject({ isFresh: true });
			expect(String(second)).toContain("'Most Videos' is 1");
			expect(desk.sent).toHaveLength(1);
			expect(desk.stored.sent).toEqual({ executionId: '17', count: 1 });
		});
	});
});

describe('another try', () => {
	/** The desk after a first try that came to a task. */
	const afterOne = async (story: (desk: Desk) => Promise<void>) =>
		await atDesk(async (desk) => {
			const first = desk.item();
			await first.submission.task();
			first.end();
			desk.tryAgain();
			await story(desk);
		});

	test.each<[string, Task | undefined]>([
		['pending', taskOf('task_1', { progress: 5 })],
		['completed', taskOf('task_1', { status: 'completed' })],
		['not to be seen just now', undefined],
	])('goes on with the task that is %s', async (_, task) => {
		await afterOne(async (desk) => {
			if (task) desk.tasks.set('task_1', task);
			const { item, submission } = desk.item();
			const known = { task: task ?? taskOf('task_1'), isFresh: false };
			expect(await submission.task()).toEqual(known);
			expect(item).toMatchObject({ taskId: 'task_1', task: known.task });
			expect([desk.sent.length, desk.polled]).toEqual([1, ['task_1']]);
			expect(desk.log).toHaveLength(1);
		});
	});

	test('that is stopped while it asks for the task knows that task', async () => {
		await afterOne(async (desk) => {
			desk.pollFails = new ExecutionCancelled();
			const { item, submission } = desk.item();
			expect(await outcome(submission.task())).toBe(desk.pollFails);
			expect([item.taskId, desk.sent.length]).toEqual(['task_1', 1]);
		});
	});

	test.each(['failed', 'cancelled'] as const)('sends anew after a task that %s', async (status) => {
		await afterOne(async (desk) => {
			desk.tasks.set('task_1', taskOf('task_1', { status }));
			desk.answers = [refused('noCredit')];
			const refusedOne = desk.item();
			expect(await outcome(refusedOne.submission.task())).toMatchObject({ reason: 'noCredit' });
			expect(refusedOne.item).toMatchObject({ earlierTaskIds: ['task_1'] });
			expect([refusedOne.item.taskId, refusedOne.item.task]).toEqual([undefined, undefined]);
			refusedOne.end();
			desk.tryAgain();
			const { item, submission } = desk.item();
			expect(await submission.task()).toEqual({ task: taskOf('task_3'), isFresh: true });
			expect(item).toMatchObject({ taskId: 'task_3', earlierTaskIds: ['task_1'] });
		});
	});

	test('of another execution makes the task its own', async () => {
		await afterOne(async (desk) => {
			await desk.item(0, {}, '18').submission.task();
			expect(JSON.stringify(desk.stored.submissions)).toContain('"executionId":"18"');
			expect(desk.sent).toHaveLength(1);
		});
	});

	test('sends nothing after an unknown outcome, but a person may', async () => {
		await atDesk(async (desk) => {
			desk.answers = [refused('unreachable', { acceptance: 'unknown' })];
			const first = desk.item();
			await outcome(first.submission.task());
			first.end();
			desk.tryAgain();
			const second = desk.item();
			expect(await outcome(second.submission.task())).toMatchObject({
				...{ reason: 'unknownOutcome', acceptance: 'unknown' },
				text: 'It was sent at an earlier try of this execution',
			});
			expect(desk.sent).toHaveLength(1);
			second.end();
			desk.tryAgain();
			expect(await desk.item(0, {}, '18').submission.task()).toMatchObject({ isFresh: true });
		});
	});

	test.each<[string, Partial<Failure>, boolean]>([
		['a website answered', { isPage: true, status: 200 }, true],
		['a website answered with another success', { isPage: true, status: 299 }, true],
		['a website answered without a status', { isPage: true }, true],
		['a page led elsewhere', { isPage: true, status: 300 }, false],
		['a proxy answered with a page', { isPage: true, status: 502 }, false],
		['the gateway answered without a task', { status: 200 }, false],
	])('after %s says so too: %j', async (_, answer, expected) => {
		await atDesk(async (desk) => {
			desk.answers = [refused('unreachable', { acceptance: 'unknown', ...answer })];
			const first = desk.item();
			expect(await outcome(first.submission.task())).toMatchObject(answer);
			first.end();
			desk.tryAgain();
			const failure = await outcome(desk.item().submission.task());
			expect(failure).toEqual({
				...{ reason: 'unknownOutcome', acceptance: 'unknown' },
				text: 'It was sent at an earlier try of this execution',
				...(expected && { isPage: true }),
			});
			expect(desk.sent).toHaveLength(1);
		});
	});

	test('after n8n was killed sends nothing that is not known to be new', async () => {
		await atDesk(async (desk) => {
			desk.wasKilled = true;
			const { item, submission } = desk.item();
			expect(await outcome(submission.task())).toMatchObject({
				...{ reason: 'unknownOutcome', acceptance: 'unknown' },
				text: 'n8n was stopped while this node ran, and has lost which tasks were accepted',
			});
			expect([desk.sent, item.earlierTaskIds]).toEqual([[], []]);
		});
	});
});

describe("an agent's call", () => {
	test.each(['handedOver', 'failed', 'putToWait'] as const)(
		'that %s before: an equal one is a new submission only when that task has come out',
		async (how) => {
			await atDesk(async (desk) => {
				const first = desk.item(0, { isTool: true });
				await first.submission.task();
				first.end(how);
				desk.tryAgain();
				const { isFresh } = await desk.item(0, { isTool: true }).submission.task();
				expect(isFresh).toBe(how === 'handedOver');
			});
		},
	);
});

describe('an account without room', () => {
	test.each([
		['seen', 'memory', 1],
		['not seen', 'database', 2],
	] as const)('whose ends of tasks are %s is asked as often: %s', async (_, waitIn, asked) => {
		await atDesk(async (desk) => {
			const wishes = { wait: { waitIn, timeoutMs: 60 * S } };
			await desk.item(0, wishes).submission.task();
			desk.answers = [noRoom(), noRoom(), noRoom(), noRoom(), noRoom(), noRoom()];
			const before = desk.sent.length;
			await outcome(desk.item(1, wishes).submission.task());
			// One refusal for one task is few enough to ask once more.
			expect(Math.min(2, desk.sent.length - before - 1)).toBe(asked);
		});
	});

	test('is offered the same task again, until it takes it', async () => {
		await atDesk(async (desk) => {
			desk.answers = [noRoom(), noRoom({ retryAfterMs: 40 * S })];
			expect(await desk.item().submission.task()).toMatchObject({ task: { id: 'task_3' } });
			const [, second = 0, third = 0] = desk.sent.map(([at]) => at);
			expect(second).toBeGreaterThanOrEqual(7);
			expect(second).toBeLessThanOrEqual(13);
			expect(third - second).toBeGreaterThanOrEqual(40);
			expect(desk.stored.sent).toEqual({ executionId: '17', count: 1 });
		});
	});

	test.each<[string, Wishes, number]>([
		['the time-out of the wait', { wait: { timeoutMs: 60 * S } }, 60],
		['as long as the user says, without a wait', { slotTimeoutMs: 30 * S }, 30],
		['no time at all, where nothing says how long', { isBare: true }, 0],
	])('is offered it for %s', async (_, wishes, seconds) => {
		await atDesk(async (desk) => {
			desk.answers = Array.from({ length: 40 }, () => noRoom({ text: 'full' }));
			expect(await outcome(desk.item(0, wishes).submission.task())).toEqual({
				...{ reason: 'noRoom', acceptance: 'refused', text: 'full', openTasks: 0 },
			});
			expect(Math.floor(desk.time.elapsed() / S)).toBe(seconds);
		});
	});

	test('an item that was never offered says that there is no room, and how many tasks are open', async () => {
		await atDesk(async (desk) => {
			const wishes = { wait: { tasksAtATime: 1, timeoutMs: 60 * S } };
			await desk.item(0, wishes).submission.task();
			expect(await outcome(desk.item(1, wishes).submission.task())).toStrictEqual({
				...{ reason: 'noRoom', acceptance: 'refused', openTasks: 1 },
			});
			expect(desk.sent).toHaveLength(1);
		});
	});

	test('an item that waits for its turn is never sent after a cancel, which is no refusal', async () => {
		await atDesk(async (desk) => {
			const wishes = { wait: { tasksAtATime: 1 } };
			const first = desk.item(0, wishes).submission;
			await first.task();
			const second = outcome(desk.item(1, wishes).submission.task());
			await desk.time.sleep(5 * S);
			desk.execution.abort();
			expect(await second).toBeInstanceOf(ExecutionCancelled);
			first.leaveSlot();
			await desk.time.sleep(60 * S);
			expect(desk.sent).toHaveLength(1);
		});
	});

	test('others go when a task is over, or is waited for no longer', async () => {
		await atDesk(async (desk) => {
			const wishes = { wait: { tasksAtATime: 1 } };
			const first = desk.item(0, wishes).submission;
			await first.task();
			const heard: string[] = [];
			const leave = first.onChange(() => heard.push(first.urgency));
			const second = desk.item(1, wishes).submission;
			const waiting = second.task();
			await desk.time.sleep(50 * S);
			expect([heard, first.urgency]).toEqual([['slot'], 'slot']);
			leave();
			first.leaveSlot();
			// Its slot is given back once.
			first.leaveSlot();
			expect(await waiting).toMatchObject({ isFresh: true });
			expect(Math.round(first.quickestMs / S)).toBe(50);
			expect(first.urgency).toBe('none');
			const third = desk.item(2, wishes).submission.task();
			await desk.time.sleep(5 * S);
			expect(desk.sent).toHaveLength(2);
			second.leaveSlot();
			expect(await third).toMatchObject({ isFresh: true });
		});
	});

	test('a task of an earlier try holds a slot while it is pending', async () => {
		await atDesk(async (desk) => {
			const wishes = { wait: { tasksAtATime: 1, timeoutMs: 20 * S } };
			const first = desk.item(0, wishes);
			await first.submission.task();
			first.end();
			desk.tryAgain();
			desk.tasks.set('task_1', taskOf('task_1'));
			const { submission } = desk.item(0, wishes);
			await submission.task();
			expect(await outcome(desk.item(1, wishes).submission.task())).toMatchObject({ openTasks: 1 });
			submission.leaveSlot();
			// How long it took is not known.
			expect(submission.quickestMs).toBe(Infinity);
			expect(await desk.item(2, wishes).submission.task()).toMatchObject({ isFresh: true });
		});
	});

	test('one that is completed holds none', async () => {
		await atDesk(async (desk) => {
			const wishes = { wait: { tasksAtATime: 1, timeoutMs: 20 * S } };
			const first = desk.item(0, wishes);
			await first.submission.task();
			first.end();
			desk.tryAgain();
			desk.tasks.set('task_1', taskOf('task_1', { status: 'completed' }));
			await desk.item(0, wishes).submission.task();
			expect(await desk.item(1, wishes).submission.task()).toMatchObject({ isFresh: true });
		});
	});
});

describe('an account that fails tasks for lack of room', () => {
	const WAITS: Wishes = { wait: {} };

	test('the task is left, and another one sent as the next', async () => {
		await atDesk(async (desk) => {
			const { item, submission } = desk.item(0, WAITS);
			await submission.task();
			expect(submission.hasFailedForLackOfRoom).toBe(false);
			submission.seen(NO_ROOM_LATE);
			expect(submission.hasFailedForLackOfRoom).toBe(true);
			expect([item.taskId, item.task]).toEqual([undefined, undefined]);
			expect(desk.stored.sent).toEqual({ executionId: '17', count: 0 });
			// It had no slot that it could give back.
			submission.leaveSlot();
			expect(submission.quickestMs).toBe(Infinity);
			expect(await submission.task()).toMatchObject({ task: { id: 'task_2' }, isFresh: true });
			expect(submission.hasFailedForLackOfRoom).toBe(false);
			expect(item.earlierTaskIds).toEqual(['task_1']);
			expect(desk.sent[1]?.[0]).toBeGreaterThanOrEqual(7);
		});
	});

	test('an item that is not offered again says what its last task failed with', async () => {
		await atDesk(async (desk) => {
			const { submission } = desk.item(0, { wait: { timeoutMs: 5 * S } });
			await submission.task();
			submission.seen(NO_ROOM_LATE);
			expect(await outcome(submission.task())).toEqual({
				...{ reason: 'noRoom', acceptance: 'refused', text: 'No', openTasks: 0 },
			});
			expect(desk.sent).toHaveLength(1);
		});
	});

	test.each<[string, Task]>([
		['failed for another reason', taskOf('task_1', { status: 'failed', error: { message: 'No' } })],
		['failed without a reason', taskOf('task_1', { status: 'failed' })],
		['only speaks of it', { ...NO_ROOM_LATE, status: 'pending' }],
	])('a task that %s is none of these', async (_, task) => {
		await atDesk(async (desk) => {
			const { item, submission } = desk.item(0, WAITS);
			await submission.task();
			submission.seen(task);
			expect(submission.hasFailedForLackOfRoom).toBe(false);
			expect(item.taskId).toBe('task_1');
		});
	});

	test('nor is one whose slot was left already', async () => {
		await atDesk(async (desk) => {
			const { submission } = desk.item(0, WAITS);
			await submission.task();
			submission.leaveSlot();
			submission.seen(NO_ROOM_LATE);
			expect(submission.hasFailedForLackOfRoom).toBe(false);
		});
	});

	test('the next task is to be seen at work soon, and lets the others go then', async () => {
		await atDesk(async (desk) => {
			const { submission } = desk.item(0, WAITS);
			await submission.task();
			submission.seen(NO_ROOM_LATE);
			await submission.task();
			const other = desk.item(1, WAITS).submission;
			const waiting = other.task();
			await desk.time.sleep(S);
			expect([submission.urgency, other.urgency]).toEqual(['confirm', 'slot']);
			submission.seen(taskOf('task_2'));
			expect(await waiting).toMatchObject({ isFresh: true });
			expect(desk.sent).toHaveLength(3);
			// The second one is to be confirmed now, and once for each task is enough.
			expect([submission.urgency, other.urgency]).toEqual(['none', 'confirm']);
			submission.seen(taskOf('task_2'));
			expect(other.urgency).toBe('confirm');
		});
	});
});
