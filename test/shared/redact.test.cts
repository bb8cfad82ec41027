import fc from 'fast-check';
import { redact, removeSecret } from '../../nodes/KlingVideo/shared/redact.ts';
import { shownText } from '../../nodes/KlingVideo/shared/shownText.ts';

const KEY = 'sk-AbCdEf1234567890GhIjKlMnOpQrStUv';

describe('redact removes what looks like a key', () => {
	test.each([
		['a key', 'Invalid token sk-Q1w2E3r4T5', 'Invalid token ***'],
		['a masked key', 'Invalid token sk-ab***yz given', 'Invalid token *** given'],
		['a key cut with dots', 'Incorrect API key: sk-proj...wxyz', 'Incorrect API key: ***'],
		['a masked key without sk-', 'key AbC***xYz', 'key ***'],
		['a bearer header', 'sent Authorization: Bearer abc.def-123', 'sent Authorization: Bearer ***'],
		['basic credentials', 'Basic dXNlcjpwYXNz', 'Basic ***'],
		['a token as JSON', '{"access_token":"abc12345"}', '{"access_token":"***"}'],
		['a token in escaped JSON', '{\\"token\\":\\"abc12345\\"}', '{\\"token\\":\\"***\\"}'],
		['a named key', 'API key provided: abcd1234efgh', 'API key provided: ***'],
		['a named header', 'x-api-key=abcdefghijklmnopqrstuvwx', 'x-api-key=***'],
		['a signature', 'q-signature=0a1b2c3d4e', 'q-signature=***'],
		['a Chinese label', '令牌：abcd1234 无效', '令牌：*** 无效'],
		['the query of a link', 'see https://a.b/c.mp4?sig=1&x=2 now', 'see https://a.b/c.mp4 now'],
		[
			'the query of a link in Chinese text',
			'见 https://a.b/c?x=1。请重试',
			'见 https://a.b/c。请重试',
		],
		['the fragment of a link', 'https://a.b/c#token', 'https://a.b/c'],
		['the user of a link', 'ftp://me:secret@a.b/c', 'ftp://a.b/c'],
	])('%s', (_, text, expected) => {
		expect(redact(text)).toBe(expected);
	});

	test.each([
		['task ids', 'task-12345 and task_AbCdEfGh12345678AbCdEfGh12345678'],
		['codes', 'token model_not_found, key insufficient_user_quota'],
		['plain words', 'The bearer token authentication failed'],
		['plain links', 'https://docs.example.com/errors/401'],
		['image names', 'the prompt lacks <<<image_1>>>'],
	])('and leaves %s', (_, text) => {
		expect(redact(text)).toBe(text);
	});
});

describe('redact removes the secret', () => {
	test.each([
		['whole', `x ${KEY} y`],
		['without sk-', `x ${KEY.slice(3)} y`],
		['its beginning', `x ${KEY.slice(0, 9)} y`],
		['its end', `x ${KEY.slice(-6)} y`],
		['in another letter case', `x ${KEY.toUpperCase()} y`],
		['with white space around the given secret', `x ${KEY} y`],
	])('%s', (_, text) => {
		expect(redact(text, ` ${KEY}\n`)).toBe('x *** y');
	});

	// Gateways print a key without its `sk-`, and cut it.
	test.each([
		['8 characters', KEY.slice(3, 11), '***'],
		['7 characters, which may be a word', KEY.slice(3, 10), KEY.slice(3, 10)],
	])('the beginning without sk-: %s', (_, text, expected) => {
		expect(redact(`x ${text} y`, KEY)).toBe(`x ${expected} y`);
	});

	describe('of other keys', () => {
		const secret = 'velvet-orchid-lantern';

		test.each([
			['the beginning, 6 characters', 'velvet', '***'],
			['the beginning, 5 characters', 'velve', 'velve'],
			['the end, 6 characters', 'antern', '***'],
			['the end, 5 characters', 'ntern', 'ntern'],
			['a longer beginning', 'velvet-orch', '***'],
			['a longer end', 'hid-lantern', '***'],
			['a beginning that goes on otherwise', 'velvet.coat', '***.coat'],
			['an end that begins otherwise', 'dark.lantern', 'dark.***'],
			['twice, one after the other', `${secret}${secret}`, '***'],
			['its beginning inside its end', 'velvet-orchid-lanvelvet-orchid-lantern', '***'],
			['twice, with text between', `${secret} or ${secret}`, '*** or ***'],
			['at the start and the end', 'lantern velvet', '*** ***'],
		])('%s', (_, text, expected) => {
			expect(redact(text, secret)).toBe(expected);
		});

		test('a short one counts as a whole from 4 characters on', () => {
			expect(redact('x wxyz y', 'wxyz')).toBe('x *** y');
			expect(redact('x wxy wxyz y', 'wxyz')).toBe('x wxy *** y');
			expect(redact('x xyz y', 'xyz')).toBe('x xyz y');
		});

		test('letters whose length changes with their case leave the place right', () => {
			expect(redact(`İİİ ${secret.toUpperCase()} y`, secret)).toBe('İİİ *** y');
		});

		test('only the whole of it is removed where links must stay', () => {
			expect(removeSecret(`velvet ${secret.toUpperCase()} ern`, secret)).toBe('velvet *** ern');
			expect(removeSecret(`x ${KEY.slice(3)} ${KEY.slice(0, 20)}`, KEY)).toBe(
				`x *** ${KEY.slice(0, 20)}`,
			);
			expect(removeSecret('text')).toBe('text');
		});
	});

	test('even when it looks like nothing', () => {
		expect(redact('the plain-words-only was refused', 'plain-words-only')).toBe(
			'the *** was refused',
		);
	});

	test('removeSecret leaves everything else', () => {
		const link = 'https://a.b/c.mp4?sign=AbCdEf1234&t=1';
		expect(removeSecret(`${link} ${KEY}`, KEY)).toBe(`${link} ***`);
	});
});

const secrets = fc.stringMatching(/^(sk-)?[A-Za-z0-9]{12,48}$/);
const prose = fc.string({ unit: 'binary', maxLength: 60 });

/** Whether the text shows a part of at least 6 characters of the secret's beginning or end. */
function leaks(text: string, secret: string): boolean {
	return text.includes(secret.slice(0, 6)) || text.includes(secret.slice(-6));
}

test('redact and shownText never leak the secret, wherever it is cut', () => {
	fc.assert(
		fc.property(secrets, prose, prose, fc.nat(), fc.nat(), (secret, before, after, from, to) => {
			const start = from % 2 === 0 ? 0 : from % (secret.length - 6);
			const end = start === 0 ? 6 + (to % (secret.length - 5)) : secret.length;
			const text = `${before}${secret.slice(start, end)}${after}`;
			expect(leaks(redact(text, secret), secret)).toBe(false);
			expect(leaks(shownText(text, secret, 40), secret)).toBe(false);
		}),
		{ numRuns: 500 },
	);
});

test('redact gives the same again', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			const once = redact(text);
			expect(redact(once)).toBe(once);
		}),
	);
});

// A pattern that backtracks would take minutes over these rows, not the blink of an eye.
test.each([
	'a',
	'key ',
	'token:',
	'bearer ',
	'https://',
	'sk-',
	'A-_',
	'://@',
	'<',
	'&#',
	'key is ',
])('a long row of %j comes to an end', (unit) => {
	const text = unit.repeat(100_000 / unit.length);
	expect(redact(text, KEY)).not.toContain(KEY);
});
