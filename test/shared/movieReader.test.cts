/** What videos say of themselves: real ones, cut and whole, in chunks of any size. */
import { sample, type SampleName } from '../support/filmSamples.cts';
import { BoxWalker, type Box } from '../../nodes/KlingVideo/shared/boxWalker';
import { MovieReader } from '../../nodes/KlingVideo/shared/movieReader';
import type { FileEnd } from '../../nodes/KlingVideo/shared/fileEnd';

function read(file: Buffer, chunkBytes = 1000): MovieReader {
	const reader = new MovieReader();
	for (let at = 0; at < file.length; at += chunkBytes) {
		reader.take(file.subarray(at, at + chunkBytes));
	}
	return reader;
}

function endOf(file: Buffer): FileEnd['is'] {
	return read(file).end().is;
}

describe.each<[SampleName, { width: number; height: number } | undefined]>([
	['progressive', { width: 64, height: 48 }],
	['faststart', { width: 64, height: 48 }],
	['withSound', { width: 64, height: 48 }],
	['upright', { width: 48, height: 64 }],
	['hevc', { width: 64, height: 48 }],
	['fragmented', { width: 64, height: 48 }],
	['fragmentedBehindStart', { width: 64, height: 48 }],
	['fragmentedWithSound', { width: 64, height: 48 }],
	['dash', { width: 64, height: 48 }],
	['fragmentedEndless', { width: 64, height: 48 }],
	['mov', { width: 64, height: 48 }],
	['m4a', undefined],
	['soundInMp4', undefined],
])('%s', (name, sides) => {
	// The cuts between chunks are the same rule for every file.
	const cuts = name === 'faststart' || name === 'dash' ? [1, 7, 64, 4096, 1e9] : [701, 1e9];

	it.each(cuts)('tells its length and sides in chunks of %i', (bytes) => {
		const reader = read(sample(name), bytes);
		expect(reader.seconds).toBeCloseTo(4, 0);
		expect(Math.abs((reader.seconds ?? 0) - 4)).toBeLessThan(0.1);
		expect(reader.sides).toEqual(sides);
		expect(reader.isSound).toBe(sides === undefined);
		expect(reader.hasPicture).toBe(sides !== undefined);
	});

	it('is whole, or does not say', () => {
		const expected = { m4a: 'noVideo', soundInMp4: 'noVideo', fragmentedEndless: 'unknown' };
		expect(endOf(sample(name))).toBe(name in expected ? Reflect.get(expected, name) : 'whole');
	});

	it.each([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.999])('is not whole up to %d', (part) => {
		const file = sample(name);
		expect(endOf(file.subarray(0, Math.floor(file.length * part)))).not.toBe('whole');
	});
});

it.each<SampleName>([
	...(['progressive', 'faststart', 'withSound', 'fragmented', 'fragmentedBehindStart'] as const),
	...(['fragmentedWithSound', 'dash', 'fragmentedEndless', 'mov'] as const),
])('%s is not whole up to any of its boxes', (name) => {
	const file = sample(name);
	const starts: number[] = [];
	const begin = ({ at, parent }: Box) => void (parent === undefined && starts.push(at));
	new BoxWalker({ begin, read: () => undefined }).take(file);
	// An index at the start tells of all pictures: the one behind them is not needed.
	const last = file.readUInt32BE(file.length - 4);
	const needed = name === 'dash' ? starts.filter((at) => at < file.length - last) : starts;
	expect(needed.length).toBeGreaterThan(2);
	expect(needed.filter((at) => endOf(file.subarray(0, at)) === 'whole')).toEqual([]);
});

/** A video with the matrix of its track header changed: the four numbers that turn the picture. */
function turned(a: number, b: number, c: number, d: number): Buffer {
	const file = Buffer.from(sample('faststart'));
	const matrix = file.indexOf('tkhd') + 4 + 40;
	for (const [place, value] of [a, b, 0, c, d].entries()) {
		file.writeInt32BE(value * 65536, matrix + 4 * place);
	}
	return file;
}

it.each([
	['not turned', [1, 0, 0, 1], { width: 64, height: 48 }],
	['turned by 90 degrees', [0, 1, -1, 0], { width: 48, height: 64 }],
	['turned by 180 degrees', [-1, 0, 0, -1], { width: 64, height: 48 }],
	['turned by 270 degrees', [0, -1, 1, 0], { width: 48, height: 64 }],
] as const)('tells the sides as shown: %s', (_name, [a, b, c, d], sides) => {
	expect(read(turned(a, b, c, d)).sides).toEqual(sides);
});

it('takes the sides of the samples where the track has none', () => {
	const file = Buffer.from(sample('faststart'));
	file.fill(0, file.indexOf('tkhd') + 4 + 76, file.indexOf('tkhd') + 4 + 84);
	expect(read(file).sides).toEqual({ width: 64, height: 48 });
});

describe('the end of a file', () => {
	const file = sample('faststart');
	const moovAtEnd = sample('progressive');
	const mdatOf = (bytes: Buffer) => bytes.indexOf('mdat') - 4;

	it('is not told by a last box that goes to the end', () => {
		const open = Buffer.from(file);
		open.writeUInt32BE(0, mdatOf(open));
		expect(endOf(open)).toBe('unknown');
		expect(read(open).sides).toEqual({ width: 64, height: 48 });
	});

	it.each(['ftyp', 'moov', 'mvhd', 'trak', 'mdia', 'stbl', 'stsd', 'stco'])(
		'is reached behind a %s of no length',
		(name) => {
			for (const length of [0, 2, 7]) {
				const broken = Buffer.from(file);
				broken.writeUInt32BE(length, broken.indexOf(name) - 4);
				const isTop = name === 'ftyp' || name === 'moov';
				expect(endOf(broken) === 'whole').toBe(!isTop);
			}
		},
	);

	it('is told by boxes of 64 bits', () => {
		const at = mdatOf(file);
		const header = Buffer.alloc(16);
		header.writeUInt32BE(1, 0);
		header.write('mdat', 4, 'latin1');
		header.writeBigUInt64BE(BigInt(file.length - at + 8), 8);
		const long = Buffer.concat([file.subarray(0, at), header, file.subarray(at + 8)]);
		expect(endOf(long)).toBe('whole');
		expect(endOf(long.subarray(0, -1))).toBe('damaged');
	});

	it('may be followed by padding', () => {
		expect(endOf(Buffer.concat([file, Buffer.alloc(100)]))).toBe('whole');
	});

	it('is not told by the start of another box', () => {
		expect(endOf(Buffer.concat([file, Buffer.from([0, 0, 0])]))).toBe('unknown');
	});

	it('needs pictures and their header', () => {
		expect(endOf(file.subarray(0, mdatOf(file)))).toBe('noVideo');
		expect(endOf(moovAtEnd.subarray(0, moovAtEnd.indexOf('moov') - 4))).toBe('noVideo');
		expect(endOf(file.subarray(0, file.readUInt32BE(0)))).toBe('noVideo');
	});

	it('is not reached where the header tells of pictures beyond it', () => {
		// The film in two boxes, and the second one is gone.
		const at = mdatOf(file);
		const cut = Buffer.from(file.subarray(0, at + 16));
		cut.writeUInt32BE(16, at);
		const chunk = cut.indexOf('stco') + 12;
		cut.writeUInt32BE(at + 100, chunk);
		expect(endOf(cut)).toBe('damaged');
	});

	it('of fragments is told by an index at either end, not by the last fragment', () => {
		const fragments = sample('fragmented');
		const closed = fragments.lastIndexOf('mfra') - 4;
		expect(endOf(fragments)).toBe('whole');
		expect(endOf(fragments.subarray(0, closed))).toBe('unknown');
		const dash = sample('dash');
		const last = dash.lastIndexOf('moof') - 4;
		expect(endOf(dash)).toBe('whole');
		expect(endOf(dash.subarray(0, last))).toBe('unknown');
	});
});
