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

/** The totals of the fault matrix, in the words of each README. */
const WORDS: Record<string, [english: string, chinese: string]> = {
	Cases: ['cases played', '已演练的情形'],
	'Tasks asked for': ['tasks asked for', '要求的任务'],
	'Tasks accepted': ['tasks accepted', '被接受的任务'],
	'Tasks accepted beyond what was asked for': [
		'tasks accepted beyond what was asked for',
		'多于要求而被接受的任务',
	],
	'Task IDs lost': ['task IDs lost', '丢失的任务 ID'],
	'Keys leaked': ['keys leaked', '泄露的密钥'],
};

test.each(Object.entries(READMES))('%s has the totals of the fault matrix', (file, language) => {
	const totals = rowsBelow('docs/fault-matrix.md', '## Totals');
	const rows = totals.flatMap(([name = '', count = '']) => {
		const words = WORDS[name];
		return words ? [[words[language === 'English' ? 0 : 1], count]] : [];
	});
	expect(rows).toHaveLength(Object.keys(WORDS).length);
	const head = language === 'English' ? ['fault matrix', 'count'] : ['故障矩阵', '数量'];
	expectSection(file, 'fault-matrix', table(head, rows));
});

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

test('the README lists every example', () => {
	const files = readdirSync(path.join(ROOT, 'examples')).filter((file) => file.endsWith('.json'));
	const listed = linksOf('README.md').filter((link) => /^examples\/[^/]+\.json$/.test(link));
	expect([...new Set(listed)].sort()).toEqual(files.map((file) => `examples/${file}`).sort());
});

test('the Chinese README is built as the English one', () => {
	expect(ownStructure('README-zh-CN.md')).toEqual(ownStructure('README.md'));
});
