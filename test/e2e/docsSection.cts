import { readFile, writeFile } from 'node:fs/promises';
import * as path from 'node:path';

const DOCS = path.join(__dirname, '..', '..', 'docs');

/**
 * Replaces the text between `<!-- name -->` and `<!-- end of name -->` in a page of the docs, only with UPDATE_DOCS=1.
 * @throws when the page has no such section
 */
export async function writeDocsSection(page: string, name: string, text: string): Promise<void> {
	if (process.env.UPDATE_DOCS !== '1') return;
	const file = path.join(DOCS, page);
	const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
	const before = await readFile(file, 'utf8');
	const [from, to] = [before.indexOf(start), before.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`docs/${page} has no section ${name}`);
	await writeFile(file, `${before.slice(0, from)}${start}\n${text}\n${before.slice(to)}`);
}
