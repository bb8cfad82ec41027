import { ours, peers, type Schedule } from '../noticing/schedules.cts';
import { drawTask, seededRandom, type ProgressKind } from '../noticing/tasks.cts';

/** A day of tasks in virtual time. */
export interface SimulatedDay {
	schedule: string;
	progress: ProgressKind;
	tasksPerDay: number;
	pollsPerTask: number;
	/** Status requests per second: the mean, and the busiest second of the day. */
	meanPollsPerSecond: number;
	peakPollsPerSecond: number;
	/** Tasks waited for at the same time, at the most. */
	peakWaiting: number;
	meanLateness: number;
}

const DAY = 24 * 3600;
/** Tasks take minutes: log-normal with this median, in seconds. */
const DURATIONS = { kind: 'logNormal', median: 150, sigma: 0.6, from: 20, to: 1200 } as const;

/** All schedules that are played against a day. */
export const daySchedules: readonly Schedule[] = [
	ours('fresh'),
	...peers.filter(({ name }) => /5 s$|10 s$|15 s$/.test(name)),
];

/**
 * Plays a day in which tasks are submitted evenly, each at a random moment. An answer takes no time; the gateway
 * refreshes its view every 15 s, as real ones do.
 */
export function simulateDay(
	schedule: Schedule,
	progress: ProgressKind,
	tasksPerDay: number,
): SimulatedDay {
	const arrivals = seededRandom(1);
	const taskRandom = seededRandom(2);
	const scheduleRandom = seededRandom(3);
	const pollsAt = new Uint32Array(DAY);
	const change = new Int32Array(DAY + 1);
	const second = (at: number) => Math.floor(at) % DAY;
	let polls = 0;
	let late = 0;
	for (let n = 0; n < tasksPerDay; n++) {
		const begun = arrivals() * DAY;
		const task = drawTask(DURATIONS, progress, 15, taskRandom);
		const next = schedule.begin(scheduleRandom, (at) => task.progressAt(at));
		let at = next();
		for (;;) {
			const cell = second(begun + at);
			pollsAt[cell] = (pollsAt[cell] ?? 0) + 1;
			polls += 1;
			if (at >= task.shownAt) break;
			at = next(at);
		}
		const seen = at + schedule.sleepsWhenDone;
		late += seen - task.shownAt;
		// Waiting from the submission to the poll that saw it done; past midnight it goes on in the morning.
		const [from, to] = [second(begun), second(begun + seen)];
		change[from] = (change[from] ?? 0) + 1;
		change[to] = (change[to] ?? 0) - 1;
		if (to < from) change[0] = (change[0] ?? 0) + 1;
	}
	let waiting = 0;
	let peakWaiting = 0;
	for (const step of change) {
		waiting += step;
		peakWaiting = Math.max(peakWaiting, waiting);
	}
	return {
		schedule: schedule.name,
		progress,
		tasksPerDay,
		pollsPerTask: polls / tasksPerDay,
		meanPollsPerSecond: polls / DAY,
		peakPollsPerSecond: pollsAt.reduce((most, count) => Math.max(most, count), 0),
		peakWaiting,
		meanLateness: late / tasksPerDay,
	};
}
