/** Which answers go on with a file: pure rules. */
import { fitOf, type KnownFile } from '../../nodes/KlingVideo/download/answerFit';
import { readFileHeaders, validatorOf } from '../../nodes/KlingVideo/download/fileHeaders';

const known: KnownFile = { ranges: true, total: 1000, etag: '"one"' };

function fit(status: 200 | 206, headers: Record<string, string>, received = 400, file?: KnownFile) {
	const answer = { headers: readFileHeaders(headers), isPart: status === 206 };
	return fitOf(answer, received, file);
}

const rest = { 'content-range': 'bytes 400-999/1000', 'content-length': '600', etag: '"one"' };

describe('a part (206)', () => {
	it.each([
		['the rest', {}],
		['the rest without a length', { 'content-length': '' }],
		['the rest without an ETag', { etag: '' }],
		['the rest of a file whose length is not told', { 'content-range': 'bytes 400-999/*' }],
	])('fits: %s', (_name, change) => {
		expect(fit(206, { ...rest, ...change }, 400, known)).toStrictEqual({
			is: 'next',
			file: known,
			end: 1000,
		});
	});

	it('fits when it is shorter than asked for', () => {
		const part = { 'content-range': 'bytes 400-499/1000', 'content-length': '100' };
		expect(fit(206, part, 400, known)).toMatchObject({ is: 'next', end: 500 });
	});

	it.each([
		['another ETag', { etag: '"two"' }, 'another file'],
		['another total', { 'content-range': 'bytes 400-999/1001' }, 'a file of 1001 bytes, not 1000'],
		['an earlier start', { 'content-range': 'bytes 399-998/1000' }, 'from byte 399, not 400'],
		['a later start', { 'content-range': 'bytes 401-999/1000', 'content-length': '' }, 'byte 401'],
		['no range', { 'content-range': '' }, 'without saying which'],
		['a range that ends beyond the file', { 'content-range': 'bytes 400-1000/1000' }, 'which'],
		['a range that ends before it starts', { 'content-range': 'bytes 400-399/1000' }, 'which'],
		['a length that is not the range', { 'content-length': '599' }, 'not that of its range'],
	])('does not fit: %s', (_name, change, why) => {
		const answer = fit(206, { ...rest, ...change }, 400, known);
		expect(answer).toMatchObject({ is: 'other', why: expect.stringContaining(why) as string });
	});

	it('is held against the date where there is no ETag', () => {
		const dated: KnownFile = { ranges: true, total: 1000, modified: 'Monday' };
		const part = { 'content-range': 'bytes 400-999/1000' };
		expect(fit(206, { ...part, 'last-modified': 'Monday' }, 400, dated).is).toBe('next');
		expect(fit(206, { ...part, 'last-modified': 'Tuesday' }, 400, dated).is).toBe('other');
		// The ETag is the same: a file on several servers may have several dates.
		const both: KnownFile = { ...known, modified: 'Monday' };
		expect(fit(206, { ...rest, 'last-modified': 'Tuesday' }, 400, both).is).toBe('next');
	});

	it.each<[string, KnownFile, Record<string, string>, 'next' | 'other']>([
		[
			'a date and the same date with an ETag',
			{ ranges: true, modified: 'M' },
			{ etag: '"x"', 'last-modified': 'M' },
			'next',
		],
		['an ETag, and a date alone', { ranges: true, etag: '"x"' }, { 'last-modified': 'M' }, 'next'],
		[
			'both, and another date alone',
			{ ranges: true, etag: '"x"', modified: 'M' },
			{ 'last-modified': 'T' },
			'other',
		],
		['a date, and nothing', { ranges: true, modified: 'M' }, {}, 'next'],
		['nothing, and a date', { ranges: true }, { 'last-modified': 'M' }, 'next'],
		['nothing, and nothing', { ranges: true }, {}, 'next'],
	])('what both answers name has to be equal: %s', (_name, first, headers, is) => {
		const part = { 'content-range': 'bytes 400-999/1000' };
		expect(fit(206, { ...part, ...headers }, 400, first).is).toBe(is);
	});

	it('tells nothing that was not told', () => {
		const part = { 'content-range': 'bytes 0-99/*' };
		expect(fit(206, part, 0)).toStrictEqual({ is: 'start', file: { ranges: true }, end: 100 });
		const dated = { ...part, 'last-modified': 'M' };
		expect(fit(206, dated, 0)).toStrictEqual({
			is: 'start',
			file: { ranges: true, modified: 'M' },
			end: 100,
		});
	});

	it('begins a file too, where it begins with its first byte', () => {
		expect(fit(206, { 'content-range': 'bytes 0-99/1000', etag: '"one"' }, 0)).toStrictEqual({
			is: 'start',
			file: known,
			end: 100,
		});
		expect(fit(206, { 'content-range': 'bytes 5-99/1000' }, 0).is).toBe('other');
	});
});

describe('a whole file (200)', () => {
	it('begins a file', () => {
		expect(fit(200, { 'content-length': '1000', etag: '"one"' }, 0)).toStrictEqual({
			is: 'start',
			file: known,
			end: 1000,
		});
		expect(fit(200, {}, 0)).toStrictEqual({ is: 'start', file: { ranges: true } });
		expect(fit(200, { 'accept-ranges': 'none' }, 0)).toMatchObject({ file: { ranges: false } });
	});

	it('in the place of a part tells that the server does not know parts', () => {
		const answer = fit(200, { 'content-length': '1000', etag: '"one"' }, 400, known);
		expect(answer).toMatchObject({ is: 'start', file: { ranges: false, total: 1000 } });
	});

	it('asked for as a whole tells nothing of parts, whatever came of it before', () => {
		const answer = fit(200, { 'content-length': '1000', etag: '"one"' }, 0, known);
		expect(answer).toMatchObject({ is: 'start', file: { ranges: true } });
	});

	it('in the place of a part may be of another file by now', () => {
		const answer = fit(200, { 'content-length': '900', etag: '"two"' }, 400, known);
		expect(answer).toStrictEqual({
			is: 'start',
			file: { ranges: true, total: 900, etag: '"two"' },
			end: 900,
		});
	});
});

it('asks for the rest of the same file, by its strong ETag or its date', () => {
	expect(validatorOf({ etag: '"one"', modified: 'Monday' })).toBe('"one"');
	expect(validatorOf({ etag: 'W/"one"', modified: 'Monday' })).toBe('Monday');
	expect(validatorOf({ etag: 'W/"one"' })).toBeUndefined();
});

it.each(['12 MB', '-1', '1e3', '9'.repeat(16)])('takes no length of %s', (length) => {
	expect(readFileHeaders({ 'Content-Length': length })).toStrictEqual({ ranges: true });
});
