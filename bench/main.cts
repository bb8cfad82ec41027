// Measures this node beside what people would use instead, in the real n8n, and writes the pages from the figures.
// Run: npm run bench -- --help
import { readCommandLine, USAGE } from './commandLine.cts';
import { withBench } from './n8n/startBench.cts';
import { writePages } from './report/writePages.cts';
import { keepFigures } from './results.cts';
import type { Bench, RowName } from './row.cts';
import { measureBatch } from './rows/batch.cts';
import { measureFiles } from './rows/files.cts';
import { measureLoad } from './rows/load.cts';
import { measureNoticing } from './rows/noticing.cts';
import { measureScale } from './rows/scale.cts';
import { measureSlots } from './rows/slots.cts';
import { measureStart } from './rows/start.cts';

const measure: Record<RowName, (bench: Bench) => Promise<object>> = {
	start: measureStart,
	noticing: measureNoticing,
	batch: measureBatch,
	slots: measureSlots,
	load: measureLoad,
	files: measureFiles,
	scale: measureScale,
};

async function main(): Promise<void> {
	const wish = readCommandLine(process.argv.slice(2));
	if (wish === 'help') {
		process.stdout.write(USAGE);
		return;
	}
	if (wish.short) {
		await checkRows(wish.rows);
		return;
	}
	for (const row of wish.docsOnly ? [] : wish.rows) {
		const figures = await withBench(false, measure[row]);
		print(row, figures);
		await keepFigures(row, figures);
	}
	await writePages();
}

/** All at once, as they mostly wait: whether it works is asked, not how fast. */
async function checkRows(rows: readonly RowName[]): Promise<void> {
	await withBench(true, async (bench) => {
		await Promise.all(rows.map(async (row) => print(row, await measure[row](bench))));
	});
}

function print(row: RowName, figures: object): void {
	process.stdout.write(`${row}: ${JSON.stringify(figures, null, '\t')}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exitCode = 1;
});
