import { existsSync } from 'node:fs';
import path from 'node:path';
import { anchorsOf, linksOf, markdownFiles } from './markdown.cts';
import { ROOT } from './page.cts';

const FILES = markdownFiles();

/** What is wrong with a link, or nothing. Other sites are not asked. */
function problemOf(file: string, link: string): string | undefined {
	if (/^(?:https?|mailto):/.test(link)) return undefined;
	const [target = '', anchor] = link.split('#');
	const wanted = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
	if (wanted.startsWith('..')) return `${link} leads out of the project`;
	if (!existsSync(path.join(ROOT, wanted))) return `${link} leads nowhere`;
	if (anchor === undefined) return undefined;
	return anchorsOf(wanted).includes(anchor) ? undefined : `${link}: ${wanted} has no such heading`;
}

test('the project has pages', () => {
	expect(FILES).toEqual(expect.arrayContaining(['README.md', 'docs/errors.md']));
});

test.each(FILES)('the links of %s lead somewhere', (file) => {
	const problems = linksOf(file).flatMap((link) => problemOf(file, link) ?? []);
	expect(problems).toEqual([]);
});

test('a page under docs can be reached from the README or from docs/README.md', () => {
	const reached = new Set<string>();
	const reach = (file: string): void => {
		if (reached.has(file)) return;
		reached.add(file);
		for (const link of linksOf(file)) {
			if (/^\w+:/.test(link)) continue;
			const target = path.posix.join(path.posix.dirname(file), link.split('#')[0] ?? '');
			if (FILES.includes(target)) reach(target);
		}
	};
	reach('README.md');
	expect(FILES.filter((file) => file.startsWith('docs/') && !reached.has(file))).toEqual([]);
});
