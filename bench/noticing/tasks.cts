/** How a gateway tells the progress of a pending task. */
export type ProgressKind =
	| 'linear'
	| 'coarse'
	| 'absent'
	| 'queued first'
	| 'fast then slow'
	| 'slow then fast'
	| 'stuck'
	| 'garbage';

/** Where task durations come from; all in seconds. */
export type Durations =
	| { kind: 'logNormal'; median: number; sigma: number; from: number; to: number }
	| { kind: 'uniform'; from: number; to: number };

/** One task of the simulation; all in seconds after its submission. */
export interface SimulatedTask {
	duration: number;
	/** From when on the gateway shows it as completed. */
	shownAt: number;
	/** What a poll at this time, before `shownAt`, is told as progress. */
	progressAt(at: number): number | undefined;
}

/** Seeded random numbers in [0, 1): mulberry32, so that every run gives the same figures. */
export function seededRandom(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

function drawDuration(durations: Durations, random: () => number): number {
	if (durations.kind === 'uniform') {
		return durations.from + (durations.to - durations.from) * random();
	}
	const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	const drawn = durations.median * Math.exp(durations.sigma * normal);
	return Math.min(durations.to, Math.max(durations.from, drawn));
}

/** Progress in whole percent from the part of the task that is done, 0 to 1. */
function progressCurve(
	kind: ProgressKind,
	duration: number,
	random: () => number,
): (part: number) => number | undefined {
	// Drawn for every kind, so that all kinds meet the same tasks.
	const [first, second] = [random(), random()];
	switch (kind) {
		case 'linear':
			return (part) => Math.floor(100 * part);
		case 'coarse': {
			// Stages, not measurements: 10 queued, 30 and 50 running, 100 only when done.
			const started = 0.02 + 0.28 * first;
			const halfway = 0.3 + 0.4 * second;
			return (part) => (part < started ? 10 : part < halfway ? 30 : 50);
		}
		case 'absent':
			return () => undefined;
		case 'queued first': {
			// Waits for its turn, then takes one to four minutes.
			const queued = Math.max(0, 1 - (60 + 180 * first) / duration);
			return (part) => Math.floor((100 * Math.max(0, part - queued)) / (1 - queued));
		}
		case 'fast then slow':
			return (part) => Math.floor(100 * (1 - (1 - part) ** 2));
		case 'slow then fast':
			return (part) => Math.floor(100 * part ** 2);
		case 'stuck':
			// Counts to 100 in its first half and stays there while still processing.
			return (part) => Math.min(100, Math.floor(200 * part));
		case 'garbage':
			return () =>
				[Number.NaN, -5, 1e9, Math.floor(120 * random()), undefined][Math.floor(5 * random())];
	}
}

/**
 * Draws one task.
 *
 * @param refreshSeconds how often the gateway asks its upstream; 0 shows everything at once
 */
export function drawTask(
	durations: Durations,
	progress: ProgressKind,
	refreshSeconds: number,
	random: () => number,
): SimulatedTask {
	const duration = drawDuration(durations, random);
	const phase = refreshSeconds * random();
	const curve = progressCurve(progress, duration, random);
	const lastRefresh = (at: number) =>
		refreshSeconds === 0 ? at : phase + Math.floor((at - phase) / refreshSeconds) * refreshSeconds;
	return {
		duration,
		shownAt:
			refreshSeconds === 0
				? duration
				: phase + Math.ceil((duration - phase) / refreshSeconds) * refreshSeconds,
		progressAt: (at) => curve(Math.min(1, Math.max(0, lastRefresh(at)) / duration)),
	};
}
