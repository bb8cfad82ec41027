import type { Logger } from 'n8n-workflow';
import { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';
import { ExecutionCancelled } from '../../nodes/KlingVideo/run/tryClock.ts';
import {
	NoTurn,
	queueOf,
	type SubmissionQueue,
} from '../../nodes/KlingVideo/submission/submissionQueue.ts';
import { withVirtualTime, type VirtualTime } from '../support/virtualTime.cts';

const S = 1_000;
const MINUTES = 60 * S;

/** The queue of a try with so many items, in virtual time. */
class Line {
	/** The items whose turn has come, in order; `no 3` where item 3 gave up. */
	readonly turns: string[] = [];
	readonly log: string[] = [];
	readonly queue: SubmissionQueue;
	readonly nodeTry: NodeTry;
	private readonly items: ItemTry[];

	constructor(
		readonly time: VirtualTime,
		count: number,
		{ tasksAtATime, signal }: { tasksAtATime?: number; signal?: AbortSignal } = {},
	) {
		this.nodeTry = new NodeTry(count, 0, signal);
		this.items = Array.from({ length: count }, (_, index) => new ItemTry(index, this.nodeTry));
		const logger = { info: (line: string) => this.log.push(line) } as unknown as Logger;
		this.queue = queueOf(this.nodeTry, logger, { tasksAtATime, seesEnds: true });
	}

	get now(): number {
		return this.nodeTry.clock.now();
	}

	/** Lets an item wait for its turn. */
	join(index: number, patienceMs = 10 * MINUTES, since = this.now): void {
		const item = this.items[index];
		if (!item) throw new Error(`No item ${index}`);
		void this.queue.turn(item, since, patienceMs).then(
			() => this.turns.push(String(index)),
			(error: unknown) =>
				this.turns.push(`${error instanceof NoTurn ? 'no' : String(error)} ${index}`),
		);
	}

	/** The turns that have come since the last call. */
	async newTurns(): Promise<string[]> {
		await this.time.sleep(1);
		return this.turns.splice(0);
	}
}

async function inLine(
	count: number,
	story: (line: Line) => Promise<void>,
	limits: ConstructorParameters<typeof Line>[2] = {},
): Promise<void> {
	await withVirtualTime(async (time) => await story(new Line(time, count, limits)));
}

test('four offers at once, in the order of the items, whoever came first', async () => {
	await inLine(8, async (line) => {
		for (const index of [0, 1, 2, 3]) line.join(index);
		expect(await line.newTurns()).toEqual(['0', '1', '2', '3']);
		expect(line.queue.isWaitedFor).toBe(false);
		for (const index of [7, 4, 6, 5]) line.join(index);
		expect(await line.newTurns()).toEqual([]);
		expect(line.queue.isWaitedFor).toBe(true);
		line.queue.accepted();
		expect(await line.newTurns()).toEqual(['4', '5']);
		line.queue.cameToNothing();
		expect(await line.newTurns()).toEqual(['6']);
		expect(line.queue.open).toBe(1);
	});
});

test("the user's own limit: the next goes when a task is over", async () => {
	await inLine(
		3,
		async (line) => {
			line.queue.wasOpen();
			line.join(0);
			line.join(1);
			expect(await line.newTurns()).toEqual(['0']);
			line.queue.accepted();
			expect(await line.newTurns()).toEqual([]);
			line.queue.ended();
			expect(await line.newTurns()).toEqual(['1']);
		},
		{ tasksAtATime: 2 },
	);
});

describe('a full account', () => {
	/** Item 0 was refused, and all wait: the account is asked again after 7.5 to 12.5 seconds. */
	function fill(line: Line, patienceMs?: number): void {
		line.join(0);
		line.queue.refused();
		line.join(0, patienceMs);
	}

	test('is asked again after a pause, without any sign of room', async () => {
		await inLine(2, async (line) => {
			fill(line);
			line.join(1);
			await line.newTurns();
			await line.time.sleep(7 * S);
			expect(line.turns).toEqual([]);
			await line.time.sleep(6 * S);
			expect(await line.newTurns()).toEqual(['0']);
			line.queue.accepted();
			expect(await line.newTurns()).toEqual(['1']);
		});
	});

	test('is asked no sooner than it wants', async () => {
		await inLine(1, async (line) => {
			line.join(0);
			line.queue.refused(50 * S);
			line.join(0);
			await line.newTurns();
			await line.time.sleep(49 * S);
			expect(line.turns).toEqual([]);
			await line.time.sleep(2 * S);
			expect(line.turns).toEqual(['0']);
		});
	});

	test('is told of once, and so is the end of the queue', async () => {
		await inLine(3, async (line) => {
			line.queue.wasOpen();
			fill(line);
			line.queue.cameToNothing();
			line.join(1);
			line.join(2);
			line.queue.refused();
			line.queue.ended();
			line.queue.ended();
			line.queue.ended();
			await line.time.sleep(5 * MINUTES);
			for (let offer = 0; offer < 3; offer += 1) {
				line.queue.accepted();
				await line.time.sleep(5 * MINUTES);
			}
			expect(line.log).toEqual([
				"Kling Video: the account's limit of tasks at a time: 1; items that wait for a free slot: 1",
				'Kling Video: no item waits for a free slot any more',
			]);
		});
	});

	test('an item waits as long as nothing moves, counted from when it began to wait', async () => {
		await inLine(3, async (line) => {
			line.queue.wasOpen();
			line.queue.wasOpen();
			line.join(0);
			await line.newTurns();
			line.queue.refused();
			line.join(0, 60 * S);
			line.join(1, 60 * S, line.now - 30 * S);
			line.join(2, 90 * S);
			await line.newTurns();
			await line.time.sleep(29 * S);
			expect(line.turns).toEqual([]);
			await line.time.sleep(2 * S);
			expect(await line.newTurns()).toEqual(['no 1']);
			await line.time.sleep(30 * S);
			expect(await line.newTurns()).toEqual(['no 0']);
			await line.time.sleep(30 * S);
			expect(await line.newTurns()).toEqual(['no 2']);
			expect(line.queue.isWaitedFor).toBe(false);
		});
	});

	test('a task that ends gives everybody their time anew', async () => {
		await inLine(2, async (line) => {
			line.queue.wasOpen();
			line.queue.wasOpen();
			line.join(0);
			await line.newTurns();
			line.queue.refused();
			line.join(0, 60 * S);
			line.join(1, 60 * S);
			await line.time.sleep(50 * S);
			line.queue.ended();
			expect(await line.newTurns()).toEqual(['0']);
			await line.time.sleep(55 * S);
			expect(line.turns).toEqual([]);
			await line.time.sleep(6 * S);
			expect(line.turns).toEqual(['no 1']);
		});
	});
});

describe('how long an item waits', () => {
	const oneAtATime = { tasksAtATime: 1 };

	test('counts anew from each task that is accepted', async () => {
		await inLine(
			2,
			async (line) => {
				line.join(0);
				line.join(1, 60 * S);
				await line.time.sleep(30 * S);
				line.queue.accepted();
				await line.time.sleep(59 * S);
				expect(line.turns).toEqual(['0']);
				await line.time.sleep(2 * S);
				expect(line.turns).toEqual(['0', 'no 1']);
			},
			oneAtATime,
		);
	});

	test.each([
		['but not from one that then failed for lack of room', true, 61],
		['whatever became of a task of an earlier try', false, 91],
	])('%s', async (_, isNewOne, seconds) => {
		await inLine(
			3,
			async (line) => {
				line.queue.wasOpen();
				line.join(0);
				await line.newTurns();
				line.join(2, 60 * S);
				await line.time.sleep(30 * S);
				const acceptedAt = line.queue.accepted();
				line.queue.endedForLackOfRoom(isNewOne ? acceptedAt : undefined);
				await line.time.sleep((seconds - 30) * S - 2 * S);
				expect(line.turns).toEqual([]);
				await line.time.sleep(2 * S);
				expect(line.turns).toEqual(['no 2']);
			},
			{ tasksAtATime: 2 },
		);
	});
});

test('however many wait, one sleep is under way', async () => {
	await inLine(60, async (line) => {
		line.queue.wasOpen();
		const sleeps = jest.spyOn(line.nodeTry.clock, 'within');
		for (let index = 0; index < 60; index += 1) line.join(index);
		expect(await line.newTurns()).toHaveLength(4);
		line.queue.refused();
		await line.newTurns();
		expect(sleeps.mock.calls.length).toBeLessThan(5);
	});
});

describe('an account that fails tasks for lack of room', () => {
	test('the next offer waits for the confirmation of the last', async () => {
		await inLine(2, async (line) => {
			line.join(0);
			line.queue.accepted();
			line.queue.endedForLackOfRoom();
			expect(line.log).toHaveLength(1);
			line.join(0);
			line.join(1);
			await line.time.sleep(13 * S);
			expect(line.turns).toEqual(['0', '0']);
			line.queue.accepted();
			expect(line.queue.isWaitingToConfirm).toBe(true);
			await line.time.sleep(5 * MINUTES);
			expect(line.turns).toEqual(['0', '0']);
			line.queue.confirmed();
			await line.newTurns();
			expect(line.queue.isWaitingToConfirm).toBe(false);
		});
	});

	test('it lets the next go at once', async () => {
		await inLine(2, async (line) => {
			line.join(0);
			line.queue.accepted();
			line.queue.endedForLackOfRoom();
			line.join(0);
			line.join(1);
			await line.time.sleep(13 * S);
			line.queue.accepted();
			await line.newTurns();
			line.queue.confirmed();
			expect(await line.newTurns()).toEqual(['1']);
		});
	});
});

test('listeners hear that somebody waits, until they leave', async () => {
	await inLine(4, async (line) => {
		line.queue.wasOpen();
		line.join(0);
		line.queue.refused();
		const heard: string[] = [];
		line.queue.onChange(() => heard.push('one'));
		const leave = line.queue.onChange(() => heard.push('two'));
		line.join(1);
		expect(heard).toEqual(['one', 'two']);
		line.join(2);
		expect(heard).toHaveLength(2);
		leave();
		line.queue.ended();
		line.queue.cameToNothing();
		await line.time.sleep(60 * S);
		line.queue.cameToNothing();
		await line.time.sleep(60 * S);
		line.queue.refused();
		line.join(3);
		expect(heard).toEqual(['one', 'two', 'one']);
	});
});

test('the time of the quickest task is known', async () => {
	await inLine(1, async (line) => {
		expect(line.queue.quickestMs).toBe(Infinity);
		const acceptedAt = line.now;
		await line.time.sleep(90 * S);
		line.queue.ended(acceptedAt);
		await line.time.sleep(10 * S);
		line.queue.ended(acceptedAt);
		line.queue.ended();
		expect(Math.round(line.queue.quickestMs)).toBe(90 * S);
	});
});

test('a cancel sends everybody home, and lets nobody go any more', async () => {
	const execution = new AbortController();
	await inLine(
		3,
		async (line) => {
			line.queue.wasOpen();
			line.join(0);
			line.queue.refused();
			line.join(1);
			line.join(2);
			await line.newTurns();
			execution.abort();
			const cancelled = String(new ExecutionCancelled());
			expect(await line.newTurns()).toEqual([`${cancelled} 1`, `${cancelled} 2`]);
			line.join(0);
			expect(await line.newTurns()).toEqual([`${cancelled} 0`]);
		},
		{ signal: execution.signal },
	);
});

test('a cancel lets nobody go, however much room there is', async () => {
	const execution = new AbortController();
	execution.abort();
	await inLine(
		1,
		async (line) => {
			line.join(0);
			expect(await line.newTurns()).toEqual([`${String(new ExecutionCancelled())} 0`]);
		},
		{ signal: execution.signal },
	);
});

test('there is one queue for a try', async () => {
	await inLine(1, async ({ nodeTry, queue }) => {
		const logger = {} as Logger;
		expect(queueOf(nodeTry, logger, { seesEnds: true })).toBe(queue);
		const other = new NodeTry(1, 0, undefined);
		expect(queueOf(other, logger, { seesEnds: true })).not.toBe(queue);
	});
});
