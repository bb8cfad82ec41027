import fc from 'fast-check';
import { readableText, shorten } from '../../nodes/KlingVideo/shared/readableText.ts';

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
		['numeric entities', '<p>caf&#233; &#x4e2d; &#x110000; &#0;</p>', 'café 中 &#x110000; &#0;'],
		['capitals', '<HTML><TITLE>No</TITLE><SCRIPT>x</SCRIPT><BODY>Yes</BODY></HTML>', 'No Yes'],
		['a lone less-than', '<p>1 < 2</p>', '1 < 2'],
		['text that is not HTML', 'use <<<image_1>>> and a < b', 'use <<<image_1>>> and a < b'],
		['white space', ' a \n\t b\u0000c\u3000d ', 'a b c d'],
		['nothing', ' \n ', ''],
	])('%s', (_, text, expected) => {
		expect(readableText(text)).toBe(expected);
	});

	test('reads no more than the first 20,000 characters', () => {
		expect(readableText(`a ${' '.repeat(30_000)} b`)).toBe('a');
	});
});

describe('shorten', () => {
	test('cuts at 500 characters unless told otherwise', () => {
		expect(shorten('x'.repeat(500))).toBe('x'.repeat(500));
		expect(shorten('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
		expect(shorten('abcdef', 4)).toBe('abc…');
	});

	test('does not cut a character in two', () => {
		expect(shorten('ab😀cd', 4)).toBe('ab…');
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
