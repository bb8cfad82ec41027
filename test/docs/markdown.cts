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

/** What two files in two languages have in common. */
export interface Structure {
	/** Headings, tables, lists and code blocks in their order; code without its comments. */
	blocks: string[];
	/** The code in the text, in the order of the alphabet. */
	code: string[];
	/** Where links and pictures lead, anchors of the file itself left out, in the order of the alphabet. */
	links: string[];
}

function codeOf({ info, content }: Token): string {
	// A drawing has words in it.
	if (info === '') return `${content.split('\n').length} lines`;
	return info === 'sh' ? content.replace(/\s*#.*$/gm, '') : content;
}

/** The structure of a file, whatever its language. */
export function structureOf(file: string): Structure {
	const tokens = tokensOf(file);
	const opening = ['table_open', 'tr_open', 'th_open', 'list_item_open'];
	const blocks = tokens.flatMap((token) => {
		if (token.type === 'fence') return [`code ${token.info}: ${codeOf(token)}`];
		if (token.type === 'heading_open') return [token.tag];
		return opening.includes(token.type) ? [token.type.replace('_open', '')] : [];
	});
	const inline = tokens.flatMap(({ children }) => children ?? []);
	const code = inline.flatMap(({ type, content }) => (type === 'code_inline' ? [content] : []));
	const links = linksOf(file).filter((link) => !link.startsWith('#'));
	return { blocks, code: code.sort(), links: links.sort() };
}
