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
