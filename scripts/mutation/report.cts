/** What became of a room's mutants. */
export interface Tally {
	caught: number;
	survived: number;
	/** Met by no test. */
	missed: number;
	/** Caught by taking too long. */
	late: number;
	/** Marked in the code as changing nothing. */
	marked: number;
}

/** Of Stryker's JSON report: what is read of it. */
export interface StrykerReport {
	files: Record<string, { mutants: StrykerMutant[] }>;
}

export interface StrykerMutant {
	status: string;
	mutatorName: string;
	replacement?: string;
	location: { start: { line: number } };
}

const HEAD = ['folder', 'score', 'wanted', 'caught', 'survived', 'no test', 'time-out', 'date'];

/** Counts the mutants of a report. */
export function tallyOf({ files }: StrykerReport): Tally {
	const all = Object.values(files).flatMap(({ mutants }) => mutants);
	const count = (status: string) => all.filter((mutant) => mutant.status === status).length;
	return {
		caught: count('Killed'),
		survived: count('Survived'),
		missed: count('NoCoverage'),
		late: count('Timeout'),
		marked: count('Ignored'),
	};
}

/** The share of caught mutants, in percent with one digit; 100 where there are none. */
export function scoreOf({ caught, survived, missed, late }: Tally): number {
	const all = caught + survived + missed + late;
	return all === 0 ? 100 : Math.round(((caught + late) / all) * 1000) / 10;
}

/** The mutants that nothing caught, a line each. */
export function survivorsOf({ files }: StrykerReport): string[] {
	return Object.entries(files).flatMap(([file, { mutants }]) =>
		mutants
			.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
			.map(({ status, mutatorName, replacement, location }) => {
				const what = (replacement ?? '').replace(/\s+/g, ' ').slice(0, 100);
				return `${file}:${location.start.line}  ${mutatorName}  ${what}  (${status})`;
			}),
	);
}

/** A row of the page: one room, with the day of its run. */
export function rowOf(room: { folder: string; least: number }, tally: Tally, day: string): string {
	const { caught, survived, missed, late } = tally;
	const score = `${scoreOf(tally).toFixed(1)} %`;
	const cells = [
		`\`${room.folder}\``,
		score,
		`${room.least} %`,
		caught,
		survived,
		missed,
		late,
		day,
	];
	return `| ${cells.join(' | ')} |`;
}

/** The table of the page with these rows in place of those of the same rooms; the others stay. */
export function withRows(page: string, rows: readonly string[], order: readonly string[]): string {
	const all = new Map<string, string>();
	for (const row of [...page.split('\n'), ...rows]) {
		const folder = /^\| `([^`]+)` \|/.exec(row)?.[1];
		if (folder !== undefined && order.includes(folder)) all.set(folder, row);
	}
	const sorted = order.flatMap((folder) => all.get(folder) ?? []);
	const head = [`| ${HEAD.join(' | ')} |`, `|${' --- |'.repeat(HEAD.length)}`];
	const start = page.indexOf(`| ${HEAD[0]} |`);
	const before = start < 0 ? `${page.trimEnd()}\n\n` : page.slice(0, start);
	const after = start < 0 ? '' : page.slice(start).replace(/^(\|.*\n?)*/, '');
	return `${before}${[...head, ...sorted].join('\n')}\n${after}`;
}
