/**
 * Downloads one task's video through the engine and prints how long it took and how far the memory of this process
 * rose above its idle. Run by memory.cts in a process of its own: `tsx downloadMeter.cts <base URL> <key> <warm-up
 * task> <task>`.
 */
import { clearBinaryData, useBinaryData } from '../../dev/engine/binaryData.cts';
import { runWorkflow, type RunResult } from '../../dev/engine/engine.cts';
import { stopEngine } from '../../dev/engine/engineEnd.cts';

/** What one download took. */
export interface Metered {
	/** In milliseconds, the whole execution. */
	wallMs: number;
	/** The resident memory before, in bytes. */
	idle: number;
	/** Its peak during the download, in bytes. */
	peak: number;
	/** The size of the stored file, in bytes. */
	stored: number;
}

const SAMPLE_MS = 10;

const [baseUrl = '', apiKey = '', warmUp = '', taskId = ''] = process.argv.slice(2);

async function download(id: string): Promise<RunResult> {
	const result = await runWorkflow({
		parameters: { operation: 'getStatus', taskId: id, downloadVideo: true },
		credentials: { apiKey, baseUrl },
	});
	if (result.error) throw new Error(`${result.error.message} ${result.error.description}`);
	return result;
}

/** Garbage of the warm-up would hide what the download takes. */
async function settle(): Promise<void> {
	for (let round = 0; round < 5; round += 1) {
		global.gc?.();
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

async function main(): Promise<void> {
	await useBinaryData('filesystem');
	await download(warmUp);
	await settle();
	const idle = process.memoryUsage.rss();
	let peak = idle;
	const sampling = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, SAMPLE_MS);
	const startedAt = performance.now();
	const result = await download(taskId);
	const wallMs = performance.now() - startedAt;
	clearInterval(sampling);
	const metered: Metered = {
		wallMs,
		idle,
		peak,
		stored: result.outputs[0]?.[0]?.binary?.data?.bytes ?? 0,
	};
	process.stdout.write(`${JSON.stringify(metered)}\n`);
	clearBinaryData();
	stopEngine();
}

void main();
