import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import * as path from 'node:path';
import type { RowName } from './row.cts';

const FOLDER = path.join(__dirname, 'results');

/** The figures of a row as they are kept between runs. */
export interface Kept<T> {
	measuredAt: string;
	machine: string;
	/** The load average of the last 15 minutes when the row was done: what else the machine had to do. */
	load: number;
	figures: T;
}

/** Keeps what a row measured in bench/results. */
export async function keepFigures(row: RowName, figures: object): Promise<void> {
	const [cpu] = cpus();
	const memory = Math.round(totalmem() / 1024 ** 3);
	const kept: Kept<object> = {
		measuredAt: new Date().toISOString().slice(0, 10),
		machine: `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory} GB, Node ${process.version}`,
		load: loadavg()[2] ?? Number.NaN,
		figures,
	};
	await mkdir(FOLDER, { recursive: true });
	await writeFile(path.join(FOLDER, `${row}.json`), `${JSON.stringify(kept, null, '\t')}\n`);
}

/** The kept figures of a row, by the type that its measurement wrote; `undefined` when there are none. */
export async function keptFigures<T>(row: RowName): Promise<Kept<T> | undefined> {
	const file = path.join(FOLDER, `${row}.json`);
	if (!existsSync(file)) return undefined;
	const kept: Kept<T> = JSON.parse(await readFile(file, 'utf8'));
	return kept;
}
