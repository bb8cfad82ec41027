/** Every format by its first bytes, and how long a WebM or MKV says it is, byte by byte. */
import {
	aboutFormat,
	formatOf,
	type FileFormat,
} from '../../nodes/KlingVideo/shared/fileFormat.ts';
import { MatroskaReader } from '../../nodes/KlingVideo/shared/matroskaReader.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

test.each<[FileFormat, string, string, string, string[]]>([
	['JPG', 'picture', 'image/jpeg', 'jpg', ['\xff\xd8\xff']],
	['PNG', 'picture', 'image/png', 'png', ['\x89PNG\r\n\x1a\n']],
	['WebP', 'picture', 'image/webp', 'webp', ['RIFF\0\0\0\0WEBP']],
	['GIF', 'picture', 'image/gif', 'gif', ['GIF87a', 'GIF89a']],
	['BMP', 'picture', 'image/bmp', 'bmp', ['BM']],
	['TIFF', 'picture', 'image/tiff', 'tiff', ['II*\0', 'MM\0*']],
	[
		'HEIC',
		'picture',
		'image/heic',
		'heic',
		['heic', 'heix', 'hevc', 'mif1', 'msf1'].map((brand) => `\0\0\0\x18ftyp${brand}`),
	],
	['AVIF', 'picture', 'image/avif', 'avif', ['\0\0\0\x18ftypavif', '\0\0\0\x18ftypavis']],
	[
		'MP3',
		'sound',
		'audio/mpeg',
		'mp3',
		['ID3', 'ID3\x04ftypisom', '\xff\xfb\x90', '\xff\xf3\x90', '\0\xff\xfa\x90', '\0ID3'],
	],
	[
		'WAV',
		'sound',
		'audio/wav',
		'wav',
		['RIFF\0\0\0\0WAVE', 'RF64\0\0\0\0WAVE', 'BW64\0\0\0\0WAVE'],
	],
	[
		'M4A',
		'sound',
		'audio/mp4',
		'm4a',
		['M4A ', 'M4B ', 'M4P '].map((brand) => `\0\0\0\x18ftyp${brand}`),
	],
	['AAC', 'sound', 'audio/aac', 'aac', ['\xff\xf1\x50', '\xff\xf9\x50', '\0\0\xff\xf0\x50']],
	['OGG', 'sound', 'audio/ogg', 'ogg', ['OggS']],
	['FLAC', 'sound', 'audio/flac', 'flac', ['fLaC']],
	['MP4', 'video', 'video/mp4', 'mp4', ['\0\0\0\x18ftypisom', '\0\0\0\x18ftypmp42']],
	[
		'MOV',
		'video',
		'video/quicktime',
		'mov',
		['\0\0\0\x14ftypqt  ', ...['moov', 'mdat', 'wide', 'pnot'].map((name) => `\0\0\0\x08${name}`)],
	],
	['WebM', 'video', 'video/webm', 'webm', ['\x1aE\xdf\xa3\0\0\x42\x82\x84webm']],
	['MKV', 'video', 'video/x-matroska', 'mkv', ['\x1aE\xdf\xa3\0\0\x42\x82\x88matroska']],
	['AVI', 'video', 'video/x-msvideo', 'avi', ['RIFF\0\0\0\0AVI ']],
	['MPEG', 'video', 'video/mpeg', 'mpg', ['\0\0\x01\xba']],
	['FLV', 'video', 'video/x-flv', 'flv', ['FLV\x01']],
	['WMV', 'video', 'video/x-ms-wmv', 'wmv', ['\x30\x26\xb2\x75\x8e\x66\xcf\x11']],
	['PDF', 'other', 'application/pdf', 'pdf', ['%PDF']],
	['ZIP', 'other', 'application/zip', 'zip', ['PK\x03\x04']],
])('%s', (format, kind, mime, extension, starts) => {
	expect(aboutFormat(format)).toEqual({ kind, mime, extension });
	for (const start of starts) {
		expect([start, formatOf(latin1(start))]).toEqual([start, format]);
		expect([start, formatOf(latin1(start + '\0'.repeat(100)))]).toEqual([start, format]);
		expect([start, formatOf(latin1(`x${start}`))]).toEqual([start, undefined]);
	}
});

test.each([
	'RIFF\0\0\0\0XXXX',
	'XXXX\0\0\0\0WAVE',
	'XXXX\0\0\0\0WEBP',
	'XXXX\0\0\0\0AVI ',
	'RIFF\0\0WAVE',
	'\xff\xfb\xf0',
	'\xff\xfb\x9c',
	'\xff\xe0\x90',
	'\xff\xfb',
	'\xfe\xfb\x90',
	'\0\0\0\x18ftypiso',
	'ID2',
	'\x1aE\xdf\xa3',
])('%j is no known format', (start) => {
	expect(formatOf(latin1(start))).toBeUndefined();
});

describe('the end of a WebM or MKV', () => {
	/** A number of variable length, in so many bytes. */
	function vint(value: number, bytes: number): number[] {
		const all = Array.from(
			{ length: bytes },
			(_, at) => Math.floor(value / 256 ** (bytes - 1 - at)) % 256,
		);
		return all.map((byte, at) => (at === 0 ? byte | (0x80 >> (bytes - 1)) : byte));
	}

	const EBML = [0x1a, 0x45, 0xdf, 0xa3];
	const SEGMENT = [0x18, 0x53, 0x80, 0x67];

	function endOf(file: number[], more = 0, chunkBytes = 4096) {
		const reader = new MatroskaReader();
		const bytes = Buffer.concat([Buffer.from(file), Buffer.alloc(more)]);
		for (let at = 0; at < bytes.length; at += chunkBytes)
			reader.take(bytes.subarray(at, at + chunkBytes));
		return reader.end();
	}

	/** A header of `header` bytes, and a segment that says it has `size`. */
	const file = (header: number, size: number[]) => [
		...EBML,
		...vint(header, 1),
		...Array<number>(header).fill(1),
		...SEGMENT,
		...size,
	];

	it.each([1, 2, 3, 4, 5, 6, 7, 8])('is told by a length of %i bytes', (bytes) => {
		const start = file(3, vint(100, bytes));
		expect(endOf(start, 100)).toEqual({ is: 'whole' });
		expect(endOf(start, 101)).toEqual({ is: 'whole' });
		expect(endOf(start, 99)).toEqual({ is: 'damaged', why: 'ends 1 bytes too early' });
		expect(endOf(start, 90, 1)).toEqual({ is: 'damaged', why: 'ends 10 bytes too early' });
	});

	it('is told by a great length', () => {
		const start = file(3, vint(70_000, 3));
		expect(endOf(start, 70_000, 997)).toEqual({ is: 'whole' });
		expect(endOf(start, 69_999, 997)).toEqual({ is: 'damaged', why: 'ends 1 bytes too early' });
	});

	it.each([
		['a length of ones in one byte', file(3, [0xff])],
		['a length of ones in two bytes', file(3, [0x7f, 0xff])],
		['a length of ones in eight bytes', file(3, [1, ...Array<number>(7).fill(0xff)])],
		['a length that begins with zeros', file(3, [0, ...Array<number>(20).fill(1)])],
		['no length', file(3, [])],
		['a cut length', file(3, [0x40])],
		['another element', [...EBML, 0x81, 1, 0x18, 0x53, 0x80, 0x66, 0x81]],
		['a header without its length', [...EBML, 0xff, ...SEGMENT, 0x81]],
		['a cut header', [...EBML, 0x83, 1, 1, 1, ...SEGMENT.slice(0, 3)]],
		['nothing', []],
		['its first bytes', EBML],
	])('is not told by %s', (_name, start) => {
		expect(endOf(start)).toEqual({ is: 'unknown' });
	});

	it('is told by a length with some ones', () => {
		expect(endOf(file(3, [0x40, 0xff]), 255)).toEqual({ is: 'whole' });
		expect(endOf(file(3, [0x7f, 0x00]), 1)).toMatchObject({ is: 'damaged' });
	});

	it('stands within the first 4 kB of the file', () => {
		const header = (bytes: number) => [
			...EBML,
			...vint(bytes, 2),
			...Array<number>(bytes).fill(1),
			...SEGMENT,
			0x81,
		];
		expect(endOf(header(4096 - 11), 1)).toEqual({ is: 'whole' });
		expect(endOf(header(4096 - 10), 1)).toEqual({ is: 'unknown' });
		expect(endOf(header(4096 - 10), 1, 1000)).toEqual({ is: 'unknown' });
	});
});
