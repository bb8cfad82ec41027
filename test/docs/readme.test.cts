import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Structure } from './markdown.cts';
import { linksOf, structureOf } from './markdown.cts';
import { expectSection, readPage, ROOT, table } from './page.cts';

// npm packs every `README.*`: with a hyphen the Chinese one stays out of the tarball.
const READMES = { 'README.md': 'English', 'README-zh-CN.md': 'Chinese' };

/** The rows of a table of a page, below a heading. */
function rowsBelow(page: string, heading: string): string[][] {
	const [, below = ''] = `\n${readPage(page)}`.split(`\n${heading}\n`);
	const [part = ''] = below.split('\n## ');
	return [...part.matchAll(/^\| (.+) \|$/gm)]
		.map(([, line = '']) => line.split(' | '))
		.filter(([first = '']) => first !== '' && !first.startsWith('---'));
}

/** The structure without the link to the other language. */
function ownStructure(file: string): Structure {
	const structure = structureOf(file);
	return {
		...structure,
		links: structure.links.filter((link) => !/^README(-zh-CN)?\.md$/.test(link)),
	};
}

test.each(Object.entries(READMES))('%s has the versions that were tried', (file, language) => {
	const rows = rowsBelow('docs/compatibility.md', '# Tested n8n versions').slice(1);
	expect(rows.length).toBeGreaterThan(1);
	const isEnglish = language === 'English';
	const told = (result: string): string =>
		isEnglish
			? result
			: result
					.replace(/^all (\d+) tests passed$/, '全部 $1 项测试通过')
					.replace(
						/^(\d+) of (\d+) tests passed, (\d+) failed, (\d+) not run$/,
						'$2 项测试中 $1 项通过，$3 项失败，$4 项未运行',
					);
	const head = isEnglish ? ['n8n', 'Node', 'date', 'result'] : ['n8n', 'Node', '日期', '结果'];
	const body = rows.map((row) => [...row.slice(0, -1), told(row.at(-1) ?? '')]);
	expectSection(file, 'compatibility', table(head, body));
});

test('the page of examples lists every example', () => {
	const files = readdirSync(path.join(ROOT, 'examples')).filter((file) => file.endsWith('.json'));
	const listed = linksOf('docs/examples.md').filter((link) => path.extname(link) === '.json');
	expect([...new Set(listed)].sort()).toEqual(files.map((file) => `../examples/${file}`).sort());
});

test('the Chinese README is built as the English one', () => {
	expect(ownStructure('README-zh-CN.md')).toEqual(ownStructure('README.md'));
});
