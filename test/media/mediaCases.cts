/** Files that fit and files that do not, for each slot that takes files. */
import type { INodeParameters } from 'n8n-workflow';
import type { MediaKind } from '../../nodes/KlingVideo/media/mediaKind';
import { sample } from '../support/filmSamples.cts';
import { film, jpg, png, sound, wav } from './craftedMedia.cts';

const MB = 1024 * 1024;

/** What to do about a file that does not fit. */
export const ADVICE = 'Use another file, or change this one before this node';

/** One file in a slot. */
export interface MediaCase {
	file: Buffer;
	mimeType?: string;
	options?: INodeParameters;
	/** The slot's kind, where the options make another of it. */
	kind?: MediaKind;
	/** What the message says behind the slot's name; without it the file is taken. */
	problem?: string;
}

const images: Record<string, MediaCase> = {
	'a PNG of the smallest size': { file: png(300, 750) },
	'a JPG with much camera data': { file: jpg(4000, 3000, 150_000) },
	'a progressive JPG': { file: jpg(300, 300, 100, 0xc2) },
	'a PNG of exactly 10 MB': { file: png(400, 400, 10 * MB) },
	'a PNG that is called a JPG': { file: png(400, 400), mimeType: 'image/jpeg' },
	'a narrow PNG': {
		file: png(299, 500),
		problem: 'holds a picture of 299 × 500 pixels, but each side must have at least 300',
	},
	'a low JPG': {
		file: jpg(500, 299, 150_000),
		problem: 'holds a picture of 500 × 299 pixels, but each side must have at least 300',
	},
	'a picture that is too wide': {
		file: jpg(751, 300),
		problem:
			'holds a picture of 751 × 300 pixels, but one side may be at most 2.5 times as long as the other',
	},
	'a picture that is too high': {
		file: png(300, 751),
		problem:
			'holds a picture of 300 × 751 pixels, but one side may be at most 2.5 times as long as the other',
	},
	'a large picture': {
		file: png(400, 400, 10 * MB + 60_000),
		problem: 'holds a file of 10.1 MB, but the limit is 10 MB',
	},
	'an empty file': { file: Buffer.alloc(0), problem: 'holds an empty file' },
	'a WebP that is called a PNG': {
		file: Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'),
		problem: 'holds a file of the type WebP, but must be JPG or PNG',
	},
	'a GIF': {
		file: Buffer.from('GIF89a      ', 'latin1'),
		problem: 'holds a file of the type GIF, but must be JPG or PNG',
	},
	'a HEIC photo': {
		file: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'),
		problem: 'holds a file of the type HEIC, but must be JPG or PNG',
	},
	'a film': {
		file: film(5),
		problem: 'holds a file of the type MP4, but must be JPG or PNG',
	},
	'a text': {
		file: Buffer.from('not a picture at all'),
		mimeType: 'text/plain',
		problem: 'holds a file of the type text/plain, but must be JPG or PNG',
	},
};

const lastFrames: Record<string, MediaCase> = {
	'a PNG just below 5 MB': { file: png(400, 400, 5 * MB - 1) },
	'a WebP': { file: Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'), mimeType: 'image/webp' },
	'a PNG of 5 MB': {
		file: png(400, 400, 5 * MB),
		problem: 'holds a file of 5.0 MB, but the limit is below 5 MB',
	},
};

const ofVideo = (form: MediaCase): MediaCase => ({ mimeType: 'video/mp4', ...form });

const motionVideos: Record<string, MediaCase> = {
	'3 seconds': ofVideo({ file: film(3) }),
	'30 seconds and a frame': ofVideo({ file: film(30.04) }),
	'a MOV': ofVideo({ file: film(5, { brand: 'qt  ' }), mimeType: 'video/quicktime' }),
	'its header first': ofVideo({ file: film(5, { headerAt: 'start' }) }),
	'10 seconds, as in the image': ofVideo({
		file: film(10),
		options: { characterOrientation: 'image' },
		kind: 'motionVideoAsInImage',
	}),
	'a film of unknown length': ofVideo({ file: film(0) }),
	'a real one': ofVideo({ file: sample('progressive') }),
	'a real one in fragments': ofVideo({ file: sample('fragmented') }),
	'a real one in fragments, whose header tells of the first': ofVideo({
		file: sample('fragmentedBehindStart'),
	}),
	HEVC: ofVideo({ file: sample('hevc') }),
	'a sound that is called a video': ofVideo({
		file: sample('soundInMp4'),
		problem: 'holds a file of the type M4A, but must be MP4 or MOV',
	}),
	'2 seconds': ofVideo({
		file: film(2),
		problem: 'holds a file of 2.0 seconds, but it must last 3 to 30 seconds',
	}),
	'31 seconds, told at the end': ofVideo({
		file: film(31),
		problem: 'holds a file of 31.0 seconds, but it must last 3 to 30 seconds',
	}),
	'a MOV of 31 seconds': ofVideo({
		file: film(31, { brand: 'qt  ' }),
		mimeType: 'video/quicktime',
		problem: 'holds a file of 31.0 seconds, but it must last 3 to 30 seconds',
	}),
	'31 seconds, told at the start in 64 bits': ofVideo({
		file: film(31, { headerAt: 'start', long: true }),
		problem: 'holds a file of 31.0 seconds, but it must last 3 to 30 seconds',
	}),
	'31 seconds behind a box of 64 bits': ofVideo({
		file: film(31, { longBox: true }),
		problem: 'holds a file of 31.0 seconds, but it must last 3 to 30 seconds',
	}),
	'11 seconds, as in the image': ofVideo({
		file: film(11),
		options: { characterOrientation: 'image' },
		kind: 'motionVideoAsInImage',
		problem: 'holds a file of 11.0 seconds, but it must last 3 to 10 seconds',
	}),
	'a large film': ofVideo({
		file: film(5, { filmBytes: 100 * MB }),
		problem: 'holds a file of 100.0 MB, but the limit is 100 MB',
	}),
	'a WebM': ofVideo({
		file: sample('webm'),
		problem: 'holds a file of the type WebM, but must be MP4 or MOV',
	}),
};

const lipVideos: Record<string, MediaCase> = {
	'60 seconds': ofVideo({ file: film(60) }),
	'61 seconds': ofVideo({
		file: film(61),
		problem: 'holds a file of 61.0 seconds, but it must last 2 to 60 seconds',
	}),
};

const ofAudio = (form: MediaCase): MediaCase => ({ mimeType: 'audio/mpeg', ...form });

const voices: Record<string, MediaCase> = {
	'an MP3 with a tag': ofAudio({ file: sound('id3') }),
	'a bare MP3': ofAudio({ file: sound('mp3') }),
	'a bare AAC': ofAudio({ file: sound('aac') }),
	'a WAV of 300 seconds': ofAudio({ file: wav(300) }),
	'an M4A of 2 seconds': ofAudio({ file: film(2, { brand: 'M4A ' }) }),
	'an M4A of another brand': ofAudio({ file: film(2, { track: 'soun' }), mimeType: 'audio/mp4' }),
	'an M4A that n8n calls a video': ofAudio({ file: sample('soundInMp4'), mimeType: 'video/mp4' }),
	'an M4A whose tracks cannot be read': ofAudio({
		file: film(2, { track: 'none' }),
		mimeType: 'video/mp4',
	}),
	'a real M4A': ofAudio({ file: sample('m4a') }),
	'a real MP3': ofAudio({ file: sample('mp3') }),
	'an MP3 behind padding': ofAudio({ file: Buffer.concat([Buffer.alloc(5000), sample('mp3')]) }),
	'a bare MP3 behind padding': ofAudio({
		file: Buffer.concat([Buffer.alloc(313), sound('mp3', 50_000)]),
	}),
	'a WAV in the form for long ones': ofAudio({ file: sample('rf64'), mimeType: 'audio/wav' }),
	'nothing but padding': ofAudio({
		file: Buffer.alloc(5000),
		problem: 'holds a file of the type audio/mpeg, but must be MP3, WAV, M4A or AAC',
	}),
	'an MP3 of exactly 5 MB': ofAudio({ file: sound('mp3', 5 * MB) }),
	'a WAV of 1 second': ofAudio({
		file: wav(1),
		problem: 'holds a file of 1.0 seconds, but it must last 2 to 300 seconds',
	}),
	'a WAV of 301 seconds that says nothing': ofAudio({
		file: wav(301, 0),
		problem: 'holds a file of 301.0 seconds, but it must last 2 to 300 seconds',
	}),
	'a WAV of 301 seconds that says it is endless': ofAudio({
		file: wav(301, 0xffffffff),
		problem: 'holds a file of 301.0 seconds, but it must last 2 to 300 seconds',
	}),
	'an M4A of 301 seconds': ofAudio({
		file: film(301, { brand: 'M4A ' }),
		problem: 'holds a file of 301.0 seconds, but it must last 2 to 300 seconds',
	}),
	'a large MP3': ofAudio({
		file: sound('mp3', 5 * MB + 60_000),
		problem: 'holds a file of 5.1 MB, but the limit is 5 MB',
	}),
	'a film': ofAudio({
		file: film(5),
		mimeType: 'video/mp4',
		problem: 'holds a file of the type MP4, but must be MP3, WAV, M4A or AAC',
	}),
	'an OGG': ofAudio({
		file: Buffer.from('OggS\0\0\0\0\0\0\0\0', 'latin1'),
		problem: 'holds a file of the type OGG, but must be MP3, WAV, M4A or AAC',
	}),
};

const lipVoices: Record<string, MediaCase> = {
	'a WAV of 60 seconds': ofAudio({ file: wav(60) }),
	'a WAV of 61 seconds': ofAudio({
		file: wav(61),
		problem: 'holds a file of 61.0 seconds, but it must last 2 to 60 seconds',
	}),
};

/** The cases of each slot, and which limits it has. */
export const MEDIA_CASES: Array<[slot: string, kind: MediaKind, Record<string, MediaCase>]> = [
	['image', 'image', images],
	[
		'reference',
		'image',
		{ 'a narrow PNG': images['a narrow PNG']!, 'a good PNG': { file: png(300, 300) } },
	],
	['lastFrame', 'lastFrame', lastFrames],
	['motionVideo', 'motionVideo', motionVideos],
	['lipVideo', 'lipVideo', lipVideos],
	['avatarAudio', 'voice', voices],
	['lipAudio', 'lipVoice', lipVoices],
	['faceAudio', 'lipVoice', lipVoices],
];
