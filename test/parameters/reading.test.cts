/** What each kind of value is read as: pure rules. */
import {
	numberFrom,
	numberReader,
	readCount,
	readMilliseconds,
	readSeconds,
} from '../../nodes/KlingVideo/parameters/reading/readNumber.ts';
import { readBoolean } from '../../nodes/KlingVideo/parameters/reading/readBoolean.ts';
import { readJson, readJsonObject } from '../../nodes/KlingVideo/parameters/reading/readJson.ts';
import { readName, readText } from '../../nodes/KlingVideo/parameters/reading/readText.ts';
import { quoted, type Reader } from '../../nodes/KlingVideo/parameters/reading/reader.ts';
import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';

function outcome<T>(read: Reader<T>, given: unknown): unknown {
	try {
		return read(given, 'A Field');
	} catch (error) {
		if (error instanceof InputError) return error.message;
		throw error;
	}
}

describe.each<[string, Reader<unknown>]>([
	['text', readText],
	['name', readName],
	['boolean', readBoolean],
	['number', numberFrom(0, 2)],
	['seconds', readSeconds],
	['milliseconds', readMilliseconds],
	['JSON', readJson],
	['JSON object', readJsonObject],
])('a %s', (_kind, read) => {
	test.each([undefined, null, '', ' \n'])('that is left empty is nothing: %j', (given) => {
		expect(outcome(read, given)).toBeUndefined();
	});
});

test.each([
	[true, true],
	[false, false],
	['true', true],
	['False', false],
	[' TRUE ', true],
	['1', true],
	['0', false],
	[1, true],
	[0, false],
	['yes', "The value of 'A Field' must be true or false, but is 'yes'"],
	['null', "The value of 'A Field' must be true or false, but is 'null'"],
	[2, "The value of 'A Field' must be true or false, but is '2'"],
	[[true], "The value of 'A Field' must be true or false, but is '[true]'"],
	[{}, "The value of 'A Field' must be true or false, but is '{}'"],
])('as yes or no %j is %j', (given, expected) => {
	expect(outcome(readBoolean, given)).toBe(expected);
});

test.each([
	[1.5, 1.5],
	['1.5', 1.5],
	[' +2 ', 2],
	['.5', 0.5],
	[0, 0],
	...[2.1, -1, NaN, Infinity, '0x1', '1e0', 'one', '1,5', true, [1], {}].map(
		(given): [unknown, string] => [given, "The value of 'A Field' must be a number from 0 to 2"],
	),
])('as a number from 0 to 2 %j is %j', (given, expected) => {
	expect(outcome(numberFrom(0, 2), given)).toBe(expected);
});

test.each([
	['A fox \n', 'A fox \n'],
	[7, '7'],
	['a\uD83D', 'a\uFFFD'],
	['\uDD8Aa 🦊', '\uFFFDa 🦊'],
	[['a'], "The value of 'A Field' must be text"],
	[{ a: 1 }, "The value of 'A Field' must be text"],
	[true, "The value of 'A Field' must be text"],
])('as text %j is %j', (given, expected) => {
	expect(outcome(readText, given)).toBe(expected);
});

test('JSON that an expression gave as a value is plain data', () => {
	const loop: Record<string, unknown> = {};
	loop.loop = loop;
	expect(outcome(readJson, loop)).toBe(
		"The value of 'A Field' cannot be written as JSON: it refers to itself",
	);
	const moment = new Date('2026-01-31T12:00:00.000Z');
	expect(outcome(readJson, { moment, none: undefined })).toEqual({
		moment: '2026-01-31T12:00:00.000Z',
	});
	expect(outcome(readJsonObject, [])).toBe("The value of 'A Field' must be a JSON object");
});

test.each([
	['a'.repeat(60), `'${'a'.repeat(60)}'`],
	['狐'.repeat(61), `'${'狐'.repeat(59)}…'`],
	[undefined, "'undefined'"],
	[{ a: 1 }, `'{"a":1}'`],
	['', "''"],
])('%j is quoted as %s', (given, text) => {
	expect(quoted(given)).toBe(text);
});

test.each([
	['0x10', NaN],
	['1e3', NaN],
	['Infinity', NaN],
	[Infinity, NaN],
	[NaN, NaN],
	['1.', 1],
	['.5', 0.5],
	['+1.5', 1.5],
	['-1', -1],
	[' 12 ', 12],
	['12a', NaN],
	['a12', NaN],
	['.', NaN],
	[true, NaN],
	[[1], NaN],
	[{}, NaN],
])('as a number %j is %j', (given, value) => {
	const read = numberReader('a number', () => true);
	expect(outcome(read, given)).toBe(
		Number.isNaN(value) ? "The value of 'A Field' must be a number" : value,
	);
});

test.each([
	[numberFrom(1, 2), 'a number from 1 to 2', [1, 1.5, 2], [0.9, 2.1]],
	[readSeconds, 'a whole number of seconds, at least 1', [1, 60], [0, 1.5, -1, 2 ** 53]],
	[readMilliseconds, 'a whole number of milliseconds, at least 0', [0, 7], [-1, 0.5, 2 ** 53]],
	[readCount, 'a whole number, at least 1', [1, 7], [0, 1.5, 2 ** 53]],
] as Array<[Reader<number>, string, number[], number[]]>)('%# %s', (read, kind, good, bad) => {
	for (const value of good) expect(outcome(read, value)).toBe(value);
	for (const value of bad)
		expect(outcome(read, value)).toBe(`The value of 'A Field' must be ${kind}`);
});

describe('JSON', () => {
	const advice = (read: Reader<unknown>, given: unknown) => {
		try {
			read(given, 'A Field');
		} catch (error) {
			const { message, description } = error as InputError;
			return [message, description];
		}
		return undefined;
	};

	test('that cannot be read says why, and what to do', () => {
		expect(advice(readJson, '{')).toEqual([
			expect.stringMatching(/^The value of 'A Field' is not valid JSON: ./),
			'Check quotes, commas and brackets',
		]);
		const round: { self?: unknown } = {};
		round.self = round;
		expect(advice(readJson, round)?.[0]).toBe(
			"The value of 'A Field' cannot be written as JSON: it refers to itself",
		);
		expect(advice(readJson, () => 1)?.[0]).toMatch(/is not valid JSON/);
	});

	test.each(['[]', 'null', '1', '"a"'])('that is no object is refused as one: %s', (given) => {
		expect(advice(readJsonObject, given)).toEqual([
			"The value of 'A Field' must be a JSON object",
			'Write it like {"key": "value"}',
		]);
	});

	test('that is an object is one, as text and as a value', () => {
		expect(readJsonObject('{"a":1}', 'A Field')).toEqual({ a: 1 });
		expect(readJsonObject({ a: 1 }, 'A Field')).toEqual({ a: 1 });
		expect(readJsonObject(' ', 'A Field')).toBeUndefined();
	});
});

test.each([
	['a\ud800b', 'a\ufffdb'],
	['狐😀', '狐😀'],
	[' a ', ' a '],
	[7, '7'],
	[7n, '7'],
	[true, "The value of 'A Field' must be text"],
	[{}, "The value of 'A Field' must be text"],
])('%# is read as text', (given, text) => {
	expect(outcome(readText, given)).toBe(text);
	expect(outcome(readName, given)).toBe(text.startsWith(' ') ? text.trim() : text);
});
