import fc from 'fast-check';
import { redact, removeParts, removeSecret } from '../../nodes/KlingVideo/shared/redact.ts';
import { shownText } from '../../nodes/KlingVideo/shared/shownText.ts';

const KEY = 'sk-AbCdEf1234567890GhIjKlMnOpQrStUv';

describe('redact removes what looks like a key', () => {
	test.each([
		['a key', 'Invalid token sk-Q1w2E3r4T5', 'Invalid token ***'],
		['a masked key', 'Invalid token sk-ab***yz given', 'Invalid token *** given'],
		['a short masked key', 'Invalid token a**', 'Invalid token ***'],
		['a key masked with dots of another kind', 'key sk-abcd••••wxyz', 'key ***'],
		['such a key without sk-', 'key abcd●●●●wxyz, ab＊＊yz, ab••yz', 'key ***, ***, ***'],
		['a key cut with dots', 'Incorrect API key: sk-proj...wxyz', 'Incorrect API key: ***'],
		['a masked key without sk-', 'key AbC***xYz', 'key ***'],
		['a bearer header', 'sent Authorization: Bearer abc.def-123', 'sent Authorization: Bearer ***'],
		['a bearer token behind two signs', 'bearer: abc.def-123', 'bearer: ***'],
		['a bearer token that begins as a word', 'Bearer abc1 Bearer Abc-D', 'Bearer *** Bearer ***'],
		['a bearer token that ends as a word', 'Bearer 1abc Bearer aBc', 'Bearer *** Bearer ***'],
		[
			'a bearer token of one letter and signs',
			'Bearer a.) Bearer a+ Bearer ab!',
			'Bearer *** Bearer *** Bearer ***',
		],
		['a bearer token that is too long a word', `Bearer ${'a'.repeat(17)}`, 'Bearer ***'],
		['a bearer token that is too long a name', `Bearer ${'A'.repeat(16)}`, 'Bearer ***'],
		['basic credentials', 'Basic dXNlcjpwYXNz', 'Basic ***'],
		['a token as JSON', '{"access_token":"abc12345"}', '{"access_token":"***"}'],
		['a token in escaped JSON', '{\\"token\\":\\"abc12345\\"}', '{\\"token\\":\\"***\\"}'],
		['a named key', 'API key provided: abcd1234efgh', 'API key provided: ***'],
		['a named header', 'x-api-key=abcdefghijklmnopqrstuvwx', 'x-api-key=***'],
		['named values, in capitals too', 'Token=abc12345, KEY=abc12345', 'Token=***, KEY=***'],
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
		['the user of a link without a path', '(ftp://me:s@c@a.b?x) y', '(ftp://a.b y'],
		['a user that is all of a link', 'ftp://me@', 'ftp://'],
		['no user behind the host', 'http://a.b/@c/d@e?f@g', 'http://a.b/@c/d@e'],
		['a query without a host', 'ftp://?sig=1 ftp://#sig', 'ftp:// ftp://'],
		['a link in escaped JSON', '"https:\\/\\/u:p@a.b\\/c?sig=1"', '"https:\\/\\/a.b\\/c"'],
	])('%s', (_, text, expected) => {
		expect(redact(text)).toBe(expected);
	});

	test.each([
		['task ids', 'task-12345 and task_AbCdEfGh12345678AbCdEfGh12345678'],
		['codes', 'token model_not_found, key insufficient_user_quota'],
		['plain words', 'The bearer token authentication failed'],
		['words behind "bearer"', 'bearer Token) Bearer AUTH. basic a Basic Auth bearer: plan'],
		['digits behind "key"', 'key: 1234567890123456789'],
		['single stars', 'a 720*1280 video, *.mp4'],
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
		['its middle, from 8 characters on', `x ${KEY.slice(12, 20)} y`],
		['all but its ends', `x ${KEY.slice(9, -5)} y`],
		['both its ends around dots', `x ${KEY.slice(3, 5)}...${KEY.slice(-2)} y`],
		[
			'both its ends around a sign of dots',
			`x ${KEY.slice(3, 15).toLowerCase()}…${KEY.slice(-9)} y`,
		],
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

	test.each([
		['7 characters of its middle', KEY.slice(12, 19)],
		['the dots of a sentence', 'Ab...no, so..uv, Ab. Uv'],
		['a longer word with dots', 'xAb...Uv Ab...Uvx'],
	])('and not %s', (_, text) => {
		expect(redact(text, KEY)).toBe(text);
		expect(redact('so...no')).toBe('so...no');
	});

	// Keys of other gateways hold signs that links and JSON spell in their own way.
	describe.each([
		['as links spell it', 'sk-ab%2Fcd%2Bef%2Fgh%3Dij%2Fkl'],
		['as links spell it, in lower case', 'sk-ab%2fcd%2bef%2fgh%3dij%2fkl'],
		['as JSON may spell it', 'sk-ab\\/cd+ef\\/gh=ij\\/kl'],
		['as it is', 'sk-ab/cd+ef/gh=ij/kl'],
	])('%s', (_, spelt) => {
		const secret = 'sk-ab/cd+ef/gh=ij/kl';

		test.each([
			['whole', spelt],
			['without sk-', spelt.slice(3)],
		])('%s', (__, text) => {
			for (const remove of [redact, removeParts, removeSecret])
				expect(remove(`x ${text} y`, secret)).toBe('x *** y');
		});

		test('cut', () => {
			for (const remove of [redact, removeParts])
				expect(remove(`x ${spelt.slice(4, -1)} y`, secret)).toBe('x *** y');
		});
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
			expect(redact('x wxyz y', 'sk-wxyz')).toBe('x *** y');
			expect(redact('x xyz y', 'sk-xyz')).toBe('x xyz y');
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
			expect(removeSecret('my-12345678', 'my-sk-12345678')).toBe('my-12345678');
		});
	});

	test('even when it looks like nothing', () => {
		expect(redact('the plain-words-only was refused', 'plain-words-only')).toBe(
			'the *** was refused',
		);
	});

	test.each([
		['its ends, which a name may have too', 'velvet lantern', 'velvet lantern'],
		['a row of 8 characters from it', 'x t-orchid y', 'x *** y'],
		['a row of 7 characters from it', 'x -orchid y', 'x -orchid y'],
		['all of it', 'x Velvet-Orchid-Lantern y', 'x *** y'],
		['a link', 'https://a.b/c?sign=AbCdEf1234&t=1', 'https://a.b/c?sign=AbCdEf1234&t=1'],
	])('removeParts meets %s', (_, text, expected) => {
		expect(removeParts(text, 'velvet-orchid-lantern')).toBe(expected);
		expect(removeParts(text)).toBe(text);
	});

	test('removeSecret leaves everything else', () => {
		const link = 'https://a.b/c.mp4?sign=AbCdEf1234&t=1';
		expect(removeSecret(`${link} ${KEY}`, KEY)).toBe(`${link} ***`);
	});
});

const secrets = fc.stringMatching(/^(sk-)?[A-Za-z0-9]{12,48}$/);
const anyKey = fc.stringMatching(/^[\x21-\x7e]{8,60}$/);
const prose = fc.string({ unit: 'binary', maxLength: 60 });

/** Whether the text shows its first or last 6 characters, or any 8. */
function leaks(text: string, secret: string): boolean {
	const rows = Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8));
	return [secret.slice(0, 6), secret.slice(-6), ...rows].some((part) => text.includes(part));
}

test('redact and shownText never leak the secret, wherever it is cut', () => {
	fc.assert(
		fc.property(secrets, prose, prose, fc.nat(), fc.nat(), (secret, before, after, from, to) => {
			const start = from % secret.length;
			const end = start + 1 + (to % (secret.length - start));
			const text = `${before}${secret.slice(start, end)}${after}`;
			expect(leaks(redact(text, secret), secret)).toBe(false);
			expect(leaks(shownText(text, secret, 40), secret)).toBe(false);
		}),
		{ numRuns: 500 },
	);
});

test('no spelling of a key of any signs is left whole', () => {
	fc.assert(
		fc.property(anyKey, prose, prose, (key, before, after) => {
			const spelt = [key, key.toUpperCase(), encodeURIComponent(key), key.replaceAll('/', '\\/')];
			for (const text of spelt) {
				expect(redact(`${before}${text}${after}`, key)).not.toContain(text);
				expect(removeSecret(`${before}${text}${after}`, key)).not.toContain(text);
			}
		}),
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
