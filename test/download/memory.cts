/**
 * Watches memory while videos of 10 MB to 1 GB are downloaded in filesystem mode: `tsx test/download/memory.cts`. Ends
 * with code 1 when the peak rises more than 64 MB above the idle at any size, or a file is not stored whole. Beside it,
 * how long curl takes for the same file from the same server; a figure, not a test.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startGateway } from '../../gateway/server.cts';
import { completedTask } from './completedTask.cts';
import type { Metered } from './downloadMeter.cts';

const run = promisify(execFile);

const MEGABYTE = 1_000_000;

/** The most that the memory may rise above the idle, in bytes. */
const MOST_OVER_IDLE = 64 * MEGABYTE;

const SIZES_MB = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 200, 1000];

async function main(): Promise<void> {
	const gateway = await startGateway();
	const folder = mkdtempSync(path.join(tmpdir(), 'kling-video-memory-'));
	let failed = false;
	try {
		for (const size of SIZES_MB) {
			const warmUp = await completedTask(gateway, MEGABYTE);
			const task = await completedTask(gateway, size * MEGABYTE);
			const curlStart = performance.now();
			await run('curl', ['-sS', '-o', path.join(folder, 'curl.mp4'), gateway.resultUrl(task)]);
			const curlMs = performance.now() - curlStart;
			const meter = path.join(__dirname, 'downloadMeter.cts');
			const { stdout } = await run(process.execPath, [
				'--expose-gc',
				...process.execArgv,
				meter,
				gateway.url,
				gateway.key,
				warmUp.id,
				task.id,
			]);
			const { wallMs, idle, peak, stored } = JSON.parse(stdout) as Metered;
			const over = peak - idle;
			const isGood = over <= MOST_OVER_IDLE && stored === size * MEGABYTE;
			failed ||= !isGood;
			process.stdout.write(
				`${isGood ? 'ok  ' : 'FAIL'} ${size} MB: ${(over / MEGABYTE).toFixed(1)} MB over an idle of ` +
					`${(idle / MEGABYTE).toFixed(0)} MB (at most ${MOST_OVER_IDLE / MEGABYTE}), ` +
					`${(wallMs / 1000).toFixed(2)} s, curl ${(curlMs / 1000).toFixed(2)} s\n`,
			);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
		await gateway.close();
	}
	process.exitCode = failed ? 1 : 0;
}

void main();
