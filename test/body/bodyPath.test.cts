import type { IDataObject } from 'n8n-workflow';
import {
	EXT_PARAMETERS,
	isEmpty,
	putAt,
	removeAt,
	valueAt,
} from '../../nodes/KlingVideo/body/bodyPath.ts';

const HOSTILE = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty'];

test('reads what stands at a path', () => {
	const body = { a: { b: { c: 1 } }, list: [1], text: 'abc' };
	expect(valueAt(body, ['a', 'b', 'c'])).toBe(1);
	expect(valueAt(body, ['a'])).toEqual({ b: { c: 1 } });
	expect(valueAt(body, ['a', 'x', 'c'])).toBeUndefined();
	expect(valueAt(body, ['text', 'length'])).toBeUndefined();
	expect(valueAt(body, ['list', 'length'])).toBeUndefined();
});

test.each(HOSTILE)('%s of an object is nothing of its own', (key) => {
	expect(valueAt({ a: {} }, ['a', key])).toBeUndefined();
	expect(valueAt({ a: {} }, ['a', key, 'prototype'])).toBeUndefined();
});

test('puts a value where it belongs, and makes the objects on the way', () => {
	const body = { a: { kept: 1 }, text: 'abc' };
	putAt(body, ['a', 'b', 'c'], 2);
	putAt(body, ['text', 'd'], 3);
	putAt(body, ['top'], 4);
	expect(body).toEqual({ a: { kept: 1, b: { c: 2 } }, text: { d: 3 }, top: 4 });
});

test.each(HOSTILE)('%s becomes a key like any other', (key) => {
	const body = {};
	putAt(body, [key, 'polluted'], 1);
	putAt(body, ['a', key, key], 2);
	expect(JSON.stringify(body)).toBe(`{"${key}":{"polluted":1},"a":{"${key}":{"${key}":2}}}`);
	expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
	expect('polluted' in {}).toBe(false);
	expect(valueAt(body, ['a', key, key])).toBe(2);
});

test('a key with a dot is one key', () => {
	const body = {};
	putAt(body, ['metadata', 'a.b'], 1);
	expect(body).toEqual({ metadata: { 'a.b': 1 } });
	expect(valueAt(body, ['metadata', 'a', 'b'])).toBeUndefined();
});

test('takes out what is there, and its own only', () => {
	const body = { a: { b: 1, c: 2 } };
	removeAt(body, ['a', 'b']);
	removeAt(body, ['x', 'y']);
	removeAt(body, ['a', 'toString']);
	expect(body).toEqual({ a: { c: 2 } });
});

test('a path that leads nowhere takes out nothing, whatever the keys are called', () => {
	const body = { undefined: 1 };
	removeAt(body, []);
	expect(body).toEqual({ undefined: 1 });
});

test('what is put in can be changed and taken out again', () => {
	const body: IDataObject = {};
	putAt(body, ['a', 'b', 'c'], 1);
	putAt(body, [], 2);
	expect(body).toEqual({ a: { b: { c: 1 } } });
	removeAt(body, []);
	removeAt(body, ['a', 'b', 'c']);
	expect(body).toEqual({ a: { b: {} } });
	body.a = 3;
	expect(body).toEqual({ a: 3 });
	removeAt(body, ['a']);
	expect(body).toEqual({});
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
	putAt(body, [...EXT_PARAMETERS, 'sound_file'], 'https://a.example/v.mp3');
	expect(body).toEqual({
		metadata: { ext_info: { AdditionalParameters: { sound_file: 'https://a.example/v.mp3' } } },
	});
});
