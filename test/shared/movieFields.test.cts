/** Fields of boxes, byte by byte: what is there, what is cut, and what means "unknown". */
import {
	readFragmentedUnits,
	readFragmentHeader,
	readFragmentStart,
	readFurthestChunk,
	readHandler,
	readIndexedBytes,
	readRunUnits,
	readSampleSides,
	readTiming,
	readTrackDefaults,
	readTrackHeader,
} from '../../nodes/KlingVideo/shared/movieFields.ts';
import { MovieFragments } from '../../nodes/KlingVideo/shared/movieFragments.ts';
import { content } from './boxes.cts';

/** Version 1 of a box, with times of 64 bits. */
const LONG = 0x01000000;
const ONES = 0xffffffff;

/** Every shorter piece of a content reads as `cut` says. */
function expectCut<T>(read: (bytes: Buffer) => T, whole: Buffer, cut: T, least = 0): void {
	for (let length = least; length < whole.length; length += 1) {
		expect([length, read(whole.subarray(0, length))]).toEqual([length, cut]);
	}
}

describe('mvhd and mdhd', () => {
	it.each([
		['32 bits', content(0, 1, 2, 600, 3000), { scale: 600, units: 3000 }],
		['64 bits', content(LONG, [8, 1], [8, 2], 600, [8, 3000]), { scale: 600, units: 3000 }],
		['no length', content(0, 0, 0, 600, 0), { scale: 600 }],
		['a length of ones', content(0, 0, 0, 600, ONES), { scale: 600 }],
		['the longest length', content(0, 0, 0, 600, ONES - 1), { scale: 600, units: ONES - 1 }],
		['a cut length', content(0, 0, 0, 600), { scale: 600 }],
		['a length below nothing', content(LONG, [8, 1], [8, 2], 600, 0x80000000, 0), { scale: 600 }],
		['a scale of nothing', content(0, 0, 0, 0, 3000), undefined],
		['a cut scale', content(0, 0, 0), undefined],
	])('with %s', (_name, bytes, timing) => {
		expect(readTiming(bytes)).toStrictEqual(timing);
	});

	it('with 64 ones say nothing', () => {
		const bytes = content(LONG, [8, 0], [8, 0], 600, ONES, ONES);
		expect(readTiming(bytes)).toStrictEqual({ scale: 600 });
	});
});

describe('tkhd', () => {
	const matrix = (a: number, b: number, c: number, d: number) => [a, b, 0, c, d, 0, 0, 0, 0];
	const short = (...turn: number[]) =>
		content(0, 1, 2, 7, 0, 9, 0, 0, 0, 0, ...turn, 64 * 65536, 48 * 65536 + 32768);
	const long = (...turn: number[]) =>
		content(LONG, [8, 1], [8, 2], 7, 0, [8, 9], 0, 0, 0, 0, ...turn, 64 * 65536, 48 * 65536);

	it('tells the track and its sides, rounded', () => {
		expect(readTrackHeader(short(...matrix(1, 0, 0, 1)))).toEqual({ id: 7, width: 64, height: 49 });
		expect(readTrackHeader(long(...matrix(1, 0, 0, 1)))).toEqual({ id: 7, width: 64, height: 48 });
	});

	it('of a turned picture has the sides swapped', () => {
		expect(readTrackHeader(short(...matrix(0, 1, 1, 0)))).toEqual({ id: 7, width: 49, height: 64 });
		expect(readTrackHeader(long(...matrix(0, 1, 1, 0)))).toEqual({ id: 7, width: 48, height: 64 });
		expect(readTrackHeader(short(...matrix(0, 1, 1, 5)))?.width).toBe(64);
		expect(readTrackHeader(short(...matrix(5, 1, 1, 0)))?.width).toBe(64);
		expect(readTrackHeader(long(...matrix(0, 1, 1, 5)))?.width).toBe(64);
		expect(readTrackHeader(long(...matrix(5, 1, 1, 0)))?.width).toBe(64);
	});

	it('that is cut tells nothing', () => {
		expectCut(readTrackHeader, short(...matrix(1, 0, 0, 1)), undefined);
		expectCut(readTrackHeader, long(...matrix(1, 0, 0, 1)), undefined);
	});
});

it('hdlr tells the kind of a track', () => {
	expect(readHandler(Buffer.from('\0\0\0\0mhlrvide\0\0\0\0'))).toBe('vide');
	expectCut(readHandler, Buffer.from('\0\0\0\0mhlrvide'), undefined);
});

it('stsd tells the sides of the samples', () => {
	const bytes = Buffer.alloc(44);
	bytes.writeUInt16BE(1280, 40);
	bytes.writeUInt16BE(720, 42);
	expect(readSampleSides(bytes)).toEqual({ width: 1280, height: 720 });
	expectCut(readSampleSides, bytes, undefined);
});

describe('stco and co64', () => {
	it.each([
		['stco', content(0, 3, 100, 300, 200), 300],
		['stco', content(0, 2, 100, 300, 900), 300],
		['stco', content(0, 9, 100, 300), 300],
		['stco', content(0, 9, 100, [2, 7]), 100],
		['stco', content(0, 0), 0],
		['stco', content(0), 0],
		['stco', content(), 0],
		['co64', content(0, 2, [8, 2 ** 40], [8, 5]), 2 ** 40],
		['co64', content(0, 2, [8, 5], 0, [2, 1]), 5],
	])('%s %#', (name, bytes, furthest) => {
		expect(readFurthestChunk(name, bytes)).toBe(furthest);
	});
});

it('mehd tells the length of a film in fragments', () => {
	expect(readFragmentedUnits(content(0, 3000))).toBe(3000);
	expect(readFragmentedUnits(content(LONG, [8, 2 ** 33]))).toBe(2 ** 33);
	expect(readFragmentedUnits(content(0, 0))).toBeUndefined();
	expectCut(readFragmentedUnits, content(0, 3000), undefined);
	expectCut(readFragmentedUnits, content(LONG, [8, 3000]), undefined);
});

it('trex tells how long the samples of a track last', () => {
	expect(readTrackDefaults(content(0, 7, 1, 512, 0, 0))).toEqual({ id: 7, units: 512 });
	expectCut(readTrackDefaults, content(0, 7, 1, 512), undefined);
});

describe('tfhd', () => {
	it.each([
		['nothing but the track', content(0x000000, 7), { id: 7 }],
		['a length', content(0x000008, 7, 512), { id: 7, units: 512 }],
		['a length behind an offset', content(0x000009, 7, [8, 1], 512), { id: 7, units: 512 }],
		['a length behind a description', content(0x00000a, 7, 1, 512), { id: 7, units: 512 }],
		['a length behind both', content(0x00000b, 7, [8, 1], 1, 512), { id: 7, units: 512 }],
		['other things only', content(0x000030, 7, 1, 1), { id: 7 }],
		['a length that is cut', content(0x000008, 7, [2, 1]), { id: 7 }],
		['a cut track', content(0x000008, [2, 1]), undefined],
	])('with %s', (_name, bytes, header) => {
		expect(readFragmentHeader(bytes)).toStrictEqual(header);
	});
});

it('tfdt tells when a fragment begins', () => {
	expect(readFragmentStart(content(0, 900))).toBe(900);
	expect(readFragmentStart(content(LONG, [8, 900]))).toBe(900);
	expect(readFragmentStart(content(0, 0))).toBe(0);
	expectCut(readFragmentStart, content(0, 900), undefined);
});

describe('trun', () => {
	it.each([
		['a length for each', content(0x000000, 3), 10, 30],
		['no length at all', content(0x000000, 3), undefined, undefined],
		['lengths', content(0x000100, 3, 1, 2, 4), 10, 7],
		['lengths behind an offset', content(0x000101, 2, 99, 1, 2), 10, 3],
		['lengths behind the flags of the first', content(0x000104, 2, 99, 1, 2), 10, 3],
		['lengths behind both', content(0x000105, 2, 99, 99, 1, 2), 10, 3],
		['lengths and sizes', content(0x000300, 2, 1, 50, 2, 50), 10, 3],
		['lengths and flags', content(0x000500, 2, 1, 50, 2, 50), 10, 3],
		['lengths and shifts', content(0x000900, 2, 1, 50, 2, 50), 10, 3],
		['lengths and all else', content(0x000f00, 2, 1, 50, 50, 50, 2, 50, 50, 50), 10, 3],
		['lengths that are cut', content(0x000100, 3, 1, 2), 10, undefined],
		['no count', content(0x000100), 10, undefined],
		['no samples', content(0x000100, 0), 10, 0],
	])('with %s', (_name, bytes, each, units) => {
		expect(readRunUnits(bytes, each)).toBe(units);
	});
});

describe('sidx', () => {
	const entry = (size: number) => [size, 0, 0];

	it.each([
		['32 bits', content(0, 1, 2, 3, 10, [2, 0], [2, 2], ...entry(100), ...entry(200)), 310],
		['64 bits', content(LONG, 1, 2, [8, 3], [8, 10], [2, 0], [2, 1], ...entry(100)), 110],
		['an index of indexes', content(0, 1, 2, 3, 0, [2, 0], [2, 1], ...entry(0x80000064)), 100],
		['no entries', content(0, 1, 2, 3, 10, [2, 0], [2, 0]), 10],
		['a cut entry', content(0, 1, 2, 3, 10, [2, 0], [2, 2], ...entry(100), [2, 1]), undefined],
		['no list', content(0, 1, 2, 3, 10, [2, 0]), undefined],
		['nothing', content(0, 1, 2, 3), undefined],
	])('with %s', (_name, bytes, sum) => {
		expect(readIndexedBytes(bytes)).toBe(sum);
	});
});

describe('fragments', () => {
	/** A fragment of track 7 with samples of these lengths; `at` = where it says that it begins. */
	function add(fragments: MovieFragments, at: number | undefined, ...units: number[]): void {
		fragments.begin();
		fragments.read('tfhd', content(0, 7));
		if (at !== undefined) fragments.read('tfdt', content(0, at));
		fragments.read('trun', content(0x000100, units.length, ...units));
	}

	it('last together, behind what the header holds', () => {
		const fragments = new MovieFragments();
		add(fragments, undefined, 1, 2);
		add(fragments, undefined, 4);
		expect(fragments.count).toBe(2);
		expect(fragments.unitsOf(7, 0)).toBe(7);
		expect(fragments.unitsOf(7, 100)).toBe(107);
		expect(fragments.unitsOf(8, 0)).toBeUndefined();
	});

	it('that say where they begin reach from the first to the last', () => {
		const fragments = new MovieFragments();
		add(fragments, 1000, 10);
		add(fragments, 1050, 10);
		// Out of order, and within what has come.
		add(fragments, 1005);
		expect(fragments.unitsOf(7, 0)).toBe(60);
		expect(fragments.unitsOf(7, 100)).toBe(1060);
		expect(fragments.unitsOf(7, 2000)).toBe(2000);
	});

	it('of which one does not tell its length do not tell at all', () => {
		const fragments = new MovieFragments();
		add(fragments, undefined, 5);
		fragments.begin();
		fragments.read('tfhd', content(0, 7));
		fragments.read('trun', content(0, 3));
		expect(fragments.unitsOf(7, 0)).toBeUndefined();
	});

	it('take the length of a sample from their header, else from the film', () => {
		const fragments = new MovieFragments();
		fragments.read('trex', content(0, 7, 1, 20));
		fragments.read('trex', content(0));
		fragments.read('tfhd', content(0, 7));
		fragments.read('trun', content(0, 2));
		expect(fragments.unitsOf(7, 0)).toBe(40);
		fragments.read('tfhd', content(0x000008, 7, 5));
		fragments.read('trun', content(0, 2));
		expect(fragments.unitsOf(7, 0)).toBe(50);
		fragments.read('tfhd', content(0, 8));
		fragments.read('trun', content(0, 2));
		expect(fragments.unitsOf(8, 0)).toBeUndefined();
	});

	it('without a track, or with a start that is cut, are left out', () => {
		const fragments = new MovieFragments();
		fragments.read('tfdt', content(0, 1000));
		fragments.read('trun', content(0x000100, 1, 5));
		fragments.read('tfhd', content(0));
		fragments.read('trun', content(0x000100, 1, 5));
		expect(fragments.unitsOf(7, 0)).toBeUndefined();
		add(fragments, undefined, 5);
		fragments.read('tfdt', content(0));
		fragments.read('other', content(0, 1));
		expect(fragments.unitsOf(7, 0)).toBe(5);
	});
});
