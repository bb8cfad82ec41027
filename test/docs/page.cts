import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The root of the project. */
export const ROOT = path.join(__dirname, '../..');

const begin = (name: string): string => `<!-- generated: ${name} -->`;
const END = '<!-- end of generated -->';

function sectionBounds(text: string, name: string): { start: number; end: number } | undefined {
	const mark = text.indexOf(begin(name));
	if (mark < 0) return undefined;
	const start = mark + begin(name).length;
	const end = text.indexOf(END, start);
	return end < 0 ? undefined : { start, end };
}

/** The text of a page, by its path in the project. */
export function readPage(file: string): string {
	return readFileSync(path.join(ROOT, file), 'utf8');
}

/**
 * Holds the part of a page that stands between its two marks against what it should say. UPDATE_DOCS=1 writes it
 * instead.
 *
 * @throws Error when the page has no such part
 */
export function expectSection(file: string, name: string, content: string): void {
	const text = existsSync(path.join(ROOT, file)) ? readPage(file) : '';
	const bounds = sectionBounds(text, name);
	if (!bounds) throw new Error(`${file} has no part "${begin(name)}" … "${END}"`);
	const wanted = content === '' ? '\n' : `\n\n${content.trim()}\n\n`;
	if (process.env.UPDATE_DOCS === '1') {
		writeFileSync(
			path.join(ROOT, file),
			text.slice(0, bounds.start) + wanted + text.slice(bounds.end),
		);
		return;
	}
	expect(text.slice(bounds.start, bounds.end)).toBe(wanted);
}

/** A cell of a Markdown table. */
export function cell(text: string): string {
	return text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
}

/** A Markdown table. */
export function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** JSON as a code block. */
export function jsonBlock(value: unknown): string {
	return ['```json', JSON.stringify(value, undefined, 2), '```'].join('\n');
}
