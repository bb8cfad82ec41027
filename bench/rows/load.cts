import { startGateway, type LocalGateway } from '../../gateway/server.cts';
import type { N8n } from '../../dev/n8n/n8nProcess.cts';
import { itemsOf } from '../../dev/n8n/workflowJson.cts';
import { placeAt, type Contender, type Place } from '../contenders/contender.cts';
import { httpWaitLoop } from '../contenders/httpLoop.cts';
import { klingWait } from '../contenders/klingVideo.cts';
import { LOOK_SECONDS, runContender } from '../contenders/runContender.cts';
import { noRequest, oneRequest } from '../contenders/yardsticks.cts';
import { idleCpuPerSecond, used, type ProcessUse } from '../measuring/processUse.cts';
import { spreadOf, type Spread } from '../measuring/spread.cts';
import { seededRandom } from '../noticing/tasks.cts';
import type { Bench } from '../row.cts';
import { submitTasks } from './submitTasks.cts';

/** Many tasks waited for in one node. */
export interface LoadFigures {
	tasks: number;
	/** Tasks take this long, in seconds. */
	taskSeconds: { from: number; to: number };
	/** n8n CPU of one declared request, the run itself taken off, in milliseconds. */
	requestCpuMs: Spread;
	waits: Array<{
		contender: string;
		/** Items that came out as completed. */
		completed: number;
		peakInFlight: number;
		pollsPerTask: number;
		/** n8n CPU of one poll, the run itself taken off, in milliseconds. */
		pollCpuMs: number;
		/** Peak of n8n's memory over what it was before the run, in MB. */
		memoryMB: number;
		/** The same of an n8n with the heap of a small machine, which collects its garbage sooner. */
		smallHeapMB?: number;
		/** Seconds from a task's end to the poll that saw it. */
		lateness: Spread;
	}>;
}

/** How long an answer of the gateway takes, in milliseconds: without it no two requests would meet. */
export const LATENCY_MS = 50;

/** What Node gives itself on a machine of 1 GB, in MB. */
export const SMALL_HEAP_MB = 512;

/** Who waits, and the node in which the items come out. */
const WAITERS: ReadonlyArray<readonly [waiter: Contender, lastNode: string]> = [
	[klingWait, 'Video'],
	[httpWaitLoop(15), 'End'],
];

/** Idle CPU of n8n while its list of executions is looked at, as a run is watched. */
async function idleWhileWatched({ api, process: { pid } }: N8n, seconds: number): Promise<number> {
	const timer = setInterval(() => void api.executions('none'), LOOK_SECONDS * 1000);
	try {
		return await idleCpuPerSecond(pid, seconds);
	} finally {
		clearInterval(timer);
	}
}

function latenessOf(gateway: LocalGateway): Spread {
	const seen = new Map<string, number>();
	for (const { taskId, at } of gateway.requestsTo('status')) {
		if (taskId !== undefined) seen.set(taskId, at);
	}
	return spreadOf(
		gateway.tasks.map(({ id, acceptedAt, plan }) => {
			const last = seen.get(id) ?? Number.NaN;
			return (last + LATENCY_MS - acceptedAt) / 1000 - plan.seconds;
		}),
	);
}

/** Measures what n8n uses to wait for many tasks, over what the engine uses anyway. */
export class LoadMeter {
	private idle = 0;

	constructor(private readonly n8n: N8n) {}

	/** Warms n8n up and learns what it uses when it is left alone. */
	async settle(seconds: number): Promise<void> {
		for (const contender of [oneRequest, klingWait]) {
			await this.onNewGateway({ from: 0, to: 1 }, 20, async (gateway, place) => {
				const items = await submitTasks(gateway, 20);
				await runContender(this.n8n.api, contender, place, items, 60);
			});
		}
		this.idle = await idleWhileWatched(this.n8n, seconds);
	}

	/** CPU of a run of so many items that sends nothing, in milliseconds. */
	async runCpuMs(count: number): Promise<number> {
		return await this.onNewGateway({ from: 0, to: 0 }, count, async (gateway, place) => {
			const items = await submitTasks(gateway, count);
			return (await this.measure(noRequest, place, items)).cpuMs;
		});
	}

	/** CPU of one declared request, the run taken off, in milliseconds. */
	async requestCpuMs(count: number, runCpuMs: number): Promise<number> {
		return await this.onNewGateway({ from: 0, to: 0 }, count, async (gateway, place) => {
			const items = await submitTasks(gateway, count);
			return ((await this.measure(oneRequest, place, items)).cpuMs - runCpuMs) / count;
		});
	}

	/** What a wait for so many tasks takes; tasks take `from` to `to` seconds. */
	async wait(
		contender: Contender,
		lastNode: string,
		count: number,
		taskSeconds: { from: number; to: number },
		runCpuMs: number,
	): Promise<LoadFigures['waits'][number]> {
		return await this.onNewGateway(taskSeconds, count, async (gateway, place) => {
			const items = await submitTasks(gateway, count);
			const { result, cpuMs, memoryMB } = await this.measure(contender, place, items);
			const { execution } = result;
			const runs = execution.data.resultData.runData[lastNode] ?? [];
			const out = runs.flatMap((run) => run.data?.main?.[0] ?? []);
			const polls = gateway.requestsTo('status').length;
			return {
				contender: contender.name,
				completed: out.length === 0 ? itemsOf(execution, lastNode).length : out.length,
				peakInFlight: gateway.inFlight('status').peak,
				pollsPerTask: polls / count,
				pollCpuMs: (cpuMs - runCpuMs) / polls,
				memoryMB,
				lateness: latenessOf(gateway),
			};
		});
	}

	private async measure(
		contender: Contender,
		place: Place,
		items: Array<{ task_id: string }>,
	): Promise<ProcessUse & { result: Awaited<ReturnType<typeof runContender>> }> {
		const run = async () => await runContender(this.n8n.api, contender, place, items, 1800);
		return await used(this.n8n.process.pid, this.idle, run);
	}

	private async onNewGateway<T>(
		{ from, to }: { from: number; to: number },
		count: number,
		use: (gateway: LocalGateway, place: Place) => Promise<T>,
	): Promise<T> {
		const random = seededRandom(count);
		const gateway = await startGateway({
			plan: () => ({ seconds: from + (to - from) * random(), queueShare: 0 }),
			latencyMs: { status: LATENCY_MS },
		});
		try {
			return await use(gateway, await placeAt(this.n8n.api, gateway));
		} finally {
			await gateway.close();
		}
	}
}

/** Waits for 1,000 tasks in one node, and in the loop that people build. */
export async function measureLoad({ short, n8n, progress }: Bench): Promise<LoadFigures> {
	const tasks = short ? 30 : 1000;
	const taskSeconds = short ? { from: 12, to: 20 } : { from: 30, to: 180 };
	const repeats = short ? 1 : 3;
	const meter = new LoadMeter(await n8n());
	const bar = progress.begin('load: runs', 2 * repeats + 4);
	await meter.settle(short ? 3 : 15);
	const runs: number[] = [];
	for (let n = 0; n < repeats; n++) {
		runs.push(await meter.runCpuMs(tasks));
		bar.step();
	}
	const runCpuMs = spreadOf(runs).median;
	const requests: number[] = [];
	for (let n = 0; n < repeats; n++) {
		requests.push(await meter.requestCpuMs(tasks, runCpuMs));
		bar.step();
	}
	const waitsOf = async (by: LoadMeter): Promise<LoadFigures['waits']> => {
		const ended: LoadFigures['waits'] = [];
		for (const [contender, last] of WAITERS) {
			ended.push(await by.wait(contender, last, tasks, taskSeconds, runCpuMs));
			bar.step();
		}
		return ended;
	};
	const waits = await waitsOf(meter);
	const small = new LoadMeter(await n8n(`--max-old-space-size=${SMALL_HEAP_MB}`));
	await small.settle(short ? 3 : 15);
	const inSmallHeap = await waitsOf(small);
	bar.end();
	return {
		...{ tasks, taskSeconds, requestCpuMs: spreadOf(requests) },
		waits: waits.map((wait, place) => {
			const smallHeapMB = inSmallHeap[place]?.memoryMB;
			return { ...wait, ...(smallHeapMB !== undefined && { smallHeapMB }) };
		}),
	};
}
