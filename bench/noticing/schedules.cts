import {
	polled,
	nextPollAt,
	startWatch,
	type KnownTask,
} from '../../nodes/KlingVideo/waiting/pollSchedule.ts';

/** What the gateway tells as progress of the task at a time, in seconds after the wait began. */
type ProgressAt = (at: number) => number | undefined;

/** One way of waiting for a task. */
export interface Schedule {
	name: string;
	/**
	 * Begins the wait for one task. The answer is told when it last polled (nothing before the first
	 * poll) and says when to poll next, both in seconds after the wait began.
	 */
	begin(random: () => number, progressAt: ProgressAt): (polledAt?: number) => number;
	/** Seconds it sleeps after it has seen the task completed. */
	sleepsWhenDone: number;
}

/** This node's own schedule. */
export function ours(task: KnownTask): Schedule {
	return {
		name: 'Kling Video',
		sleepsWhenDone: 0,
		begin: (random, progressAt) => {
			let watch = startWatch(0, task);
			return (polledAt) => {
				if (polledAt !== undefined) watch = polled(watch, polledAt * 1000, progressAt(polledAt));
				return nextPollAt(watch, random()) / 1000;
			};
		},
	};
}

/** A schedule that knows only the seconds waited and the number of polls so far. */
function byTime(
	name: string,
	sleep: (waited: number, polls: number) => number,
	sleepsWhenDone = 0,
): Schedule {
	return {
		name,
		sleepsWhenDone,
		begin: () => {
			let polls = 0;
			return (waited = 0) => waited + sleep(waited, polls++);
		},
	};
}

/**
 * What people would use instead, as each package's code had it in 2026. None reads the progress.
 * All but OpenAI's sleep before the first poll.
 */
export const peers: readonly Schedule[] = [
	byTime('Apify, every 1 s', () => 1),
	byTime('Replicate, every 2 s', () => 2),
	byTime('Gemini or loop, every 5 s', () => 5),
	byTime('Loop, every 10 s', () => 10),
	byTime('Loop, every 15 s', () => 15),
	// Polls at once, then every 10 s, and sleeps once more after the poll that found it done.
	byTime('OpenAI, every 10 s', (_waited, polls) => (polls === 0 ? 0 : 10), 10),
	byTime('Creatomate, 3 to 15 s', (_waited, polls) => Math.min(15, 3 * 1.5 ** polls)),
	// One step slower for each full minute waited.
	byTime('JSON2Video, 5 to 30 s', (waited) =>
		Math.min(30, Math.round(5 * 1.5 ** Math.floor(waited / 60))),
	),
];
