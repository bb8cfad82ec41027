import { writeDocsSection } from '../docsSection.cts';
import type { N8nVersion } from '../../../dev/n8n/installedN8n.cts';
import type { QueueFigures } from './queuePlay.cts';

/** One row of the docs for each version that was played. */
const lines = new Map<N8nVersion, string>();

/** The figures as one line of the output. */
export function figuresLine(figures: QueueFigures): string {
	const { rows, makespan, ideal, n8nDown, gatewayDown, checks } = figures;
	return `${rows} rows in ${Math.round(makespan)} s, ideally in ${Math.round(ideal)} s (of which n8n was down for ${Math.round(n8nDown)} s, the gateway for ${gatewayDown} s): ${(makespan / ideal).toFixed(2)} times, ${withoutDown(figures)} with n8n's down time left out of both; ${checks} to check`;
}

/**
 * Writes the figures into the docs, with UPDATE_DOCS=1.
 * @throws when the queue took more than 1.5 times as long as it ideally would
 */
export async function writeFigures(version: N8nVersion, figures: QueueFigures): Promise<void> {
	const { rows, makespan, ideal, n8nDown, gatewayDown, checks } = figures;
	const ratio = makespan / ideal;
	const cells = [
		...[version, rows, `${Math.round(ideal)} s`, `${Math.round(makespan)} s`, ratio.toFixed(2)],
		...[withoutDown(figures), `${Math.round(n8nDown)} s`, `${gatewayDown} s`, checks],
	];
	lines.set(version, `| ${cells.join(' | ')} |`);
	await writeDocsSection('queue.md', 'queue-figures', text());
	if (ratio > 1.5) throw new Error(`The queue was too slow: ${figuresLine(figures)}`);
}

/** How many times as long as ideal, when the time in which n8n was down counts on neither side. */
function withoutDown({ makespan, ideal, n8nDown }: QueueFigures): string {
	return ((makespan - n8nDown) / (ideal - n8nDown)).toFixed(2);
}

function text(): string {
	return [
		`Seen on ${new Date().toISOString().slice(0, 10)}:`,
		'',
		"| n8n | rows | ideal | took | times | n8n's down time left out of both | n8n down | gateway down | to check |",
		'| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
		...[...lines].sort().map(([, line]) => line),
	].join('\n');
}
