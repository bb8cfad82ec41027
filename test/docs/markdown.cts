import { readdirSync } from 'node:fs';
import path from 'node:path';
import GithubSlugger from 'github-slugger';
import MarkdownIt from 'markdown-it';
import { readPage, ROOT } from './page.cts';

const markdown = new MarkdownIt({ html: true });

type Token = ReturnType<MarkdownIt['parse']>[number];

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', 'output']);

function filesIn(folder: string): string[] {
	return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
		const file = path.posix.join(folder, entry.name);
		if (NOT_OURS.has(entry.name)) return [];
		if (entry.isDirectory() && (entry.name === '.github' || !entry.name.startsWith('.'))) {
			return filesIn(file);
		}
		return entry.name.endsWith('.md') ? [file] : [];
	});
}

/** Every Markdown file of the project, by its path. */
export function markdownFiles(): string[] {
	return filesIn('.').sort();
}

function tokensOf(file: string): Token[] {
	// The head of an issue template is no Markdown.
	return markdown.parse(readPage(file).replace(/^---\n[\s\S]*?\n---\n/, ''), {});
}

function headingsOf(tokens: Token[]): Array<{ level: string; text: string }> {
	return tokens.flatMap((token, index) => {
		if (token.type !== 'heading_open') return [];
		const children = tokens[index + 1]?.children ?? [];
		const text = children
			.map(({ content, type }) => (type === 'softbreak' ? ' ' : content))
			.join('');
		return [{ level: token.tag, text }];
	});
}

/** The anchors that GitHub and npm give to the headings of a file. */
export function anchorsOf(file: string): string[] {
	const slugger = new GithubSlugger();
	return headingsOf(tokensOf(file)).map(({ text }) => slugger.slug(text));
}

/** Where the links and pictures of a file lead, as written. */
export function linksOf(file: string): string[] {
	const links: string[] = [];
	for (const token of tokensOf(file).flatMap((block) => [block, ...(block.children ?? [])])) {
		const target = token.attrGet('href') ?? token.attrGet('src');
		if (target !== null) links.push(decodeURIComponent(target));
		if (token.type === 'html_block' || token.type === 'html_inline') {
			for (const [, found = ''] of token.content.matchAll(/(?:href|src|srcset)="([^"]+)"/g)) {
				links.push(found);
			}
		}
	}
	return links;
}

/** The shape of a file, whatever its language: headings, tables, lists, code and where its links lead. */
export function structureOf(file: string): string[] {
	const shape: string[] = [];
	for (const token of tokensOf(file)) {
		if (token.type === 'fence') shape.push(`code ${token.info}: ${token.content}`);
		if (token.type === 'heading_open') shape.push(token.tag);
		if (['table_open', 'tr_open', 'th_open', 'list_item_open'].includes(token.type)) {
			shape.push(token.type.replace('_open', ''));
		}
		for (const child of token.children ?? []) {
			if (child.type === 'code_inline') shape.push(`\`${child.content}\``);
			const target = child.attrGet('href') ?? child.attrGet('src');
			if (target !== null && !target.startsWith('#')) shape.push(`link ${target}`);
		}
	}
	return shape;
}
