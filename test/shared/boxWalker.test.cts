/** Boxes as they pass by, with lengths that lie. */
import { BoxWalker, type Box } from '../../nodes/KlingVideo/shared/boxWalker';

function header(length: number, name: string): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeUInt32BE(length, 0);
	bytes.write(name, 4, 'latin1');
	return bytes;
}

function walk(file: Buffer, chunkBytes: number) {
	const met: Array<Pick<Box, 'name' | 'at' | 'end'>> = [];
	const walker = new BoxWalker({
		begin: ({ name, at, end }) => met.push({ name, at, end }),
		read: () => undefined,
	});
	for (let at = 0; at < file.length; at += chunkBytes) {
		walker.take(file.subarray(at, at + chunkBytes));
	}
	return { walker, met };
}

const first = header(8, 'ftyp');
const last = header(8, 'free');

describe.each([1, 5, 8, 1000])('in chunks of %i', (chunkBytes) => {
	it.each([2, 7])('a length of %i, less than its own header, ends the walk', (length) => {
		const { walker, met } = walk(Buffer.concat([first, header(length, 'mdat'), last]), chunkBytes);
		expect(met.map(({ name }) => name)).toEqual(['ftyp']);
		expect(walker).toMatchObject({ hasJunk: true, topEnd: 8, passed: 24 });
	});

	it('a length of 0 reaches to the end of the file', () => {
		const { walker, met } = walk(Buffer.concat([first, header(0, 'mdat'), last]), chunkBytes);
		expect(met.map(({ name }) => name)).toEqual(['ftyp', 'mdat']);
		expect(walker).toMatchObject({ hasJunk: false, topEnd: Infinity, passed: 24 });
	});

	it('a length of 0 within a box reaches to the end of that box', () => {
		const moov = Buffer.concat([header(24, 'moov'), header(0, 'udta'), last]);
		const { met } = walk(Buffer.concat([moov, last]), chunkBytes);
		expect(met).toEqual([
			{ name: 'moov', at: 0, end: 24 },
			{ name: 'udta', at: 8, end: 24 },
			{ name: 'free', at: 24, end: 32 },
		]);
	});

	it.each([2, 100])('a length of %i within a box ends that box alone', (length) => {
		const moov = Buffer.concat([header(24, 'moov'), header(length, 'udta'), last]);
		const { walker, met } = walk(Buffer.concat([moov, last]), chunkBytes);
		expect(met.map(({ name }) => name)).toEqual(['moov', 'free']);
		expect(walker).toMatchObject({ hasJunk: false, topEnd: 32 });
	});

	it('a file of nothing but lengths of 0 ends', () => {
		expect(walk(Buffer.alloc(5000), chunkBytes).walker.hasJunk).toBe(true);
	});
});
