import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { keptFigures } from '../results.cts';
import { batchSection } from './batchSection.cts';
import { filesSection } from './filesSection.cts';
import { loadSection } from './loadSection.cts';
import { noticingSection } from './noticingSection.cts';
import { scalePage } from './scalePage.cts';
import { slotsSection } from './slotsSection.cts';
import { startSection } from './startSection.cts';
import { table, type Section, type Verdict } from './table.cts';
import type { BatchFigures } from '../rows/batch.cts';
import type { FilesFigures } from '../rows/files.cts';
import type { LoadFigures } from '../rows/load.cts';
import type { NoticingFigures } from '../rows/noticing.cts';
import type { ScaleFigures } from '../rows/scale.cts';
import type { SlotsFigures } from '../rows/slots.cts';
import type { StartFigures } from '../rows/start.cts';

const DOCS = path.join(__dirname, '..', '..', 'docs');

/** Writes docs/benchmarks.md, docs/scale.md and the plots from the kept figures. */
export async function writePages(): Promise<void> {
	const [start, noticing, batch, slots, load, files, scale] = await Promise.all([
		keptFigures<StartFigures>('start'),
		keptFigures<NoticingFigures>('noticing'),
		keptFigures<BatchFigures>('batch'),
		keptFigures<SlotsFigures>('slots'),
		keptFigures<LoadFigures>('load'),
		keptFigures<FilesFigures>('files'),
		keptFigures<ScaleFigures>('scale'),
	]);
	const sections: Section[] = [
		...(batch ? [await batchSection(batch)] : []),
		...(slots ? [slotsSection(slots)] : []),
		...(noticing ? [await noticingSection(noticing)] : []),
		...(load ? [loadSection(load)] : []),
		...(files ? [await filesSection(files)] : []),
		...(start ? [startSection(start)] : []),
	];
	const missing = Object.entries({ batch, slots, noticing, load, files, start, scale }).flatMap(
		([row, kept]) => (kept ? [] : [row]),
	);
	const scaled = scale && scalePage(scale, load);
	if (scaled) await writeFile(path.join(DOCS, 'scale.md'), scaled.page);
	const verdicts = [...sections.flatMap((one) => one.verdicts), ...(scaled?.verdicts ?? [])];
	await writeFile(path.join(DOCS, 'benchmarks.md'), benchmarks(sections, verdicts, missing));
}

function benchmarks(
	sections: readonly Section[],
	verdicts: readonly Verdict[],
	missing: readonly string[],
): string {
	const ahead = sections.flatMap(({ peersAhead }) => peersAhead);
	return `# Benchmarks

This node beside what people would use instead: n8n's own OpenAI node (Video → Generate, its base URL set to the gateway), the loop of HTTP Request, Wait, HTTP Request and If, and the polling schedules of other packages. All talk to the same local gateway on the same machine, in the real n8n 2.8.4; the contenders of a row are measured in the same run. The page is written from \`bench/results\` by \`npm run bench\`, figures and judgements alike. [Scale](scale.md) has a page of its own.

Figures are the median; the least and the most follow in brackets. Ratios travel to other machines, milliseconds do not.

## At a glance

${table(
	['what', 'target', 'measured', ''],
	verdicts.map(({ what, target, measured, met }) => [
		what,
		target,
		measured,
		met ? 'met' : '**missed**',
	]),
)}
${missing.length === 0 ? '' : `\nNot measured yet: ${missing.join(', ')}.\n`}
${sections.map(({ markdown }) => markdown).join('\n\n')}

## Where another is better

Every figure of a compared contender that is better than this node's, from the tables above.

${ahead.length === 0 ? 'None.' : ahead.map((line) => `- ${line}`).join('\n')}
`;
}
