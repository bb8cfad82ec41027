import fc from 'fast-check';
import { isWebPage, readableText, shorten } from '../../nodes/KlingVideo/shared/readableText.ts';

const NGINX = `<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>
<hr><center>nginx/1.25 &amp; co</center>\r\n</body>\r\n</html>\r\n<!-- a padding to disable MSIE -->`;

describe('readableText', () => {
	test.each([
		['an nginx page', NGINX, '502 Bad Gateway nginx/1.25 & co'],
		[
			'scripts and styles',
			'<!DOCTYPE html><title>Down</title><style>p{}</style><body><script>if(a<b){}</script><p>Back&nbsp;soon</p>',
			'Down Back soon',
		],
		['an unfinished script', '<html><body>Error<script>var a = 1;', 'Error'],
		['an unfinished tag', '<html><body>Error<div class="', 'Error'],
		['an unfinished comment', '<html>Error<!-- x', 'Error'],
		['entities in capitals', '<p>&#XE9;&#x4E2D;</p>', 'é中'],
		['an attribute that names an element', '<html>a<b script>b</b>', 'a b'],
		['numeric entities', '<p>caf&#233; &#x4e2d; &#x110000; &#0;</p>', 'café 中 &#x110000; &#0;'],
		['capitals', '<HTML><TITLE>No</TITLE><SCRIPT>x</SCRIPT><BODY>Yes</BODY></HTML>', 'No Yes'],
		['a lone less-than', '<p>1 < 2</p>', '1 < 2'],
		['text that is not HTML', 'use <<<image_1>>> and a < b', 'use <<<image_1>>> and a < b'],
		['a comment with a tag in it', '<html>A<!-- a > b <i> -->B', 'AB'],
		['comments in a row', '<html><!-- a --><!-- b -->C<!---->D', 'CD'],
		['an unfinished title', '<html><title>Down', 'Down'],
		['two titles', '<html><title>Down</title><title>Up</title>', 'Down'],
		['a title that the text repeats', '<title>Down</title><h1>Down</h1><p>today</p>', 'Down today'],
		['text behind the last tag', '<p>a</p>b', 'a b'],
		['a heading alone', '<h1>Sorry</h1>', 'Sorry'],
		['a heading of no level', '<h9>Sorry</h9>', '<h9>Sorry</h9>'],
		['tags between letters', '<p>a<b>b</b></p>', 'a b'],
		...['script', 'style', 'template', 'noscript', 'svg'].map((name) => [
			`what is in <${name}>`,
			`<html>a<${name} id="1">x<p>y</p></${name} >b`,
			'a b',
		]),
		['letters that grow in lower case', '<html><p>İİİ</p><script>x</script>Yes</html>', 'İİİ Yes'],
		['letters that grow in capitals', '<html>ß<SCRIPT>x</SCRIPT><p>Yes</html>', 'ß Yes'],
		['every named entity', '<p>&amp;&lt;&gt;&quot;&apos;&AMP;&bad;</p>', '&<>"\'&&bad;'],
		[
			'the last character',
			'<p>&#x10FFFF;&#1114111;&#1114112;</p>',
			'\u{10FFFF}\u{10FFFF}&#1114112;',
		],
		['white space', ' a \n\t b\u0000c\u3000d ', 'a b c d'],
		['nothing', ' \n ', ''],
	])('%s', (_, text, expected) => {
		expect(readableText(text)).toBe(expected);
	});

	test('reads no more than the first 20,000 characters', () => {
		expect(readableText(`a ${' '.repeat(30_000)} b`)).toBe('a');
	});
});

test.each([
	['<!DOCTYPE html>', true],
	['  \n<html lang="en">', true],
	['<HEAD>', true],
	['<body class="a">', true],
	['<!-- generated\nby a proxy -->\n<html>', true],
	['<!-- generated --><html>', true],
	[`<!-- ${'x'.repeat(600)} --><html>`, false],
	['<p>Sorry</p>', false],
	['Sorry <html>', false],
	['<htmlx>', false],
	['{"a":"<html>"}', false],
	['', false],
])('%j is a web page: %s', (text, expected) => {
	expect(isWebPage(text)).toBe(expected);
});

describe('shorten', () => {
	test('cuts at 500 characters unless told otherwise', () => {
		expect(shorten('x'.repeat(500))).toBe('x'.repeat(500));
		expect(shorten('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
		expect(shorten('abcdef', 4)).toBe('abc…');
	});

	test('leaves no space before the mark', () => {
		expect(shorten('abc def', 5)).toBe('abc…');
	});

	test('does not cut a character in two', () => {
		expect(shorten('ab😀cd', 4)).toBe('ab…');
		expect(shorten('😀abcdef', 5)).toBe('😀ab…');
	});

	test('cuts after reading: tags do not use up the room', () => {
		expect(shorten(`<html>${'<p class="long">'.repeat(100)}Sorry</html>`, 10)).toBe('Sorry');
	});

	test('any text comes out whole or cut, never longer, without line breaks', () => {
		const pieces = fc.constantFrom(
			'<',
			'>',
			'<p>',
			'<!--',
			'-->',
			'<script>',
			'</script',
			'&#',
			';',
			'<title>',
			'a',
			' ',
			'😀',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({ unit: 'binary' }),
					fc.array(pieces).map((list) => list.join('')),
				),
				fc.integer({ min: 1, max: 50 }),
				(text, max) => {
					const short = shorten(text, max);
					expect(short.length).toBeLessThanOrEqual(max);
					expect(short).not.toMatch(/[\n\r\t]/);
				},
			),
		);
	});
});
