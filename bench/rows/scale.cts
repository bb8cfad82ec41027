import { klingWait } from '../contenders/klingVideo.cts';
import type { Bench } from '../row.cts';
import { LoadMeter } from './load.cts';
import { runQueue, type QueueRun } from './queueMode.cts';
import { daySchedules, simulateDay, type SimulatedDay } from './simulateDay.cts';

/** How the cost grows with the number of tasks. */
export interface ScaleFigures {
	/** Measured: one node waits for so many tasks. */
	perTask: Array<{
		tasks: number;
		/** n8n CPU per task, the run itself included, in milliseconds. */
		cpuMs: number;
		pollsPerTask: number;
		memoryMB: number;
	}>;
	/** Measured: queue mode, one task an execution. */
	queue: { executions: number; concurrency: number; runs: QueueRun[] };
	/** Computed: days in virtual time. */
	days: SimulatedDay[];
}

/** Cost per task in one node as tasks grow, throughput of workers, and days in virtual time. */
export async function measureScale(bench: Bench): Promise<ScaleFigures> {
	const { short, progress } = bench;
	const executions = short ? 3 : 40;
	const concurrency = short ? 3 : 10;
	const days = simulateDays(bench);

	const meter = new LoadMeter(await bench.n8n());
	await meter.settle(short ? 3 : 15);
	const sizes = short ? [10] : [30, 100, 300, 1000, 2000];
	const bar = progress.begin('scale: tasks in one node', sizes.length);
	const perTask: ScaleFigures['perTask'] = [];
	for (const tasks of sizes) {
		const taskSeconds = short ? { from: 12, to: 20 } : { from: 30, to: 60 };
		const { pollCpuMs, pollsPerTask, memoryMB } = await meter.wait(
			klingWait,
			'Video',
			tasks,
			taskSeconds,
			0,
		);
		perTask.push({ tasks, cpuMs: pollCpuMs * pollsPerTask, pollsPerTask, memoryMB });
		bar.step();
	}
	bar.end();
	const runs = await runQueue(bench, executions, concurrency);
	return { perTask, queue: { executions, concurrency, runs }, days };
}

function simulateDays({ short, progress }: Bench): SimulatedDay[] {
	const counts = short ? [1_000] : [1_000, 10_000, 100_000, 1_000_000];
	const [ours, ...others] = daySchedules;
	if (ours === undefined) throw new Error('No schedule to play');
	const bar = progress.begin('scale: days in virtual time', counts.length + others.length + 1);
	const play = (...args: Parameters<typeof simulateDay>) => {
		const day = simulateDay(...args);
		bar.step();
		return day;
	};
	const most = counts.at(-1) ?? 0;
	const days = [
		...counts.map((count) => play(ours, 'linear', count)),
		play(ours, 'absent', most),
		...others.map((schedule) => play(schedule, 'absent', most)),
	];
	bar.end();
	return days;
}
