import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Results } from './results.cts';
import { testsOf, TRIED, type Tried } from './tried.cts';
import { childRun } from '../../dev/n8n/childRun.cts';
import { installedN8n, type N8nVersion } from '../../dev/n8n/installedN8n.cts';

const FILE = path.join(__dirname, '..', '..', 'docs', 'compatibility.md');

/** What was tried by hand, once. */
const DATABASE_WAIT = `## The wait in the database

*Wait In: In Database* needs n8n 2.0 or later; before, the node refuses it in words. It was also tried on versions in between, each with PostgreSQL: two tasks, \`kill -9\` while they wait, a new start.

| n8n | Node | date | result |
| --- | --- | --- | --- |
| 2.16.1 | 24.21.0 | 2026-11-24 | came through; with a **Postgres** node in the workflow it stayed **Waiting**, see below |
| 2.20.0 | 24.21.0 | 2026-11-24 | came through |

n8n 2.17 could not be installed on that day: it asks for a version of a package that the registry did not have.

**n8n 2.16 with PostgreSQL as its own database** does not resume waiting executions any more once a node of type Postgres has run in its process: that node changes how dates are read, and n8n's log says "dbTime.getTime is not a function". Whatever waits then, n8n's own **Wait** node too, stays **Waiting**. It is a fault of n8n, and the node cannot see it: it knows neither n8n's version nor its database. Update n8n.
`;

/** What the runs on n8n 1.123 showed. */
const BEFORE_2 = `## n8n before 2.0

n8n 1.123 runs all four operations, with these differences:

- **Wait In: In Database** is refused in words, before anything is sent. Take *In Memory*.
- n8n keeps files in memory there unless \`N8N_DEFAULT_BINARY_DATA_MODE=filesystem\` is set. The tests set it: *File Transfer: Link* and large videos need it.
- The example with a form uses form nodes that n8n has since 2.0, and the command \`n8n import:workflow\` wants the word \`active\` in a file, which the examples lack.
`;

/** How a test ended when it was last run. */
interface Row {
	/** Suite and name. */
	test: string;
	result: 'passed' | 'failed' | 'not run';
	seconds: string;
	/** As in `2026-01-31`. */
	date: string;
}

/**
 * Writes which versions were tested, when and with which result. A test that was not part of this run keeps the result
 * of its last one; one that no longer exists is left out. The date of a version is that of its oldest result.
 */
export async function writeCompatibility(results: Results): Promise<void> {
	const page = await readFile(FILE, 'utf8').catch(() => '');
	const ran = new Map<N8nVersion, string>();
	for (const version of new Set(results.all.map((result) => result.version))) {
		ran.set(version, await nodeOf(version));
	}
	const summary: string[] = [];
	const details: string[] = [];
	for (const tried of TRIED) {
		const { version } = tried;
		// The same n8n may have been run on another Node now.
		const node = ran.get(version)?.startsWith(`${tried.node}.`) ? ran.get(version) : undefined;
		const rows = testsOf(tried).map(
			(test) =>
				(node === undefined ? undefined : rowOfRun(results, version, test)) ??
				rowOfPage(page, tried, test) ??
				notRun(test),
		);
		const [oldest = ''] = rows.flatMap(({ date }) => (date === '' ? [] : date)).sort();
		summary.push(
			`| ${version} | ${node ?? nodeOfPage(page, tried)} | ${oldest} | ${outcome(rows)} |`,
		);
		details.push(
			`${headingOf(tried)}\n\n| test | result | seconds | date |\n| --- | --- | --- | --- |`,
			...rows.map(
				({ test, result, seconds, date }) => `| ${test} | ${result} | ${seconds} | ${date} |`,
			),
			'',
		);
	}
	const text = [
		'# Tested n8n versions',
		'',
		'`UPDATE_DOCS=1 npm run test:e2e` installs the packed package into each n8n, runs the tests below and writes this page: each test as it ended when it was last run. n8n 1.123 and Node 22 are tried with the basics: see `npm run test:e2e -- --help`.',
		'',
		'| n8n | Node | date | result |',
		'| --- | --- | --- | --- |',
		...summary,
		'',
		DATABASE_WAIT,
		BEFORE_2,
		...details,
	].join('\n');
	await writeFile(FILE, text);
}

/** The heading of a part of the page: with its Node, where an n8n is tried on two. */
function headingOf({ version, node }: Tried): string {
	const [first] = TRIED.filter((one) => one.version === version);
	return first?.node === node ? `## n8n ${version}` : `## n8n ${version} on Node ${node}`;
}

function rowOfRun(results: Results, version: N8nVersion, test: string): Row | undefined {
	const mine = results.all.find(
		(result) => result.version === version && `${result.suite}: ${result.test}` === test,
	);
	if (mine === undefined) return undefined;
	return {
		test,
		result: mine.error === undefined ? 'passed' : 'failed',
		seconds: mine.seconds.toFixed(0),
		date: new Date().toISOString().slice(0, 10),
	};
}

function rowOfPage(page: string, tried: Tried, test: string): Row | undefined {
	const [, section = ''] = page.split(`${headingOf(tried)}\n`);
	const [part = ''] = section.split('\n## ');
	const line = part.split('\n').find((row) => row.startsWith(`| ${test} | `)) ?? '';
	const [, result, seconds = '', date = ''] =
		/ \| (passed|failed) \| (\d+) \| ([\d-]+) \|$/.exec(line) ?? [];
	return result === 'passed' || result === 'failed' ? { test, result, seconds, date } : undefined;
}

/** The Node on which the page has this part, else its major version. */
function nodeOfPage(page: string, { version, node }: Tried): string {
	const [, full] = new RegExp(`^\\| ${version} \\| (${node}\\.[\\d.]+) \\| `, 'm').exec(page) ?? [];
	return full ?? String(node);
}

function notRun(test: string): Row {
	return { test, result: 'not run', seconds: '', date: '' };
}

function outcome(rows: readonly Row[]): string {
	const count = (wanted: Row['result']): number =>
		rows.filter(({ result }) => result === wanted).length;
	const [failed, missing] = [count('failed'), count('not run')];
	if (failed + missing === 0) return `all ${rows.length} tests passed`;
	return `${count('passed')} of ${rows.length} tests passed, ${failed} failed, ${missing} not run`;
}

async function nodeOf(version: N8nVersion): Promise<string> {
	const { node } = await installedN8n(version);
	return (await childRun(node, ['--version'])).stdout.trim().replace(/^v/, '');
}
