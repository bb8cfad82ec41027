import { readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startGateway, type LocalGateway } from '../../gateway/server.cts';
import type { N8n } from '../../dev/n8n/n8nProcess.cts';
import { placeAt, type Contender } from '../contenders/contender.cts';
import { httpFile } from '../contenders/httpLoop.cts';
import { klingFile } from '../contenders/klingVideo.cts';
import { openAi } from '../contenders/openAi.cts';
import { runContender } from '../contenders/runContender.cts';
import { openLine } from '../measuring/line.cts';
import { used } from '../measuring/processUse.cts';
import { spreadOf, type Spread } from '../measuring/spread.cts';
import type { Bench } from '../row.cts';
import { YARDSTICKS, type Yardstick } from './fileYardsticks.cts';
import { submitTasks } from './submitTasks.cts';

const MB = 1_000_000;

/** The lines to the gateway: within the machine, and as fast as a gigabit network. */
export const LINES = { loopback: Number.POSITIVE_INFINITY, gigabit: 125 * MB } as const;
export type LineName = keyof typeof LINES;

/** One video fetched into n8n's storage on disk. */
export interface FilesFigures {
	/** Whether the files went into memory, not to the machine's disk. */
	inMemory: boolean;
	runs: Array<{
		contender: string;
		line: LineName;
		megabytes: number;
		/** From the gateway's first sight of the request for the file to the node's end, in seconds. */
		seconds: Spread;
		/** The same over curl's. */
		ratio: Spread;
		/** Peak of the resident memory over what it was before, in MB; not taken of curl and of Node alone. */
		memoryMB?: Spread;
	}>;
}

interface FileRun {
	seconds: number;
	memoryMB?: number;
}

/** When the gateway first saw a request for a file, in milliseconds since 1970. */
function firstFileRequest(gateway: LocalGateway): number {
	const first = gateway.requests.find(({ route }) => route === 'content' || route === 'result');
	if (first === undefined) throw new Error('Nobody asked for the file');
	return first.at;
}

/** A gateway with one sort of file, at the end of a line. */
interface Source {
	gateway: LocalGateway;
	/** The gateway's own address over the line. */
	url: string;
	close(): Promise<void>;
}

async function openSource(megabytes: number, line: LineName): Promise<Source> {
	const gateway = await startGateway();
	gateway.settings.plan = { seconds: 0, resultBytes: megabytes * MB };
	if (line === 'loopback') {
		return { gateway, url: gateway.url, close: async () => await gateway.close() };
	}
	const main = await openLine(gateway.url, LINES[line]);
	const results = await openLine(gateway.resultOrigin, LINES[line]);
	const dialect = {
		resultUrl: (url: string) => url.replace(gateway.resultOrigin, results.url),
	};
	gateway.settings.plan = { seconds: 0, resultBytes: megabytes * MB, dialect };
	return {
		gateway,
		url: main.url,
		async close() {
			await Promise.all([main.close(), results.close(), gateway.close()]);
		},
	};
}

async function withYardstick(
	yardstick: Yardstick,
	{ gateway }: Source,
	folder: string,
): Promise<FileRun> {
	await submitTasks(gateway, 1);
	const task = gateway.task();
	const own = gateway.resultUrl(task);
	await yardstick.fetch(
		task.plan.dialect.resultUrl?.(own, task.id) ?? own,
		path.join(folder, 'video.mp4'),
	);
	return { seconds: (Date.now() - firstFileRequest(gateway)) / 1000 };
}

async function withContender(
	n8n: N8n,
	contender: Contender,
	{ gateway, url }: Source,
): Promise<FileRun> {
	const place = await placeAt(n8n.api, { url, key: gateway.key });
	const items = contender === openAi ? [{ prompt: 'A fox' }] : await submitTasks(gateway, 1);
	const run = async () => await runContender(n8n.api, contender, place, items, 300);
	const { result, memoryMB } = await used(n8n.process.pid, 0, run);
	const [last] = Object.values(result.execution.data.resultData.runData).at(-1) ?? [];
	if (last === undefined) throw new Error(`${contender.name} did not run`);
	const ended = last.startTime + last.executionTime;
	const bytes = last.data?.main?.[0]?.[0]?.binary?.data?.bytes;
	if (bytes !== gateway.task().plan.resultBytes) {
		throw new Error(`${contender.name} stored ${bytes} bytes`);
	}
	return { seconds: (ended - firstFileRequest(gateway)) / 1000, memoryMB };
}

type Fetcher = Contender | Yardstick;

async function emptyFolder(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		await rm(path.join(folder, name), { recursive: true, force: true });
	}
}

/** Fetches videos of three sizes over both lines, with each contender and each yardstick, in turn. */
export async function measureFiles(bench: Bench): Promise<FilesFigures> {
	const { short, progress, storage } = bench;
	const n8n = await bench.n8n();
	const lines: readonly LineName[] = short ? ['gigabit'] : ['loopback', 'gigabit'];
	const sizes = short ? [2] : [10, 200, 1000];
	// A short download is over within the noise of a busy moment.
	const repeatsOf = (megabytes: number) => (short ? 1 : megabytes === 10 ? 15 : 5);
	const repeats = sizes.reduce((sum, megabytes) => sum + repeatsOf(megabytes), 0);
	const contenders = [...YARDSTICKS, klingFile, openAi, httpFile];
	const steps = (lines.length * repeats + (short ? 0 : 1)) * contenders.length;
	const bar = progress.begin('files: downloads', steps);
	const fetchFile = async (line: LineName, megabytes: number, contender: Fetcher) => {
		const source = await openSource(megabytes, line);
		// n8n is done with the run before by then, and gave its memory back.
		await pause(short ? 0 : 3000);
		try {
			return 'fetch' in contender
				? await withYardstick(contender, source, storage.folder)
				: await withContender(n8n, contender, source);
		} finally {
			await source.close();
			// Short rows share the folder.
			if (!short) await emptyFolder(storage.folder);
			bar.step();
		}
	};
	const warmUp = short ? [] : contenders;
	for (const contender of warmUp) await fetchFile('loopback', 10, contender);
	const figures: FilesFigures['runs'] = [];
	for (const line of lines) {
		for (const megabytes of sizes) {
			const runs = contenders.map((): FileRun[] => []);
			for (let n = 0; n < repeatsOf(megabytes); n++) {
				for (let turn = 0; turn < contenders.length; turn++) {
					// Nobody always comes after the same one.
					const place = (turn + n) % contenders.length;
					const contender = contenders[place];
					if (contender) runs[place]?.push(await fetchFile(line, megabytes, contender));
				}
			}
			const curl = spreadOf((runs[0] ?? []).map(({ seconds }) => seconds)).median;
			for (const [place, contender] of contenders.entries()) {
				figures.push({
					...{ contender: contender.name, line, megabytes },
					...summed(runs[place] ?? [], curl),
				});
			}
		}
	}
	bar.end();
	return { inMemory: storage.inMemory, runs: figures };
}

function summed(
	runs: readonly FileRun[],
	curlSeconds: number,
): Pick<FilesFigures['runs'][number], 'seconds' | 'ratio' | 'memoryMB'> {
	const memory = runs.flatMap(({ memoryMB }) => (memoryMB === undefined ? [] : [memoryMB]));
	return {
		seconds: spreadOf(runs.map(({ seconds }) => seconds)),
		ratio: spreadOf(runs.map(({ seconds }) => seconds / curlSeconds)),
		...(memory.length > 0 && { memoryMB: spreadOf(memory) }),
	};
}
