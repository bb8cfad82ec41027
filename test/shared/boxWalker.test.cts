/** Boxes as they pass by, with lengths that lie. */
import { BoxWalker, type Box } from '../../nodes/KlingVideo/shared/boxWalker';
import { seedRandom } from '../support/seededRandom.cts';
import { box, header, longHeader } from './boxes.cts';

/** What a walk through a file meets and reads; a walk that goes in circles throws. */
function walk(file: Buffer, chunkBytes: number) {
	const met: Array<Pick<Box, 'name' | 'at' | 'end'>> = [];
	const read: Array<{ name: string; parent: string | undefined; content: string }> = [];
	const walker = new BoxWalker({
		begin: ({ name, at, end }) => {
			met.push({ name, at, end });
			if (met.length > file.length / 8) throw new Error('The walk goes in circles');
		},
		read: ({ name, parent }, content) => {
			read.push({ name, parent, content: content.toString('latin1') });
		},
	});
	for (let at = 0; at < file.length; at += chunkBytes) {
		walker.take(file.subarray(at, at + chunkBytes));
	}
	return { walker, met, names: met.map(({ name }) => name), read };
}

const first = header(8, 'ftyp');
const last = header(8, 'free');

describe.each([1, 5, 8, 1000])('in chunks of %i', (chunkBytes) => {
	it.each([2, 7])('a length of %i, less than its own header, ends the walk', (length) => {
		const { walker, names } = walk(
			Buffer.concat([first, header(length, 'mdat'), last]),
			chunkBytes,
		);
		expect(names).toEqual(['ftyp']);
		expect(walker).toMatchObject({ hasJunk: true, topEnd: 8, passed: 24 });
	});

	it.each([8, 15])('a length of %i, less than its own header of 16, ends the walk', (length) => {
		const { walker, names } = walk(
			Buffer.concat([first, longHeader(length, 'mdat'), last]),
			chunkBytes,
		);
		expect(names).toEqual(['ftyp']);
		expect(walker).toMatchObject({ hasJunk: true, topEnd: 8, passed: 32 });
	});

	it.each(['mdat', 'mvhd', 'free'])(
		'a %s of length 0 ends the reading: it reaches to the end of the file',
		(name) => {
			const { walker, names } = walk(Buffer.concat([first, header(0, name), last]), chunkBytes);
			expect(names).toEqual(['ftyp', name]);
			expect(walker).toMatchObject({ hasJunk: false, topEnd: Infinity, passed: 24 });
		},
	);

	it('a length of 0 in 64 bits reaches to the end of the file too', () => {
		const { walker, names } = walk(Buffer.concat([first, longHeader(0, 'mdat'), last]), chunkBytes);
		expect(names).toEqual(['ftyp', 'mdat']);
		expect(walker).toMatchObject({ hasJunk: false, topEnd: Infinity });
	});

	it('boxes within one of length 0 are met', () => {
		const { walker, names } = walk(Buffer.concat([first, header(0, 'moov'), last]), chunkBytes);
		expect(names).toEqual(['ftyp', 'moov', 'free']);
		expect(walker).toMatchObject({ topEnd: Infinity });
	});

	it('a length of 0 within a box reaches to the end of that box', () => {
		const moov = Buffer.concat([header(24, 'moov'), header(0, 'udta'), last]);
		const { walker, met } = walk(Buffer.concat([moov, last]), chunkBytes);
		expect(met).toEqual([
			{ name: 'moov', at: 0, end: 24 },
			{ name: 'udta', at: 8, end: 24 },
			{ name: 'free', at: 24, end: 32 },
		]);
		expect(walker.topEnd).toBe(32);
	});

	it.each([2, 100])('a length of %i within a box ends that box alone', (length) => {
		const moov = Buffer.concat([header(24, 'moov'), header(length, 'udta'), last]);
		const { walker, names } = walk(Buffer.concat([moov, last]), chunkBytes);
		expect(names).toEqual(['moov', 'free']);
		expect(walker).toMatchObject({ hasJunk: false, topEnd: 32 });
	});

	it('a header of 16 bytes that has no room in its box ends that box alone', () => {
		const moov = Buffer.concat([header(20, 'moov'), header(1, 'udta'), Buffer.alloc(4)]);
		const { walker, names } = walk(Buffer.concat([moov, last, last]), chunkBytes);
		expect(names).toEqual(['moov', 'free', 'free']);
		expect(walker).toMatchObject({ hasJunk: false, topEnd: 36, started: 0 });
	});

	it('a file of nothing but lengths of 0 ends', () => {
		expect(walk(Buffer.alloc(5000), chunkBytes).walker.hasJunk).toBe(true);
	});

	it.each([8, 16] as const)('what a box holds is read, behind a header of %i bytes', (bytes) => {
		const content = Buffer.from('all of it, and no more');
		const inside = box('trak', box('tkhd', content, bytes), bytes);
		const { walker, read } = walk(box('moov', [inside, last], bytes), chunkBytes);
		expect(read).toEqual([{ name: 'tkhd', parent: 'trak', content: content.toString() }]);
		expect(walker.topEnd).toBe(walker.passed);
	});

	it('only boxes that somebody needs are read and entered', () => {
		const content = Buffer.from('\0\0\0\x08trak');
		const file = Buffer.concat([box('mdat', content), box('udta', content), last]);
		expect(walk(file, chunkBytes)).toMatchObject({ names: ['mdat', 'udta', 'free'], read: [] });
	});

	it('a box of a few bytes, or none, at the end of another is read', () => {
		const inside = [box('co64', Buffer.alloc(0)), box('stco', Buffer.from('123'))];
		const { names, read } = walk(Buffer.concat([box('stbl', inside), last]), chunkBytes);
		expect(names).toEqual(['stbl', 'co64', 'stco', 'free']);
		expect(read.map(({ content }) => content)).toEqual(['', '123']);
	});

	it('a box that fills the rest of another is met', () => {
		const file = Buffer.concat([box('moov', box('trak', last)), last]);
		expect(walk(file, chunkBytes).names).toEqual(['moov', 'trak', 'free', 'free']);
	});

	it.each([1, 4, 7])('%i bytes too few for a box end the one around them', (bytes) => {
		const moov = box('moov', [box('trak', [last, Buffer.alloc(bytes)]), Buffer.alloc(bytes)]);
		const { walker, names } = walk(Buffer.concat([moov, last]), chunkBytes);
		expect(names).toEqual(['moov', 'trak', 'free', 'free']);
		expect(walker).toMatchObject({ hasJunk: false, topEnd: walker.passed });
	});

	it('the start of a header is told at the end of the file', () => {
		const startedIn = (...more: Buffer[]) =>
			walk(Buffer.concat([first, ...more]), chunkBytes).walker.started;
		expect(startedIn()).toBe(0);
		expect(startedIn(last.subarray(0, 5))).toBe(5);
		expect(startedIn(header(1, 'mdat'), Buffer.alloc(7))).toBe(15);
		// Within the content of a box, and behind something else, there is no header.
		expect(startedIn(box('sidx', Buffer.alloc(9)).subarray(0, -1))).toBe(0);
		expect(startedIn(Buffer.alloc(20))).toBe(0);
	});
});

it.each(['\xa9nam', 'a b~', '    '])('%j is a name', (name) => {
	expect(walk(box(name, Buffer.alloc(3)), 1000).names).toEqual([name]);
});

it.each(['\x1fnam', 'na\0m', 'nam\x7f', 'n\xa8m '])('%j is no name', (name) => {
	expect(walk(box(name, Buffer.alloc(3)), 1000).names).toEqual([]);
});

it('of a very long box the first 64 kB are read', () => {
	const file = Buffer.concat([box('stco', Buffer.alloc(70_000, 'x')), last]);
	const { names, read } = walk(file, 4096);
	expect(names).toEqual(['stco', 'free']);
	expect(read.map(({ content }) => content)).toEqual(['x'.repeat(64 * 1024)]);
});

it('what is met does not depend on the cuts between chunks, whatever is broken', () => {
	const restore = seedRandom(20);
	try {
		const any = (most: number) => Math.floor(Math.random() * most);
		const inside = [box('tkhd', Buffer.alloc(9)), box('udta', last, 16), box('mdia', last)];
		const whole = Buffer.concat([first, box('moov', [box('trak', inside), last], 16), last, last]);
		for (let run = 0; run < 500; run += 1) {
			const file = Buffer.from(whole);
			for (let change = any(3); change >= 0; change -= 1) {
				// The last byte of a length, most of all.
				const at = any(4) > 0 ? 4 * any(file.length / 4) + 3 : any(file.length);
				file[at] = any(2) > 0 ? any(40) : any(256);
			}
			const [one, other] = [walk(file, file.length), walk(file, 1 + any(20))];
			expect({ ...other, walker: 0 }).toEqual({ ...one, walker: 0 });
			expect(other.walker.topEnd).toBe(one.walker.topEnd);
			expect(other.walker.hasJunk).toBe(one.walker.hasJunk);
		}
	} finally {
		restore();
	}
});
