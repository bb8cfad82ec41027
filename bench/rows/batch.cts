import { startGateway } from '../../gateway/server.cts';
import type { N8nApi } from '../../dev/n8n/n8nApi.cts';
import { placeAt, type Contender } from '../contenders/contender.cts';
import { httpLoop } from '../contenders/httpLoop.cts';
import { klingVideo } from '../contenders/klingVideo.cts';
import { openAi } from '../contenders/openAi.cts';
import { runContender } from '../contenders/runContender.cts';
import { spreadOf, type Spread } from '../measuring/spread.cts';
import type { Bench } from '../row.cts';

/** How long each task takes, in seconds. */
export const TASK_SECONDS = 20;

/** Wall time of one execution that makes several videos. */
export interface BatchFigures {
	runs: Array<{
		contender: string;
		size: number;
		/** Wall time over the time of the slowest task. */
		ratio: Spread;
		/** Status requests per task. */
		polls: Spread;
		/** Requests under way at the most, downloads included. */
		peakInFlight: number;
	}>;
}

interface BatchRun {
	ratio: number;
	polls: number;
	peak: number;
}

async function runOnce(api: N8nApi, contender: Contender, size: number): Promise<BatchRun> {
	const gateway = await startGateway({ plan: { seconds: TASK_SECONDS, queueShare: 0 } });
	try {
		const place = await placeAt(api, gateway);
		const items = Array.from({ length: size }, (_, n) => ({ prompt: `Fox number ${n + 1}` }));
		const { seconds } = await runContender(api, contender, place, items, 60 + 45 * size);
		if (gateway.tasks.length !== size) {
			throw new Error(`${contender.name} made ${gateway.tasks.length} tasks of ${size}`);
		}
		return {
			ratio: seconds / TASK_SECONDS,
			polls: gateway.requestsTo('status').length / size,
			peak: gateway.inFlight('all').peak,
		};
	} finally {
		await gateway.close();
	}
}

/**
 * Makes 1 to 50 videos in one execution. The contenders of a size run side by side, as all of them only wait; the OpenAI
 * node, which takes half a minute for each task, runs once in the background.
 */
export async function measureBatch({ short, n8n, progress }: Bench): Promise<BatchFigures> {
	const { api } = await n8n();
	const sizes = short ? [2] : [1, 4, 20, 50];
	const repeats = short ? 1 : 3;
	const quick = [klingVideo, httpLoop(5), httpLoop(15)];
	const bar = progress.begin('batch: runs', sizes.length * (quick.length * repeats + 1));
	const noted = new Map<string, { contender: string; size: number; runs: BatchRun[] }>();
	const note = async (contender: Contender, size: number) => {
		const run = await runOnce(api, contender, size);
		const key = `${contender.name} ${size}`;
		const entry = noted.get(key) ?? { contender: contender.name, size, runs: [] };
		noted.set(key, { ...entry, runs: [...entry.runs, run] });
		bar.step();
	};
	const slow = Promise.all(sizes.map(async (size) => await note(openAi, size)));
	const rest = async () => {
		for (let n = 0; n < repeats; n++) {
			for (const size of sizes) await Promise.all(quick.map(async (one) => await note(one, size)));
		}
	};
	await Promise.all([slow, rest()]);
	bar.end();
	return {
		runs: [...noted.values()].map(({ contender, size, runs }) => ({
			contender,
			size,
			ratio: spreadOf(runs.map(({ ratio }) => ratio)),
			polls: spreadOf(runs.map(({ polls }) => polls)),
			peakInFlight: Math.max(...runs.map(({ peak }) => peak)),
		})),
	};
}
