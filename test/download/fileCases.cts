/** The ways in which a file can come: good ones, cut ones, and what is no video. */
import { assetBytes } from '../media/mediaSlots.cts';
import { sample, type SampleName } from '../support/filmSamples.cts';
import { faults, type Fault } from '../../gateway/server.cts';
import type { FileReply } from './fileServer.cts';
import {
	chunked,
	cut,
	first,
	good,
	packed,
	part,
	resumed,
	whole,
	without,
	type Serving,
} from './fileReplies.cts';

/** One way in which a file comes. */
export interface FileCase {
	name: string;
	/** The whole video, where there is one behind the link. */
	file?: Buffer;
	/** How the link answers; several = the case is played once for each. */
	serves: Serving[];
	/** How the gateway's own file route answers; default: 404. `own` = as it should. */
	content?: Fault | 'own';
	/** The result link; default: that of the server which answers as above. */
	link?: string;
	/** Part of what the error says; none = the video is stored. */
	says?: string;
	/** How many requests it takes, where that is the point. */
	requests?: number;
	/** Played in real time: unpacking happens outside of what virtual time can see. */
	inRealTime?: true;
	/** A good video that has to be refused: nothing tells whether it came whole. */
	isUntold?: true;
}

/** A film that goes on with nothing, up to a size: large enough that most of it is stored before it ends. */
function large(name: SampleName = 'faststart', bytes = 3_000_000): Buffer {
	const film = sample(name);
	const rest = Buffer.alloc(bytes - film.length);
	rest.writeUInt32BE(rest.length, 0);
	rest.write('free', 4, 'latin1');
	return Buffer.concat([film, rest]);
}

const small = sample('faststart');
const big = large();
const other = large('upright');

const tenths = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

const stored = (name: string, file: Buffer, serve: Serving): FileCase => ({
	name,
	file,
	serves: [serve],
});

const CONTAINERS: Array<[SampleName, string]> = [
	['progressive', 'MP4, header at the end'],
	['faststart', 'MP4, header at the start'],
	['withSound', 'MP4 with sound'],
	['hevc', 'MP4, HEVC'],
	['fragmented', 'MP4 in fragments, index at the end'],
	['fragmentedBehindStart', 'MP4 in fragments behind a first second'],
	['dash', 'MP4 in fragments, index at the start'],
	['mov', 'MOV'],
	['webm', 'WebM'],
	['mkv', 'MKV'],
];

const ENDLESS: Array<[SampleName, string]> = [
	['fragmentedEndless', 'MP4 in fragments without an index'],
	['webmEndless', 'WebM written as a stream'],
	['avi', 'AVI'],
];

const goodFiles: FileCase[] = [
	...[...CONTAINERS, ...ENDLESS].map(([name, shown]) =>
		stored(`${shown}, with its length`, sample(name), () => whole(sample(name))),
	),
	...CONTAINERS.map(([name, shown]) =>
		stored(`${shown}, in chunks without a length`, sample(name), () => chunked(sample(name))),
	),
	...ENDLESS.map(([name, shown]): FileCase => ({
		...stored(`${shown}, in chunks without a length`, sample(name), () => chunked(sample(name))),
		says: 'neither the server nor the file says how many',
		isUntold: true,
	})),
	stored('until the connection closes', small, () => ({ ...chunked(small), untilClose: true })),
	stored('a large one, in chunks without a length', big, () => chunked(big)),
	stored('as a part (206) that nobody asked for', small, () => part(small, 0)),
	{
		...stored('packed with gzip, which nobody asked for', small, () => packed(small)),
		inRealTime: true,
	},
	{ ...stored('a large one, packed with gzip', big, () => packed(big)), inRealTime: true },
	stored('followed by zeros', Buffer.concat([small, Buffer.alloc(500)]), () =>
		whole(Buffer.concat([small, Buffer.alloc(500)])),
	),
	...['text/plain', 'application/octet-stream', 'video/webm', 'image/png'].map((type) =>
		stored(`called ${type}`, small, () => whole(small, { 'content-type': type })),
	),
	stored('without a type', small, () => ({
		headers: { 'content-length': small.length },
		body: small,
	})),
];

const HALF = 1_500_000;

const interrupted: FileCase[] = [
	stored(
		'closed in the middle',
		big,
		resumed(big, HALF, (from) => part(big, from)),
	),
	stored('reset in the middle', big, first(cut(whole(big), HALF, 'reset'), good(big))),
	stored('closed before the first byte', big, first(cut(whole(big), 0), good(big))),
	stored('closed in each megabyte', big, (request) =>
		request.before < 3 ? cut(good(big)(request), 700_000) : good(big)(request),
	),
	stored('closed in the middle, then pages of a proxy', big, (request) => {
		if (request.before === 0) return cut(whole(big), HALF);
		return request.before < 4
			? { status: 502, body: Buffer.from('<h1>502</h1>') }
			: good(big)(request);
	}),
	stored('nothing more comes in the middle', big, first(cut(whole(big), HALF, 'never'), good(big))),
	stored(
		'a byte every 30 seconds in the middle',
		big,
		first({ ...whole(big), trickle: { bytes: 1, everyMs: 30_000 } }, good(big)),
	),
	{
		...stored(
			'all of it, but the end of the answer gets lost',
			big,
			resumed(big, HALF, (from) => ({
				...without(part(big, from), 'content-length'),
				ending: 'close',
			})),
		),
		requests: 2,
	},
	stored(
		'the rest is shorter than asked for, as HTTP allows',
		big,
		resumed(big, HALF, (from) => part(big, from, from + 500_000)),
	),
	stored('in parts of 200 kB', big, ({ from = 0 }) =>
		part(big, from, Math.min(from + 200_000, big.length)),
	),
	stored(
		'a first part of 1,000 bytes that nobody asked for',
		big,
		first(part(big, 0, 1000), good(big)),
	),
	stored('without a length, closed in the middle', big, first(cut(chunked(big), HALF), good(big))),
	stored(
		'without a length, ended well in the middle',
		big,
		first(cut(chunked(big), HALF, 'end'), good(big)),
	),
	{
		...stored('packed with gzip, cut in the middle', big, first(cut(packed(big), 1000), good(big))),
		inRealTime: true,
	},
	stored(
		'of a server without parts, closed once',
		big,
		first(cut(whole(big, { 'accept-ranges': 'none' }), HALF), () =>
			whole(big, { 'accept-ranges': 'none' }),
		),
	),
	stored(
		'of a server that says it has parts, closed once',
		big,
		first(cut(whole(big), HALF), () => whole(big)),
	),
	...(
		[
			['small', small, 9000],
			['large', big, HALF],
		] as const
	).flatMap(([size, file, half]) => [
		stored(
			`the rest has another ETag, ${size} file`,
			file,
			resumed(file, half, (from) => part(file, from, file.length, { etag: '"two"' })),
		),
		stored(
			`the rest is of a longer file, ${size} file`,
			file,
			resumed(file, half, (from) =>
				part(file, from, file.length, {
					'content-range': `bytes ${from}-${file.length - 1}/${file.length + 1}`,
				}),
			),
		),
		stored(
			`the rest begins elsewhere, ${size} file`,
			file,
			resumed(file, half, (from) => part(file, from - 100)),
		),
		stored(
			`the rest does not say where it belongs, ${size} file`,
			file,
			resumed(file, half, (from) => without(part(file, from), 'content-range')),
		),
		stored(
			`the rest has a length that is not its range's, ${size} file`,
			file,
			resumed(file, half, (from) => {
				const range = `bytes ${from}-${file.length - 1}/${file.length}`;
				return part(file, from, file.length - 10, { 'content-range': range });
			}),
		),
		stored(
			`416 for the rest, ${size} file`,
			file,
			resumed(file, half, () => ({ status: 416 })),
		),
	]),
	stored(
		'the rest has another date and no ETag',
		big,
		(() => {
			const dated = (reply: FileReply, day: number): FileReply => {
				const date = `Mon, 0${day} Jan 2026 00:00:00 GMT`;
				const { headers } = without(reply, 'etag');
				return { ...reply, headers: { ...headers, 'last-modified': date } };
			};
			return ({ before, from = 0 }) => {
				if (before === 0) return dated(cut(whole(big), HALF), 5);
				return before === 1 ? dated(part(big, from), 6) : dated(whole(big), 6);
			};
		})(),
	),
	{
		name: 'another file by now, whole',
		file: other,
		serves: [first(cut(whole(big), HALF), () => whole(other, { etag: '"two"' }))],
	},
];

const lost: FileCase[] = [
	...(['progressive', 'faststart', 'fragmented', 'hevc'] as const).flatMap((name): FileCase[] => {
		const file = sample(name);
		const upTo = (tenth: number) => file.subarray(0, Math.floor(file.length * tenth));
		const shown = CONTAINERS.find(([one]) => one === name)?.[1] ?? name;
		return [
			{
				name: `${shown}, ended well at every tenth, without a length`,
				file,
				serves: tenths.map((tenth) => () => chunked(upTo(tenth))),
				says: 'bytes',
			},
			{
				name: `${shown}, damaged at its source: cut at every tenth, with the length of what is left`,
				file,
				serves: tenths.map((tenth) => () => whole(upTo(tenth))),
				says: 'bytes',
			},
		];
	}),
	{
		name: 'always shorter than its length',
		file: big,
		serves: [
			({ from = 0 }) => cut(from > 0 ? part(big, from) : whole(big), big.length - from - 1000),
		],
		says: 'of 3000000 bytes came',
	},
	{
		name: 'a part of 1,000 bytes, and no more ever',
		file: big,
		serves: [({ from }) => (from === undefined ? part(big, 0, 1000) : { status: 404 })],
		says: 'HTTP 404',
	},
	{
		name: 'cut in the middle each time, by a server that says it has parts and sends all',
		file: big,
		serves: [() => cut(whole(big), HALF)],
		// Two whole ones and the refused part at the link, one at the file route.
		requests: 4,
		says: 'of 3000000 bytes came',
	},
	{
		name: 'without a length, ended well in the middle each time',
		file: big,
		serves: [() => cut(chunked(big), HALF, 'end')],
		says: 'The file is damaged',
	},
	{
		name: 'a byte every 30 seconds, for ever',
		file: big,
		serves: [() => ({ ...whole(big), trickle: { bytes: 1, everyMs: 30_000 } })],
		says: 'bytes came in a minute',
	},
	{
		name: 'a kilobyte every two seconds, for ever',
		file: big,
		serves: [() => ({ ...whole(big), trickle: { bytes: 1000, everyMs: 2_000 } })],
		says: 'bytes came in a minute',
	},
	{
		name: 'the film without its header',
		serves: [
			() => whole(sample('progressive').subarray(0, sample('progressive').indexOf('moov') - 4)),
		],
		says: 'has no header of a video',
	},
	{
		name: 'the header without its film',
		serves: [() => whole(small.subarray(0, small.indexOf('mdat') - 4))],
		says: 'but no pictures',
	},
];

const named = (bytes: Buffer | string, type: string): Serving => {
	const body = Buffer.from(bytes);
	return () => whole(body, { 'content-type': type });
};

/** Played once as `video/mp4` and once as bytes of any kind. */
const noVideo = (name: string, bytes: Buffer | string, says: string): FileCase => ({
	name,
	serves: [named(bytes, 'video/mp4'), named(bytes, 'application/octet-stream')],
	says,
});

const noVideos: FileCase[] = [
	noVideo('a JPG', assetBytes('picture.jpg'), 'the bytes of a JPG file'),
	noVideo('a PNG', assetBytes('picture.png'), 'the bytes of a PNG file'),
	noVideo('a GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'the bytes of a GIF file'),
	noVideo('a WebP', Buffer.from('RIFF\x24\0\0\0WEBPVP8 ', 'latin1'), 'the bytes of a WebP file'),
	noVideo('a HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'a HEIC file'),
	noVideo('a ZIP', Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1'), 'the bytes of a ZIP file'),
	noVideo('a PDF', '%PDF-1.7\n%', 'the bytes of a PDF file'),
	noVideo('an MP3', sample('mp3'), 'the bytes of a MP3 file'),
	noVideo('a WAV', sample('wav'), 'the bytes of a WAV file'),
	noVideo('an M4A', sample('m4a'), 'the bytes of a M4A file'),
	noVideo('sound alone in an MP4', sample('soundInMp4'), 'has sound, but no picture'),
	noVideo('a playlist (M3U8)', '#EXTM3U\n#EXTINF:4,\nsegment0.ts\n', '#EXTM3U'),
	noVideo('plain text', 'The link has expired, please ask again', 'The link has expired'),
	noVideo('a web page', '<!doctype html><title>Sign in</title>', 'Sign in'),
	noVideo('JSON', '{"error":"expired"}', 'expired'),
	noVideo('XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'AccessDenied'),
	noVideo('four zeros', Buffer.alloc(4), 'no known format: 00 00 00 00'),
	noVideo('a megabyte of zeros', Buffer.alloc(1_000_000), 'no known format'),
	noVideo(
		'an MP4 header (ftyp) and nothing else',
		small.subarray(0, small.readUInt32BE(0)),
		'moov',
	),
	noVideo('nothing', Buffer.alloc(0), 'nothing has to be paid again'),
];

const gone: Serving = () => ({ status: 404 });

/** An answer of the gateway's file route. */
const answer = (status: number, message: string): Fault =>
	faults.json(status, { error: { message } });

const fromGateway: FileCase[] = [
	{ name: 'the link has gone, the file route has it', serves: [gone], content: 'own' },
	{
		name: 'the link is no video, the file route has it',
		serves: [named('Sign in', 'text/html')],
		content: 'own',
	},
	{
		name: 'the link is damaged, the file route has it',
		serves: [() => whole(small.subarray(0, 9000))],
		content: 'own',
	},
	{
		name: 'the link is a file route on localhost, the own one has it',
		link: 'http://localhost:3000/v1/videos/task_1/content',
		requests: 1,
		serves: [gone],
		content: 'own',
	},
	{
		name: 'the link is a file route of a gateway behind, the own one has it',
		link: 'https://supplier.example.com/v1/videos/task_1/content',
		requests: 1,
		serves: [gone],
		content: 'own',
	},
	{
		name: 'both: the link has gone, 403 by an address rule',
		serves: [gone],
		content: answer(403, 'request blocked: address not allowed'),
		says: 'HTTP 404',
		requests: 2,
	},
	{
		name: 'both: the link has gone, 410',
		serves: [gone],
		content: answer(410, 'Video expired'),
		says: 'HTTP 404',
		requests: 2,
	},
	{
		name: 'both: the link has gone, 502 that passes a 403 on',
		serves: [gone],
		content: answer(502, 'Upstream service returned status 403'),
		says: 'HTTP 404',
		requests: 2,
	},
	{
		name: 'both: the link has gone, 400 that says the task has failed',
		serves: [gone],
		content: answer(400, 'Task is not completed yet, current status: FAILURE'),
		says: 'HTTP 404',
		requests: 2,
	},
];

/** All cases, by chapter of the page. */
export const FILE_CASES: Array<{ chapter: string; cases: FileCase[] }> = [
	{ chapter: 'A good file comes', cases: goodFiles },
	{ chapter: 'A good file is interrupted', cases: interrupted },
	{ chapter: 'A file stays damaged', cases: lost },
	{ chapter: 'What comes is no video', cases: noVideos },
	{ chapter: "The gateway's own file route stands in", cases: fromGateway },
];
