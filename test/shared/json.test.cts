import { at, isObject, labelOf, textOf } from '../../nodes/KlingVideo/shared/json.ts';

test.each([
	[{}, true],
	[{ a: 1 }, true],
	[[], false],
	[null, false],
	[undefined, false],
	['{}', false],
	[1, false],
])('%j is a JSON object: %s', (value, expected) => {
	expect(isObject(value)).toBe(expected);
});

test.each([
	[' text ', 'text'],
	['a b', 'a b'],
	['', undefined],
	[' \n', undefined],
	[7, undefined],
	[null, undefined],
])('the text of %j is %j', (value, expected) => {
	expect(textOf(value)).toBe(expected);
});

test.each([
	['E1', 'E1'],
	[' E1 ', 'E1'],
	[' ', undefined],
	[70000, '70000'],
	[0, '0'],
	[-1, '-1'],
	[1.5, undefined],
	[Number.NaN, undefined],
	// Beyond this JSON has lost digits already: it would be another id.
	[2 ** 53, undefined],
	[true, undefined],
	[{}, undefined],
])('the label of %j is %j', (value, expected) => {
	expect(labelOf(value)).toBe(expected);
});

describe('at', () => {
	const value = { a: { b: { c: 1 } }, list: [{ b: 2 }], text: 'abc' };

	test.each([
		[[], value],
		[['a', 'b', 'c'], 1],
		[['a', 'b'], { c: 1 }],
		[['a', 'x', 'c'], undefined],
		[['list', '0'], undefined],
		[['text', 'length'], undefined],
		[['a', 'b', 'c', 'd'], undefined],
	])('%j', (path, expected) => {
		expect(at(value, ...path)).toEqual(expected);
	});

	test('sees only what the object itself has', () => {
		expect(at({}, 'constructor')).toBeUndefined();
		expect(at({ a: {} }, 'a', 'toString')).toBeUndefined();
		expect(at(undefined, 'a')).toBeUndefined();
	});
});
