import { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { Milestone } from '../../nodes/KlingVideo/run/milestone.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';
import { Together } from '../../nodes/KlingVideo/run/together.ts';
import { withVirtualTime } from '../support/virtualTime.cts';

/** Notes in a list when a promise is fulfilled. */
function noting<T>(seen: T[], promise: Promise<T>): Promise<void> {
	return promise.then((value) => void seen.push(value));
}

/** Lets what has been set off come to rest. */
async function turns(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

const aTry = (expected: number, batchIntervalMs = 0) =>
	new NodeTry(expected, batchIntervalMs, undefined);

describe('a milestone', () => {
	test('is waited for until it is met, and then no more', async () => {
		let count = 0;
		const milestone = new Milestone(() => count >= 2);
		const seen: string[] = [];
		const waiting = noting(
			seen,
			milestone.reached().then(() => 'reached'),
		);
		count = 1;
		milestone.changed();
		await turns();
		expect(seen).toEqual([]);
		count = 2;
		milestone.changed();
		await waiting;
		count = 0;
		await milestone.reached();
		expect(seen).toEqual(['reached']);
	});

	test('that is met already is not waited for', async () => {
		await new Milestone(() => true).reached();
	});
});

describe('the gate', () => {
	test('opens when every item has been checked', async () => {
		await withVirtualTime(async (time) => {
			const nodeTry = aTry(2);
			const [one, two] = [new ItemTry(0, nodeTry), new ItemTry(1, nodeTry)];
			const seen: boolean[] = [];
			const first = noting(seen, nodeTry.allChecked(one));
			await time.sleep(60_000);
			expect(seen).toEqual([]);
			const second = noting(seen, nodeTry.allChecked(two));
			await Promise.all([first, second]);
			expect(seen).toEqual([true, true]);
		});
	});

	test('opens at once when all items have come in one go', async () => {
		await withVirtualTime(async (time) => {
			const nodeTry = aTry(2);
			const items = [new ItemTry(0, nodeTry), new ItemTry(1, nodeTry)];
			const checked = items.map(async (item) => await nodeTry.allChecked(item));
			expect(await Promise.all(checked)).toEqual([true, true]);
			expect(time.elapsed()).toBeLessThan(10);
		});
	});

	test('waits for items that come a little later, as long as some come', async () => {
		await withVirtualTime(async (time) => {
			const nodeTry = aTry(3);
			const checked = [nodeTry.allChecked(new ItemTry(0, nodeTry))];
			for (const index of [1, 2]) {
				await time.sleep(400);
				checked.push(nodeTry.allChecked(new ItemTry(index, nodeTry)));
			}
			expect(await Promise.all(checked)).toEqual([true, true, true]);
			expect(time.elapsed()).toBeGreaterThanOrEqual(800);
		});
	});

	test('tells after half a second that an item did not come', async () => {
		await withVirtualTime(async (time) => {
			const nodeTry = aTry(2);
			expect(await nodeTry.allChecked(new ItemTry(0, nodeTry))).toBe(false);
			expect(time.elapsed()).toBeGreaterThanOrEqual(500);
			expect(time.elapsed()).toBeLessThan(510);
		});
	});

	test('does not hold an item that the engine spaces out', async () => {
		await withVirtualTime(async (time) => {
			const nodeTry = aTry(3, 1000);
			expect(await nodeTry.allChecked(new ItemTry(0, nodeTry))).toBe(true);
			expect(time.elapsed()).toBe(0);
		});
	});
});

test.each([
	[1, false],
	[2, true],
])('with %d items, several: %s', (count, expected) => {
	expect(aTry(count).several).toBe(expected);
});

test('items are kept by their index', () => {
	const nodeTry = aTry(2);
	const item = new ItemTry(1, nodeTry);
	expect(nodeTry.items.get(1)).toBe(item);
	expect(item).toMatchObject({
		index: 1,
		nodeTry,
		earlierTaskIds: [],
		finalChecks: [],
		warnings: [],
	});
});

test('the first problem of an item counts, and the first bad item of the try', () => {
	const nodeTry = aTry(2);
	const [one, two] = [new ItemTry(0, nodeTry), new ItemTry(1, nodeTry)];
	expect(nodeTry.firstInvalid).toBeUndefined();
	two.isInvalid(new Error('first'));
	two.isInvalid(new Error('second'));
	one.isInvalid('a text');
	expect(two.problem?.message).toBe('first');
	expect(one.problem).toEqual(new Error('a text'));
	expect(nodeTry.firstInvalid).toBe(two);
});

describe('the end of all items', () => {
	test('is when each that has come has ended', async () => {
		const nodeTry = aTry(3);
		const [one, two] = [new ItemTry(0, nodeTry), new ItemTry(1, nodeTry)];
		const seen: string[] = [];
		const waiting = noting(
			seen,
			nodeTry.allSettled().then(() => 'settled'),
		);
		nodeTry.settle(one);
		nodeTry.settle(one);
		await turns();
		expect(seen).toEqual([]);
		nodeTry.settle(two);
		await waiting;
		expect(seen).toEqual(['settled']);
	});

	test('with spaced items is when each that will come has ended', async () => {
		const nodeTry = aTry(2, 1000);
		const seen: string[] = [];
		nodeTry.settle(new ItemTry(0, nodeTry));
		const waiting = noting(
			seen,
			nodeTry.allSettled().then(() => 'settled'),
		);
		await turns();
		expect(seen).toEqual([]);
		nodeTry.settle(new ItemTry(1, nodeTry));
		await waiting;
	});
});

describe('work that items do together', () => {
	test('is done once, in the order of the items, and each gets its part', async () => {
		const nodeTry = aTry(3);
		const [one, two, three] = [
			new ItemTry(0, nodeTry),
			new ItemTry(1, nodeTry),
			new ItemTry(2, nodeTry),
		];
		const together = new Together<string, string>(nodeTry);
		const calls: unknown[] = [];
		const work = async (values: string[], members: ItemTry[]) => {
			calls.push([values, members.map(({ index }) => index)]);
			return values.map((value) => value.toUpperCase());
		};
		const seen: Array<string | undefined> = [];
		const late = noting(seen, together.join(two, 'b', work));
		await turns();
		expect(seen).toEqual([]);
		expect(
			await Promise.all([together.join(three, 'c', work), together.join(one, 'a', work)]),
		).toEqual(['C', 'A']);
		await late;
		expect(seen).toEqual(['B']);
		expect(calls).toEqual([
			[
				['a', 'b', 'c'],
				[0, 1, 2],
			],
		]);
	});

	test('does not wait for items that have come to their end', async () => {
		const nodeTry = aTry(2);
		const [one, two] = [new ItemTry(0, nodeTry), new ItemTry(1, nodeTry)];
		const together = new Together<string, string>(nodeTry);
		const result = together.join(one, 'a', async (values) => values);
		nodeTry.settle(two);
		expect(await result).toBe('a');
	});

	test('gives nothing to an item without a result', async () => {
		const nodeTry = aTry(2);
		const [one, two] = [new ItemTry(0, nodeTry), new ItemTry(1, nodeTry)];
		const together = new Together<string, string>(nodeTry);
		const work = async () => ['only'];
		expect(
			await Promise.all([together.join(one, 'a', work), together.join(two, 'b', work)]),
		).toEqual(['only', undefined]);
	});

	describe('with items that the engine starts in batches, one a second', () => {
		const SECOND = 1_000;

		/** The items that do the work together, and after how many ms; each joins as soon as it has come. */
		async function batched(expected: number, started: readonly number[]) {
			return await withVirtualTime(async (time) => {
				const nodeTry = aTry(expected, SECOND);
				let together: Together<number, number> | undefined;
				const joining = started.map(async (index, place) => {
					if (place > 0) await time.sleep(place * SECOND);
					const item = new ItemTry(index, nodeTry);
					together ??= new Together(nodeTry);
					return await together.join(item, index, async (values) => values);
				});
				const items = await Promise.all(joining);
				return [items, Math.floor(time.elapsed())];
			});
		}

		test('is done when the last one has come', async () => {
			const all = [0, 1, 2, 3, 4, 5, 6];
			expect(await batched(7, all)).toEqual([all, 6 * SECOND]);
		});

		// Half a second more is left for each batch.
		test.each<[string, number, number[], number]>([
			['the last one: when its batch was due', 3, [0, 1], 3_000],
			['the last three: when three batches were due', 5, [0, 1], 6_000],
			['the first one: when the last has come', 3, [1, 2], 1_500],
			['all but the last', 4, [3], 0],
		])('goes on without %s', async (_, expected, started, ms) => {
			expect(await batched(expected, started)).toEqual([started, ms]);
		});

		test('is waited for no longer once the execution is cancelled', async () => {
			await withVirtualTime(async (time) => {
				const execution = new AbortController();
				const nodeTry = new NodeTry(9, SECOND, execution.signal);
				const item = new ItemTry(0, nodeTry);
				void new Together<number, number>(nodeTry).join(item, 0, async (values) => values);
				await time.sleep(SECOND);
				execution.abort();
				await time.sleep(SECOND);
				expect(time.pendingTimers()).toBe(0);
			});
		});
	});

	test('fails for all when it fails', async () => {
		const nodeTry = aTry(1);
		const together = new Together<string, string>(nodeTry);
		const failing = together.join(new ItemTry(0, nodeTry), 'a', async () => {
			throw new Error('no');
		});
		await expect(failing).rejects.toThrow('no');
	});
});
