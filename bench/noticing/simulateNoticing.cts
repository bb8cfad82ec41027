import type { Schedule } from './schedules.cts';
import { drawTask, seededRandom, type Durations, type ProgressKind } from './tasks.cts';

/** One world, and the schedule to try in it. */
export interface NoticingWorld {
	seed: number;
	/** How many tasks. */
	tasks: number;
	schedule: Schedule;
	progress: ProgressKind;
	/** How often the gateway refreshes its view, in seconds; 0 shows everything at once. */
	refreshSeconds: number;
	durations: Durations;
	/** Whether the wait begins at the submission, or anywhere in the task's life. */
	begins?: 'atSubmission' | 'anywhere';
}

/** What waiting in such a world comes to; lateness in seconds behind what the gateway shows. */
export interface Noticing {
	meanPolls: number;
	maxPolls: number;
	meanLateness: number;
	maxLateness: number;
	lateness: { p50: number; p95: number; p99: number };
	/** Mean seconds from the wait's beginning to the task's end. */
	meanDuration: number;
	/** Mean polls × mean lateness ÷ half the mean duration: any fixed interval gives 1, less is better. */
	metric: number;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Plays one schedule against many tasks in virtual time; an answer takes no time. The same seed gives
 * every schedule the same tasks in the same order.
 */
export function simulateNoticing(world: NoticingWorld): Noticing {
	const taskRandom = seededRandom(world.seed);
	const scheduleRandom = seededRandom(world.seed + 1);
	const polls: number[] = [];
	const lateness: number[] = [];
	const waited: number[] = [];
	for (let n = 0; n < world.tasks; n++) {
		const task = drawTask(world.durations, world.progress, world.refreshSeconds, taskRandom);
		const begun = world.begins === 'anywhere' ? taskRandom() * task.duration : 0;
		const next = world.schedule.begin(scheduleRandom, (at) => task.progressAt(begun + at));
		let at = next();
		let count = 1;
		for (; begun + at < task.shownAt; count++) at = next(at);
		polls.push(count);
		lateness.push(begun + at + world.schedule.sleepsWhenDone - task.shownAt);
		waited.push(task.duration - begun);
	}
	const sorted = [...lateness].sort((a, b) => a - b);
	const percentile = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
	const meanPolls = mean(polls);
	const meanLateness = mean(lateness);
	const meanDuration = mean(waited);
	return {
		meanPolls,
		maxPolls: polls.reduce((most, count) => Math.max(most, count), 0),
		meanLateness,
		maxLateness: percentile(1),
		lateness: { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) },
		meanDuration,
		metric: (meanPolls * meanLateness) / (meanDuration / 2),
	};
}
