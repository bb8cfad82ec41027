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
import { measureStart } from './rows/start.cts';

const measure: Record<RowName, (bench: Bench) => Promise<object>> = {
	start: measureStart,
	noticing: measureNoticing,
	batch: measureBatch,
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
	if (!wish.docsOnly) {
		for (const row of wish.rows) {
			const figures = await withBench(wish.short, measure[row]);
			process.stdout.write(`${row}: ${JSON.stringify(figures, null, '\t')}\n`);
			if (!wish.short) await keepFigures(row, figures);
		}
	}
	if (!wish.short) await writePages();
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exitCode = 1;
});
