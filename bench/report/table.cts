import type { Kept } from '../results.cts';

/** A Markdown table; the first column is text, the others are figures. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const rule = head.map((_cell, place) => (place === 0 ? '---' : '---:'));
	return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** A figure against its target: one line of the summary. */
export interface Verdict {
	what: string;
	target: string;
	measured: string;
	met: boolean;
}

/** One part of the page. */
export interface Section {
	markdown: string;
	verdicts: Verdict[];
	/** Where another is better, a sentence each. */
	peersAhead: string[];
}

/** The line under each heading: when and on what it was measured. */
export function takenOn({
	measuredAt,
	machine,
	load,
}: Pick<Kept<object>, 'measuredAt' | 'machine' | 'load'>): string {
	const busy = load > 2 ? `, busy with other work (load average ${load.toFixed(0)})` : '';
	return `Measured on ${measuredAt}: ${machine}${busy}.`;
}
