/** Longer bodies (a proxy's page with its pictures inside) are not read to their end. */
const MOST_READ = 20_000;

/** Elements whose content is not for reading. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'svg']);

const HTML_OPENING = /<(?:!doctype|html|head|body|title|h[1-6]|p|div|center|br|hr|pre)\b/i;

const ENTITIES: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};

/**
 * The text a person would read: of an HTML page its title and body without tags, scripts and styles, of any other text
 * the text itself, with white space folded. Reads 20,000 characters at most, in proportional time. Never throws.
 */
export function readableText(text: string): string {
	const start = text.slice(0, MOST_READ);
	return fold(HTML_OPENING.test(start) ? textOfHtml(start) : start);
}

/** Whether a text is a web page, or the beginning of one. */
export function isWebPage(text: string): boolean {
	return /^\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b/is.test(text);
}

/** The readable text, cut to at most `max` characters, the last of them "…" when something was cut. */
export function shorten(text: string, max?: number): string {
	return cut(readableText(text), max);
}

/** A text, cut as it stands. */
export function cut(text: string, max = 500): string {
	if (text.length <= max) return text;
	// Half of a surrogate pair would show as a box.
	const start = text.slice(0, Math.max(0, max - 1)).replace(/[\uD800-\uDBFF]$/, '');
	return `${start.trimEnd()}…`;
}

function fold(text: string): string {
	return text
		.split(/[\s\p{Cc}]/u)
		.filter((word) => word !== '')
		.join(' ');
}

function textOfHtml(html: string): string {
	// Of equal length: "İ" is the one letter that grows in lower case.
	const lower = html.replaceAll('İ', 'i').toLowerCase();
	let title = '';
	let body = '';
	let position = 0;
	for (;;) {
		const tag = html.indexOf('<', position);
		if (tag < 0) return joined(title, body + html.slice(position));
		body += html.slice(position, tag);
		if (html.startsWith('<!--', tag)) {
			position = after(html, '-->', tag + 4);
			continue;
		}
		if (!/[a-z/!?]/i.test(html.charAt(tag + 1))) {
			body += '<';
			position = tag + 1;
			continue;
		}
		const name = lower.slice(tag + 1, tag + 17).replace(/[^a-z0-9].*/s, '');
		const tagEnd = after(html, '>', tag);
		if (name === 'title') {
			const close = indexOrEnd(lower, '</title', tagEnd);
			title ||= html.slice(tagEnd, close);
			position = close;
		} else if (SILENT.has(name)) {
			position = indexOrEnd(lower, `</${name}`, tagEnd);
		} else {
			body += ' ';
			position = tagEnd;
		}
	}
}

/** Error pages repeat their title as the first heading. */
function joined(title: string, body: string): string {
	const heading = fold(decodeEntities(title));
	const rest = fold(decodeEntities(body));
	return rest.startsWith(heading) ? rest : `${heading} ${rest}`;
}

function indexOrEnd(text: string, part: string, from: number): number {
	const found = text.indexOf(part, from);
	return found === -1 ? text.length : found;
}

function after(text: string, part: string, from: number): number {
	return Math.min(text.length, indexOrEnd(text, part, from) + part.length);
}

function decodeEntities(text: string): string {
	return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
		if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
		// "0xe9" or "0233"
		const code = Number(`0${name.slice(1)}`);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}
