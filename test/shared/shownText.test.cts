import { shownText } from '../../nodes/KlingVideo/shared/shownText.ts';

const KEY = 'sk-AbCdEf1234567890GhIjKlMnOpQrStUv';

test('a page is read, a key in it removed', () => {
	const page = `<html><title>Error</title><body><p>Invalid token <b>${KEY}</b></p></body></html>`;
	expect(shownText(page, KEY)).toBe('Error Invalid token ***');
});

test('the key goes before the cut, which could hide half of it', () => {
	expect(shownText(`Invalid token ${KEY}`, KEY, 24)).toBe('Invalid token ***');
	expect(shownText('a'.repeat(30), undefined, 10)).toBe(`${'a'.repeat(9)}…`);
	expect(shownText('a'.repeat(600))).toHaveLength(500);
});

// Entities of entities: what is read once more behind the search would show a key that was not searched for.
test.each([
	['letters', KEY.replace(/[A-Z]/g, (letter) => `&amp;#${letter.charCodeAt(0)};`)],
	['tags', KEY.replace(/[A-Z]/g, (letter) => `&lt;b&gt;${letter}`)],
])('nothing is read twice: %s', (_, hidden) => {
	const shown = shownText(`<p>&lt;p&gt;Invalid token ${hidden}</p>`, KEY);
	expect(shown).toMatch(/^<p>Invalid token /);
	expect(shown).not.toContain('AbCdEf');
});

test('what is shown stands as it was sent', () => {
	expect(shownText('<p>use &lt;p&gt;a&lt;/p&gt; &amp;lt;</p>')).toBe('use <p>a</p> &lt;');
});
