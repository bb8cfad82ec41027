/** What a film says of itself, box by box: a damaged one must never pass for whole. */
import { MovieReader } from '../../nodes/KlingVideo/shared/movieReader';
import { box, content, header } from './boxes.cts';

function read(...boxes: Buffer[]): MovieReader {
	const reader = new MovieReader();
	reader.take(Buffer.concat(boxes));
	return reader;
}

const endOf = (...boxes: Buffer[]) => read(...boxes).end();

/** A track as it is made here; what is undefined has no box. */
interface Made {
	id?: number;
	kind?: string;
	sides?: [width: number, height: number];
	/** Its length in thousandths of a second; 0 = it does not say. */
	units?: number;
	samples?: [width: number, height: number];
	chunks?: Buffer;
}

const handler = (kind: string) => box('hdlr', Buffer.from(`\0\0\0\0mhlr${kind}`));

/** `hdlr` of the data, which QuickTime has. */
const dataHandler = box('hdlr', Buffer.from('\0\0\0\0dhlrurl '));

function trackHeader(id: number, [width, height]: [number, number]): Buffer {
	const matrix = [1, 0, 0, 0, 1, 0, 0, 0, 0];
	return box(
		'tkhd',
		content(0, 0, 0, id, 0, 0, 0, 0, 0, 0, ...matrix, width * 65536, height * 65536),
	);
}

function samplesOf([width, height]: [number, number]): Buffer {
	return box('stsd', Buffer.concat([Buffer.alloc(40), content([2, width], [2, height])]));
}

function track({ id = 1, kind, sides, units, samples, chunks }: Made): Buffer {
	const table = [samples && samplesOf(samples), chunks].filter((made) => made !== undefined);
	const media = [
		units !== undefined && box('mdhd', content(0, 0, 0, 1000, units)),
		kind !== undefined && handler(kind),
		box('minf', [dataHandler, box('stbl', table)]),
	].filter((made) => made !== false);
	return box('trak', [...(sides ? [trackHeader(id, sides)] : []), box('mdia', media)]);
}

const movieHeader = (units: number) => box('mvhd', content(0, 0, 0, 1000, units));
const moov = (...inside: Buffer[]) => box('moov', inside);
const start = box('ftyp', Buffer.from('isom'));
const data = box('mdat', Buffer.alloc(20));

const picture: Made = { kind: 'vide', sides: [64, 48] };
const sound: Made = { kind: 'soun', sides: [0, 0] };

describe('the end of a film', () => {
	const film = [start, moov(movieHeader(4000), track(picture), track({ ...sound, id: 2 })), data];

	it('is where its last box ends', () => {
		expect(endOf(...film)).toEqual({ is: 'whole' });
		expect(endOf(...film, box('free', Buffer.alloc(3)))).toEqual({ is: 'whole' });
		expect(endOf(...film, Buffer.alloc(3), Buffer.alloc(9))).toEqual({ is: 'whole' });
	});

	it.each([1, 19, 20])('is not reached by %i bytes', (bytes) => {
		const why = `ends ${bytes} bytes too early`;
		expect(endOf(Buffer.concat(film).subarray(0, -bytes))).toEqual({ is: 'damaged', why });
	});

	it('is not reached within the header of the film', () => {
		const whole = Buffer.concat([start, moov(movieHeader(4000), track(picture))]);
		for (let length = start.length + 8; length < whole.length; length += 1) {
			const why = `ends ${whole.length - length} bytes too early`;
			expect(endOf(data, start, whole.subarray(start.length, length))).toEqual({
				is: 'damaged',
				why,
			});
		}
	});

	it.each([
		['without a header', [start, data], /no header.*moov/],
		['without pictures', [start, film[1]!], /no pictures.*mdat/],
		['with pictures within its header', [start, moov(track(picture), data)], /no pictures/],
		[
			'with a fragment within its header',
			[start, moov(track(picture), box('moof', []))],
			/no pictures/,
		],
		[
			'with a header within another box',
			[start, box('udta', moov(track(picture))), data],
			/no header/,
		],
		['with sound alone', [start, moov(track(sound)), data], /sound, but no picture/],
		[
			'with sound and words',
			[start, moov(track(sound), track({ kind: 'text' })), data],
			/no picture/,
		],
	])('%s is none of a video', (_name, boxes, why) => {
		expect(endOf(...boxes)).toEqual({ is: 'noVideo', why: expect.stringMatching(why) });
	});

	it.each([
		['whose kind has no box', track({ ...sound, kind: undefined })],
		['whose kind is cut', box('trak', box('mdia', box('hdlr', Buffer.from('\0\0\0\0mhlr'))))],
	])('with sound and a track %s is no certain sound', (_name, unread) => {
		const reader = read(start, moov(track(sound), unread), data);
		expect(reader.end()).toEqual({ is: 'whole' });
		expect(reader).toMatchObject({ isSound: false, hasPicture: false });
	});

	it('is not told by a last box that goes to the end, nor by the start of another box', () => {
		expect(endOf(film[0]!, film[1]!, header(0, 'mdat'), Buffer.alloc(9))).toEqual({
			is: 'unknown',
		});
		for (let bytes = 1; bytes < 8; bytes += 1) {
			expect(endOf(...film, header(8, 'free').subarray(0, bytes))).toEqual({ is: 'unknown' });
		}
	});

	it('a header of the film that goes to the end leaves no place for pictures', () => {
		expect(endOf(start, header(0, 'moov'), track(picture))).toMatchObject({ is: 'noVideo' });
		expect(endOf(start, data, header(0, 'moov'), track(picture))).toEqual({ is: 'unknown' });
	});

	describe.each([
		['stco', (...places: number[]) => box('stco', content(0, places.length, ...places))],
		[
			'co64',
			(...places: number[]) =>
				box('co64', content(0, places.length, ...places.map((at): [8, number] => [8, at]))),
		],
	])('lies beyond every place of %s', (_name, chunks) => {
		const bytes = Buffer.concat([
			start,
			moov(track({ ...picture, chunks: chunks(0, 0) }), track({ ...sound, chunks: chunks(0) })),
			data,
		]).length;
		const ending = (first: number[], second: number) =>
			endOf(
				start,
				moov(
					track({ ...picture, chunks: chunks(...first) }),
					track({ ...sound, chunks: chunks(second) }),
				),
				data,
			);

		it('in every track', () => {
			const why = `should reach beyond byte ${bytes}`;
			expect(ending([5, bytes - 1], bytes - 1)).toEqual({ is: 'whole' });
			expect(ending([5, bytes], 5)).toEqual({ is: 'damaged', why });
			expect(ending([bytes, 5], 5)).toEqual({ is: 'damaged', why });
			expect(ending([5, 5], bytes)).toEqual({ is: 'damaged', why });
		});
	});
});

describe('the end of a film in fragments', () => {
	const runOf = (id: number, units: number) =>
		box('traf', [box('tfhd', content(0x8, id, units)), box('trun', content(0, 1))]);
	/** A fragment with one sample for each of the given tracks, in thousandths of a second. */
	const fragment = (...units: Array<[id: number, units: number]>) =>
		Buffer.concat([
			box(
				'moof',
				units.map(([id, each]) => runOf(id, each)),
			),
			data,
		]);
	const announced = (units: number) => box('mvex', box('mehd', content(0, units)));
	const pictureTrack = track({ ...picture, units: 0 });
	const soundTrack = track({ ...sound, id: 2, units: 0 });
	const parts = [fragment([1, 2000]), fragment([1, 2000])];
	const open = moov(movieHeader(0), pictureTrack);

	it('is not told by its last fragment', () => {
		expect(endOf(start, open, ...parts)).toEqual({ is: 'unknown' });
		expect(endOf(start, open, box('moof', []))).toEqual({ is: 'unknown' });
		// Its header holds the first of it, and nothing more came.
		const defaults = box('mvex', box('trex', content(0, 1, 1, 1500, 0, 0)));
		const first = moov(movieHeader(1000), track(picture), defaults);
		expect(endOf(start, first, data)).toEqual({ is: 'unknown' });
		expect(endOf(start, moov(track(picture), box('mvex', [])), data)).toEqual({ is: 'unknown' });
		expect(endOf(start, first, data, box('mfra', []))).toEqual({ is: 'whole' });
		expect(endOf(start, open, ...parts, data.subarray(0, -1))).toMatchObject({ is: 'damaged' });
	});

	it('is told by an index at the end', () => {
		expect(endOf(start, open, ...parts, box('mfra', []))).toEqual({ is: 'whole' });
		expect(endOf(start, moov(pictureTrack, box('mfra', [])), ...parts)).toEqual({ is: 'unknown' });
	});

	describe('by an index at the start', () => {
		const bytes = Buffer.concat(parts).length;
		const indexOf = (size: number) =>
			box('sidx', content(0, 1, 1000, 0, 0, [2, 0], [2, 1], size, 0, 0));
		const long = moov(movieHeader(4000), pictureTrack, announced(4000));

		it('is told where it is the only one', () => {
			expect(endOf(start, open, indexOf(bytes), ...parts)).toEqual({ is: 'whole' });
			expect(endOf(start, open, indexOf(bytes - 1), ...parts)).toEqual({ is: 'whole' });
			expect(endOf(start, open, indexOf(bytes + 1), ...parts)).toEqual({ is: 'unknown' });
			expect(endOf(start, open, indexOf(bytes), parts[0]!)).toEqual({ is: 'unknown' });
		});

		it('counts from the end of the index', () => {
			const between = box('free', Buffer.alloc(50));
			expect(endOf(start, open, indexOf(bytes + 58), between, ...parts)).toEqual({ is: 'whole' });
			expect(endOf(start, open, indexOf(bytes + 59), between, ...parts)).toEqual({ is: 'unknown' });
			expect(endOf(start, open, between, indexOf(bytes), ...parts)).toEqual({ is: 'whole' });
		});

		it('goes before the announced length', () => {
			expect(endOf(start, long, indexOf(bytes + 1), ...parts)).toEqual({ is: 'unknown' });
		});

		it('is not told by one of several, nor by one that is cut', () => {
			const [first, second] = [indexOf(parts[0]!.length), indexOf(parts[1]!.length)];
			expect(endOf(start, open, first, parts[0]!, second, parts[1]!)).toEqual({ is: 'unknown' });
			expect(endOf(start, long, first, parts[0]!, second, parts[1]!)).toEqual({ is: 'whole' });
			const cut = box('sidx', content(0, 1, 1000, 0, 0));
			expect(endOf(start, open, cut, ...parts)).toEqual({ is: 'unknown' });
			expect(endOf(start, long, cut, ...parts)).toEqual({ is: 'whole' });
			expect(endOf(start, open, cut, indexOf(bytes), ...parts)).toEqual({ is: 'unknown' });
		});
	});

	describe('by the announced length', () => {
		it.each([
			[9000, 'whole'],
			[4000, 'whole'],
			[3900, 'whole'],
			[3899, 'unknown'],
			[100, 'unknown'],
		])('of 4 seconds where %i thousandths came: %s', (units, is) => {
			const film = moov(movieHeader(0), announced(4000), pictureTrack);
			expect(endOf(start, film, fragment([1, units]))).toEqual({ is });
		});

		it('together with what the header holds', () => {
			const film = (units: number) =>
				moov(movieHeader(1000), announced(5000), track({ ...picture, units }));
			expect(endOf(start, film(1000), ...parts)).toEqual({ is: 'whole' });
			expect(endOf(start, film(500), ...parts)).toEqual({ is: 'unknown' });
		});

		it.each([
			[
				'both',
				[
					[1, 4000],
					[2, 4000],
				],
				'whole',
			],
			[
				'the sound alone',
				[
					[1, 2000],
					[2, 4000],
				],
				'unknown',
			],
			[
				'the picture alone',
				[
					[1, 4000],
					[2, 2000],
				],
				'unknown',
			],
			['a sound without a picture', [[2, 4000]], 'unknown'],
			[
				'neither',
				[
					[1, 2000],
					[2, 2000],
				],
				'unknown',
			],
		] as Array<[string, Array<[number, number]>, string]>)(
			'which %s reached',
			(_name, units, is) => {
				const film = moov(movieHeader(0), announced(4000), pictureTrack, soundTrack);
				expect(endOf(start, film, fragment(...units))).toEqual({ is });
			},
		);

		it('is not needed of what neither shows nor sounds', () => {
			const words = track({ id: 2, kind: 'text', sides: [0, 0], units: 0 });
			const film = moov(movieHeader(0), announced(4000), pictureTrack, words);
			expect(endOf(start, film, ...parts)).toEqual({ is: 'whole' });
		});

		it.each([
			['the film has no scale', moov(announced(4000), pictureTrack)],
			['the track has no scale', moov(movieHeader(0), announced(4000), track(picture))],
			['the track has no kind', moov(movieHeader(0), announced(4000), track({ units: 0 }))],
			['there is no track', moov(movieHeader(0), announced(4000))],
			['it is nothing', moov(movieHeader(0), announced(0), pictureTrack)],
		])('is not known where %s', (_name, film) => {
			expect(endOf(start, film, ...parts)).toEqual({ is: 'unknown' });
		});
	});

	describe('its length', () => {
		const secondsOf = (...boxes: Buffer[]) => read(start, ...boxes).seconds;

		it('is the announced one', () => {
			expect(secondsOf(moov(movieHeader(7000), announced(3000), pictureTrack), ...parts)).toBe(3);
		});

		it('else that of the longest track', () => {
			expect(secondsOf(moov(movieHeader(7000), pictureTrack), ...parts)).toBe(4);
			const film = moov(pictureTrack, soundTrack, track({ id: 3 }));
			expect(secondsOf(film, fragment([1, 2000], [2, 2500]))).toBe(2.5);
			expect(secondsOf(film, fragment([1, 2600], [2, 2500]))).toBe(2.6);
		});

		it('is told by the length of samples in the header', () => {
			const defaults = box('mvex', box('trex', content(0, 1, 1, 1500, 0, 0)));
			const run = box('traf', [
				box('tfhd', content(0, 1)),
				box('tfdt', content(0, 500)),
				box('trun', content(0, 2)),
			]);
			expect(secondsOf(moov(pictureTrack, defaults), box('moof', run), data)).toBe(3);
			const late = track({ ...picture, units: 1000 });
			expect(secondsOf(moov(late, defaults), box('moof', run), data)).toBe(3.5);
		});

		it('is unknown where no track tells', () => {
			expect(secondsOf(moov(movieHeader(7000), track(picture)), ...parts)).toBeUndefined();
			expect(secondsOf(moov(pictureTrack), fragment([5, 100]))).toBeUndefined();
			expect(secondsOf(moov(movieHeader(7000)), ...parts)).toBeUndefined();
		});
	});
});

describe('the length of a film', () => {
	const tracks = (...units: Array<number | undefined>) =>
		units.map((each) => track({ ...picture, units: each }));

	it.each([
		['that of its header', [movieHeader(4500), ...tracks(4000)], 4.5],
		['else that of its longest track', [movieHeader(0), ...tracks(3000, 4000, undefined, 0)], 4],
		['of its longest track without a header', tracks(5000, 4000), 5],
		['unknown where nothing tells', [movieHeader(0), ...tracks(0, undefined)], undefined],
		['unknown without tracks', [], undefined],
	])('is %s', (_name, inside, seconds) => {
		expect(read(start, moov(...inside), data).seconds).toBe(seconds);
	});
});

describe('the sides of a picture', () => {
	const manyChunks = box('stco', content(0, 12, ...Array<number>(12).fill(0x10001)));

	it.each<[string, Made[], Made['sides']]>([
		['of the track', [picture], [64, 48]],
		['not of sound', [{ kind: 'soun', sides: [10, 10] }, picture], [64, 48]],
		['not of a sound alone', [{ kind: 'soun', sides: [10, 10], samples: [9, 9] }], undefined],
		['not of a picture without a width', [{ kind: 'vide', sides: [0, 48] }, picture], [64, 48]],
		['not of a picture without a height', [{ kind: 'vide', sides: [64, 0] }], undefined],
		['of the track, not of its samples', [{ ...picture, samples: [128, 96] }], [64, 48]],
		[
			'of the samples, where the track has none',
			[{ ...picture, sides: [0, 0], samples: [128, 96] }],
			[128, 96],
		],
		[
			'of the samples, where the track has no header',
			[{ kind: 'vide', samples: [128, 96] }],
			[128, 96],
		],
		['of the samples alone', [{ kind: 'vide', chunks: manyChunks }], undefined],
		['of the first picture', [picture, { kind: 'vide', sides: [1, 1] }], [64, 48]],
		['not without a track', [], undefined],
	])('are those %s', (_name, made, sides) => {
		const reader = read(start, moov(...made.map(track)), data);
		expect(reader.sides).toEqual(sides && { width: sides[0], height: sides[1] });
	});
});

it('boxes that stand elsewhere than they should are left out', () => {
	const lost = [trackHeader(1, [9, 9]), box('mdhd', content(0, 0, 0, 1, 9)), handler('soun')];
	const media = box('mdia', [handler('vide'), samplesOf([9, 9])]);
	const reader = read(start, moov(...lost, ...lost), data);
	expect(reader.end()).toEqual({ is: 'whole' });
	expect(reader).toMatchObject({ seconds: undefined, sides: undefined, isSound: false });
	expect(read(start, moov(box('trak', media), ...lost), data).hasPicture).toBe(true);
});

it.each<[string, Array<string | undefined>, { isSound: boolean; hasPicture: boolean }]>([
	['a picture', ['vide'], { isSound: false, hasPicture: true }],
	['both', ['soun', 'vide'], { isSound: false, hasPicture: true }],
	['sound', ['soun'], { isSound: true, hasPicture: false }],
	['sound and words', ['soun', 'text'], { isSound: true, hasPicture: false }],
	['sound and something unread', ['soun', undefined], { isSound: false, hasPicture: false }],
	['words', ['text'], { isSound: false, hasPicture: false }],
	['nothing', [], { isSound: false, hasPicture: false }],
])('a file with %s is taken for that', (_name, kinds, expected) => {
	expect(read(start, moov(...kinds.map((kind) => track({ kind }))), data)).toMatchObject(expected);
});
