import { EXT_PARAMETERS, isEmpty, putAt, valueAt } from '../../nodes/KlingVideo/body/bodyPath.ts';

test('reads what stands at a path', () => {
	const body = { a: { b: { c: 1 } }, list: [1], text: 'abc' };
	expect(valueAt(body, 'a.b.c')).toBe(1);
	expect(valueAt(body, 'a')).toEqual({ b: { c: 1 } });
	expect(valueAt(body, 'a.x.c')).toBeUndefined();
	expect(valueAt(body, 'text.length')).toBeUndefined();
	expect(valueAt(body, 'list.length')).toBeUndefined();
});

test('puts a value where it belongs, and makes the objects on the way', () => {
	const body = { a: { kept: 1 }, text: 'abc' };
	putAt(body, 'a.b.c', 2);
	putAt(body, 'text.d', 3);
	putAt(body, 'top', 4);
	expect(body).toEqual({ a: { kept: 1, b: { c: 2 } }, text: { d: 3 }, top: 4 });
});

test.each([
	[undefined, true],
	[null, true],
	['', true],
	[' \n', true],
	['a', false],
	[' a ', false],
	[0, false],
	[false, false],
	[{}, false],
	[[], false],
])('%j is empty: %s', (value, expected) => {
	expect(isEmpty(value)).toBe(expected);
});

test('native parameters have their place inside ext_info', () => {
	const body = {};
	putAt(body, `${EXT_PARAMETERS}.sound_file`, 'https://a.example/v.mp3');
	expect(body).toEqual({
		metadata: { ext_info: { AdditionalParameters: { sound_file: 'https://a.example/v.mp3' } } },
	});
});
