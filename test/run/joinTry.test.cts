import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { isGivenUp } from '../../nodes/KlingVideo/run/givenUpTry.ts';
import { isLatestTry, itemOf, joinTry } from '../../nodes/KlingVideo/run/joinTry.ts';
import { withVirtualTime } from '../support/virtualTime.cts';

/** What the engine says to the items of one try. */
interface Engine {
	items: number;
	type: string;
	executeOnce: boolean;
	batchInterval: unknown;
	signal: AbortSignal | undefined;
	/** What the engine has as the node's inputs, in the place of the items. */
	inputs: object;
	continueOnFail: boolean;
	retryOnFail: boolean;
	waitBetweenTries: number | undefined;
	/** How many outputs the engine has taken down for the node: by their expression. */
	results: (expression: string) => unknown;
}

/** The contexts of the items of one try, one for each index. */
function contextsOf(engine: Partial<Engine> = {}): (index: number) => IExecuteSingleFunctions {
	const { items = 3, type = 'kling.klingVideo' } = engine;
	const { executeOnce, retryOnFail, waitBetweenTries } = engine;
	const data = {
		data: engine.inputs ?? { main: [Array.from({ length: items }, () => ({}))] },
	};
	const node = { name: 'My "Video"', type, executeOnce, retryOnFail, waitBetweenTries };
	return (index) =>
		({
			getExecuteData: () => data,
			getItemIndex: () => index,
			getNode: () => node,
			getNodeParameter: (name: string) =>
				name === 'requestOptions.batching.batch.batchInterval' ? (engine.batchInterval ?? 0) : {},
			getExecutionCancelSignal: () => engine.signal,
			continueOnFail: () => engine.continueOnFail ?? true,
			getWorkflowDataProxy: () => ({ $runIndex: 2 }),
			evaluateExpression: (expression: string) => engine.results?.(expression),
		}) as unknown as IExecuteSingleFunctions;
}

describe('the items that the engine starts for one try', () => {
	test('belong together, and are found again by their contexts', () => {
		const context = contextsOf();
		const contexts = [0, 1, 2].map(context);
		const items = contexts.map(joinTry);
		expect(new Set(items.map(({ nodeTry }) => nodeTry)).size).toBe(1);
		expect(items.map(({ index }) => index)).toEqual([0, 1, 2]);
		contexts.forEach((one, index) => {
			expect(itemOf(one)).toBe(items[index]);
			expect(itemOf(Object.create(one) as IExecuteSingleFunctions)).toBe(items[index]);
		});
		expect(() => itemOf(context(0))).toThrow('has not joined its try');
	});

	test.each<[string, Partial<Engine>, number]>([
		['all of the input', { items: 3 }, 3],
		['one of a tool, whatever its agent has', { items: 3, type: 'kling.klingVideoTool' }, 1],
		['one with Execute Once', { items: 3, executeOnce: true }, 1],
		['one without input', { inputs: {} }, 1],
		['one with an empty input', { inputs: { main: [] } }, 1],
		['one with an input that is none', { inputs: { main: [null] } }, 1],
	])('are %s', (_, engine, count) => {
		expect(joinTry(contextsOf(engine)(0)).nodeTry.itemCount).toBe(count);
	});

	test('are cancelled together', () => {
		const controller = new AbortController();
		const { nodeTry } = joinTry(contextsOf({ signal: controller.signal })(0));
		expect(nodeTry.clock.cancelled).toBe(false);
		controller.abort();
		expect(nodeTry.clock.cancelled).toBe(true);
	});

	test.each<[unknown, boolean]>([
		[0, false],
		['', false],
		['soon', false],
		[-1, false],
		[1, true],
		['2000', true],
	])('with %j ms between batches are not waited for: %s', async (batchInterval, isBatched) => {
		await withVirtualTime(async (time) => {
			const item = joinTry(contextsOf({ batchInterval })(0));
			expect(await item.nodeTry.allChecked(item)).toBe(isBatched);
			expect(time.elapsed() === 0).toBe(isBatched);
		});
	});

	test('that come again with the same data are of a later try', () => {
		const context = contextsOf();
		const [one, two] = [context(0), context(1)];
		const [first, second] = [joinTry(one), joinTry(two)];
		expect([isLatestTry(one, first), isLatestTry(two, second)]).toEqual([true, true]);
		const again = joinTry(context(0));
		expect(again.nodeTry).not.toBe(first.nodeTry);
		expect([isLatestTry(one, first), isLatestTry(two, second)]).toEqual([false, false]);
		expect(joinTry(context(1)).nodeTry).toBe(again.nodeTry);
	});
});

describe('a try for which the engine could not start every item', () => {
	/** Whether it is given up, and after how many ms that is known. */
	async function givenUp(engine: Partial<Engine>, complete = false, isTriedAgain = false) {
		return await withVirtualTime(async (time) => {
			const context = contextsOf(engine);
			const item = joinTry(context(0));
			if (isTriedAgain) joinTry(context(0));
			const answer = await isGivenUp(context(0), item, complete);
			return [answer, Math.floor(time.elapsed())];
		});
	}

	test('is not asked about when all have been started', async () => {
		expect(await givenUp({ continueOnFail: false }, true)).toEqual([false, 0]);
	});

	test('is given up at once without Continue on Fail', async () => {
		expect(await givenUp({ continueOnFail: false })).toEqual([true, 0]);
	});

	test.each<[string, Partial<Engine>, number]>([
		['half a second', { waitBetweenTries: 3_000 }, 500],
		['as long as the pause between two tries, and that', { retryOnFail: true }, 1_500],
		['the pause that was set', { retryOnFail: true, waitBetweenTries: 3_000 }, 3_500],
		['the longest pause of the engine', { retryOnFail: true, waitBetweenTries: 9_000 }, 5_500],
	])('with Continue on Fail goes on after %s', async (_, engine, ms) => {
		expect(await givenUp(engine)).toEqual([false, ms]);
	});

	test('is given up where the engine has taken down a result for this run of the node', async () => {
		const asked: string[] = [];
		const results = (count: unknown) => (expression: string) => {
			asked.push(expression);
			if (count instanceof Error) throw count;
			return count;
		};
		expect(await givenUp({ results: results(0) })).toEqual([true, 500]);
		expect(asked).toEqual(['{{ $("My \\"Video\\"").all(0, 2).length }}']);
		expect(await givenUp({ results: results(undefined) })).toEqual([false, 500]);
		expect(await givenUp({ results: results(new Error('not run')) })).toEqual([false, 500]);
	});

	test('is given up where a later try has begun', async () => {
		expect(await givenUp({}, false, true)).toEqual([true, 500]);
	});
});
