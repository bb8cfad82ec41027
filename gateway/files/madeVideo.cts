import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a video is: what a gateway made of a submit, which need not be what was asked. */
export interface MadeVideo {
	seconds: number;
	aspectRatio: '16:9' | '9:16' | '1:1';
	resolution: '720P' | '1080P';
	audio: boolean;
}

const SHAPES = { '16:9': 'wide', '9:16': 'tall', '1:1': 'square' } as const;

/** How long the videos in `assets/` take, in seconds. */
const ASSET_SECONDS = 2;

const made = new Map<string, Buffer>();

/** A playable MP4 of this shape and length, without sound: the one of its shape in `assets/`, slowed down. */
export function videoBytes({ seconds, aspectRatio, resolution }: MadeVideo): Buffer {
	const name = `${SHAPES[aspectRatio]}-${resolution === '1080P' ? 1080 : 720}.mp4`;
	const key = `${name} ${seconds}`;
	const known = made.get(key);
	if (known) return known;
	const fresh = lasting(readFileSync(join(__dirname, '../assets', name)), seconds);
	made.set(key, fresh);
	return fresh;
}

/** The same frames over another time: only the headers' times change. */
function lasting(video: Buffer, seconds: number): Buffer {
	const moov = box(video, 'moov');
	const track = box(moov, 'trak');
	const movie = box(moov, 'mvhd');
	const length = Math.round(movie.readUInt32BE(12) * seconds);
	movie.writeUInt32BE(length, 16);
	box(track, 'tkhd').writeUInt32BE(length, 20);
	box(box(track, 'edts'), 'elst').writeUInt32BE(length, 8);
	const media = box(box(track, 'mdia'), 'mdhd');
	media.writeUInt32BE(Math.round((media.readUInt32BE(12) * ASSET_SECONDS) / seconds), 12);
	return video;
}

/** The body of the first box of a type, as a view of the same bytes. Throws when there is none. */
function box(within: Buffer, type: string): Buffer {
	for (let at = 0; at + 8 <= within.length; at += within.readUInt32BE(at)) {
		if (within.toString('latin1', at + 4, at + 8) === type) {
			return within.subarray(at + 8, at + within.readUInt32BE(at));
		}
	}
	throw new Error(`The asset has no ${type} box`);
}
