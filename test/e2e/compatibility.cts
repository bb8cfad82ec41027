import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Results } from './results.cts';
import { childRun } from './support/childRun.cts';
import { installedN8n, type N8nVersion } from './support/installedN8n.cts';

const FILE = path.join(__dirname, '..', '..', 'docs', 'compatibility.md');

/** Writes which versions were tested, when and with which result, from a whole run. */
export async function writeCompatibility(
	results: Results,
	versions: readonly N8nVersion[],
): Promise<void> {
	const date = new Date().toISOString().slice(0, 10);
	const rows: string[] = [];
	const details: string[] = [];
	for (const version of versions) {
		const { node } = await installedN8n(version);
		const nodeVersion = (await childRun(node, ['--version'])).stdout.trim().replace(/^v/, '');
		const mine = results.all.filter((result) => result.version === version);
		const failed = mine.filter(({ error }) => error !== undefined).length;
		const outcome =
			failed === 0 ? `all ${mine.length} tests passed` : `${failed} of ${mine.length} tests failed`;
		rows.push(`| ${version} | ${nodeVersion} | ${date} | ${outcome} |`);
		details.push(
			`## n8n ${version}\n\n| test | result | seconds |\n| --- | --- | --- |`,
			...mine.map(
				({ suite, test, error, seconds }) =>
					`| ${suite}: ${test} | ${error === undefined ? 'passed' : 'failed'} | ${seconds.toFixed(0)} |`,
			),
			'',
		);
	}
	const text = [
		'# Tested n8n versions',
		'',
		'`UPDATE_DOCS=1 npm run test:e2e` installs the packed package into each n8n, runs the tests below and writes this page.',
		'',
		'| n8n | Node | date | result |',
		'| --- | --- | --- | --- |',
		...rows,
		'',
		...details,
	].join('\n');
	await mkdir(path.dirname(FILE), { recursive: true });
	await writeFile(FILE, text);
}
