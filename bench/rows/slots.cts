import { OVER_LIMIT, startGateway, type OverLimit } from '../../gateway/server.cts';
import type { N8nApi } from '../../dev/n8n/n8nApi.cts';
import { placeAt, type Contender } from '../contenders/contender.cts';
import { httpLoop } from '../contenders/httpLoop.cts';
import { klingVideo } from '../contenders/klingVideo.cts';
import { openAi } from '../contenders/openAi.cts';
import { runContender } from '../contenders/runContender.cts';
import type { Bench } from '../row.cts';
import { simulateSlots, type RefusalForm, type SlotOutcome } from '../slots/simulateSlots.cts';

/** The real part: so many items, on so many slots, each a task of so many seconds. */
export const REAL = { items: 9, slots: 3, seconds: 40 };

/** The part in virtual time: so many tasks, log-normal around so many seconds; the means of so many worlds. */
export const VIRTUAL = { tasks: 100, median: 180, sigma: 0.5, worlds: 20 };

/** One run in the real n8n. */
export interface RealRun {
	contender: string;
	over: OverLimit;
	/** Items that came out with a video, of all. */
	videos: number;
	/** Wall time over that of an ideal scheduler who knows the limit; absent where not all videos came. */
	ratio?: number;
	/** Refusals for lack of room, for each item. */
	refusals: number;
	/** Accepted tasks beyond one an item. */
	beyond: number;
}

/** Batches on an account with few slots. */
export interface SlotsFigures {
	real: RealRun[];
	/** Three executions at once on one account, each with a third of the items. */
	shared: { videos: number; ratio: number; refusals: number; longestOverShortest: number };
	virtual: Array<{
		slots: number;
		others: boolean;
		form: RefusalForm;
		mean: SlotOutcome;
		worstRatio: number;
	}>;
}

const ideal = (items: number) => Math.ceil(items / REAL.slots) * REAL.seconds;

const promptsOf = (count: number, from = 0) =>
	Array.from({ length: count }, (_, n) => ({ prompt: `Fox number ${from + n + 1}` }));

async function onSlots<T>(
	over: OverLimit,
	play: (gateway: Awaited<ReturnType<typeof startGateway>>) => Promise<T>,
): Promise<T> {
	const gateway = await startGateway({
		slots: REAL.slots,
		over,
		plan: { seconds: REAL.seconds, queueShare: 0 },
	});
	try {
		return await play(gateway);
	} finally {
		await gateway.close();
	}
}

async function runOnce(
	api: N8nApi,
	contender: Contender,
	over: OverLimit,
	items: number,
): Promise<RealRun> {
	return await onSlots(over, async (gateway) => {
		const place = await placeAt(api, gateway);
		const limit = 120 + 60 * items;
		const seconds = await runContender(api, contender, place, promptsOf(items), limit).then(
			(run) => run.seconds,
			() => undefined,
		);
		const videos = gateway.tasks.filter(
			(task) => task.viewAt(Date.now()).status === 'completed',
		).length;
		const { accepted, refused } = gateway.slots.counts();
		return {
			contender: contender.name,
			over,
			videos: seconds === undefined ? Math.min(videos, items - 1) : videos,
			...(seconds !== undefined && videos === items && { ratio: seconds / ideal(items) }),
			refusals: refused / items,
			beyond: Math.max(0, accepted - items),
		};
	});
}

async function runShared(api: N8nApi, items: number): Promise<SlotsFigures['shared']> {
	return await onSlots('429', async (gateway) => {
		const place = await placeAt(api, gateway);
		const each = items / 3;
		const from = Date.now();
		const runs = await Promise.all(
			[0, 1, 2].map(
				async (part) =>
					await runContender(api, klingVideo, place, promptsOf(each, part * each), 600),
			),
		);
		const seconds = (Date.now() - from) / 1000;
		const times = runs.map((run) => run.seconds);
		return {
			videos: gateway.tasks.filter((task) => task.viewAt(Date.now()).status === 'completed').length,
			ratio: seconds / ideal(items),
			refusals: gateway.slots.counts().refused / items,
			longestOverShortest: Math.max(...times) / Math.min(...times),
		};
	});
}

function playVirtual(worlds: number): SlotsFigures['virtual'] {
	const forms: RefusalForm[] = ['refused', 'failed later'];
	return [1, 3, 5, 20].flatMap((slots) =>
		[false, true].flatMap((others) =>
			forms.map((form) => {
				const outcomes = Array.from({ length: worlds }, (_, seed) =>
					simulateSlots({
						seed: seed + 1,
						tasks: VIRTUAL.tasks,
						slots,
						others,
						form,
						duration: VIRTUAL,
					}),
				);
				const mean = (key: keyof SlotOutcome) =>
					outcomes.reduce((sum, outcome) => sum + outcome[key], 0) / worlds;
				return {
					slots,
					others,
					form,
					mean: {
						makespanRatio: mean('makespanRatio'),
						refusalsPerTask: mean('refusalsPerTask'),
						tasksBeyond: mean('tasksBeyond'),
						pollsPerTask: mean('pollsPerTask'),
					},
					worstRatio: Math.max(...outcomes.map(({ makespanRatio }) => makespanRatio)),
				};
			}),
		),
	);
}

/** Batches on an account with few slots: this node in each form of refusal, the others as they are; then in virtual time. */
export async function measureSlots({ short, n8n, progress }: Bench): Promise<SlotsFigures> {
	const { api } = await n8n();
	const items = short ? 3 : REAL.items;
	const forms = short ? (['429'] as const) : OVER_LIMIT;
	const plays = [
		...forms.map((over) => [klingVideo, over] as const),
		...(short ? [] : [[httpLoop(15), '429'] as const, [openAi, '429'] as const]),
	];
	const bar = progress.begin('slots: runs', plays.length + 1);
	// Side by side, each with a gateway of its own: all of them mostly wait.
	const real = await Promise.all(
		plays.map(async ([contender, over]) => {
			const run = await runOnce(api, contender, over, items);
			bar.step();
			return run;
		}),
	);
	const shared = await runShared(api, items);
	bar.step();
	bar.end();
	return { real, shared, virtual: playVirtual(short ? 1 : VIRTUAL.worlds) };
}
