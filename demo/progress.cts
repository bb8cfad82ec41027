import { Presets, SingleBar } from 'cli-progress';
import { linesSince, logPosition } from '../dev/engine/logCapture.cts';

/** What the node logs at each change: `Kling Video: task … is pending, 40%`. */
const CHANGE = /^Kling Video: task (\S+) (?:was|is) (\w+)(?:, (\d+)%)?/;

/** Shows how far the task is, as the node logs it, until `work` is done. */
export async function showProgress<T>(work: Promise<T>): Promise<T> {
	const bar = new SingleBar(
		{
			format: '{bar} {percentage}% | {state} | {duration_formatted}',
			noTTYOutput: true,
			notTTYSchedule: 5000,
		},
		Presets.shades_classic,
	);
	let seen = logPosition();
	bar.start(100, 0, { state: 'submitting' });
	const look = setInterval(() => {
		for (const { message } of linesSince(seen)) {
			seen += 1;
			const [, , state, progress] = CHANGE.exec(message) ?? [];
			if (state === undefined) continue;
			bar.update(progress === undefined ? 0 : Number(progress), { state });
		}
	}, 200);
	try {
		return await work;
	} finally {
		clearInterval(look);
		bar.update(100, { state: 'done' });
		bar.stop();
	}
}
