import { spreadText } from '../measuring/spread.cts';
import type { Kept } from '../results.cts';
import type { LoadFigures } from '../rows/load.cts';
import type { QueueRun } from '../rows/queueMode.cts';
import type { ScaleFigures } from '../rows/scale.cts';
import { table, takenOn, type Verdict } from './table.cts';

/** A cost is level when the largest run costs at most so many times what the 100 before it cost. */
const LEVEL = 1.25;

/** The page on scale, and its line of the summary. */
export function scalePage(
	kept: Kept<ScaleFigures>,
	load: Kept<LoadFigures> | undefined,
): { page: string; verdicts: Verdict[] } {
	const { perTask, queue, days } = kept.figures;
	const polls = (run: (typeof perTask)[number]) => run.cpuMs / run.pollsPerTask;
	const [first, last] = [perTask.find(({ tasks }) => tasks >= 100), perTask.at(-1)];
	const growth = first && last ? polls(last) / polls(first) : Number.NaN;
	const { executions, concurrency } = queue;
	const perMinute = ({ seconds }: QueueRun) => (executions * 60) / seconds;
	const inMemory = (workers: number) =>
		queue.runs.find((run) => run.waitIn === 'memory' && run.workers === workers);
	const [one, two] = [inMemory(1), inMemory(2)];
	const gain = one && two ? perMinute(two) / perMinute(one) : Number.NaN;
	const slotsAllow = ({ workers, taskSeconds }: QueueRun) =>
		(workers * concurrency * 60) / taskSeconds;
	const day = days
		.filter(({ schedule, progress }) => schedule === 'Kling Video' && progress === 'linear')
		.at(-1);
	const pollMs = load?.figures.waits[0]?.pollCpuMs;
	const cores = day && pollMs !== undefined ? (day.meanPollsPerSecond * pollMs) / 1000 : undefined;
	const page = `# Scale

Written by \`npm run bench\`. ${takenOn(kept)}

## Measured: tasks in one node

One execution of n8n 2.8.4 waits for so many tasks in one node (Wait, tasks of 30 to 60 s). CPU is that of n8n's process, the run itself included, idle use taken off. Memory grows until Node collects its garbage, which is late on a machine with much of it: see [Load](benchmarks.md#load).

${table(
	['tasks', 'CPU a task, ms', 'polls a task', 'CPU a poll, ms', 'memory, MB'],
	perTask.map((run) => [
		run.tasks.toLocaleString('en'),
		run.cpuMs.toFixed(1),
		run.pollsPerTask.toFixed(1),
		polls(run).toFixed(1),
		run.memoryMB.toFixed(0),
	]),
)}

From ${first?.tasks.toLocaleString('en')} to ${last?.tasks.toLocaleString('en')} tasks the cost of a poll changes by a factor of ${growth.toFixed(2)}.

## Measured: queue mode

PostgreSQL, Redis, the main process and the workers on one machine. A webhook starts ${executions} executions of one task each, without the file; a worker runs ${concurrency} executions at a time. A wait in memory (Generate) keeps one of these slots for as long as the task takes: *slots allow* is how many tasks a minute that comes to at the most. A wait in the database (Submit, then Wait with *Wait In: In Database*) keeps none, so that its tasks are all under way at once.

${table(
	[
		...['workers', 'wait', 'task, s', 'slots allow, tasks a minute'],
		...['measured', 'failed', 'submits'],
	],
	queue.runs.map((run) => [
		...[String(run.workers), `in ${run.waitIn}`, String(run.taskSeconds)],
		...[slotsAllow(run).toFixed(1), perMinute(run).toFixed(1), String(run.failed)],
		`${run.submits} for ${executions}`,
	]),
)}

The second worker brings ${gain.toFixed(2)} times the throughput of one.

## Computed: days in virtual time

So many tasks are submitted at random moments of one day (log-normal durations, median 150 s; the gateway refreshes its view every 15 s), and the schedules that the packages really use wait for them. Nothing of this was sent anywhere.

${table(
	[
		'schedule',
		'progress',
		'tasks a day',
		'polls a task',
		'polls a second',
		'busiest second',
		'waiting at once',
		'lateness, s',
	],
	days.map((one) => [
		...[
			one.schedule,
			one.progress,
			one.tasksPerDay.toLocaleString('en'),
			one.pollsPerTask.toFixed(1),
		],
		...[one.meanPollsPerSecond.toFixed(1), String(one.peakPollsPerSecond)],
		...[one.peakWaiting.toLocaleString('en'), one.meanLateness.toFixed(2)],
	]),
)}

The polls for each task do not depend on how many tasks there are: each task has its own schedule, and the jitter spreads them.
${
	cores === undefined || day === undefined
		? ''
		: `\n${day.tasksPerDay.toLocaleString('en')} tasks a day are ${day.meanPollsPerSecond.toFixed(0)} polls a second; at the ${pollMs?.toFixed(1)} ms of CPU a poll that [the load row](benchmarks.md#load) measured (a declared request alone takes ${load ? spreadText(load.figures.requestCpuMs, 1) : ''} ms) this is ${cores.toFixed(1)} cores kept busy by waiting alone. This is arithmetic, not a measurement; submissions, files and n8n's own bookkeeping come on top.\n`
}`;
	return {
		page,
		verdicts: [
			{
				what: 'Scale: CPU of a poll as tasks in one node grow',
				target: 'level',
				measured: `× ${growth.toFixed(2)} from ${first?.tasks} to ${last?.tasks} tasks`,
				met: growth <= LEVEL,
			},
		],
	};
}
