import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file to serve: its size and any part of it, made when asked for. */
export interface ResultFile {
	/** Bytes in all. */
	size: number;
	contentType: string;
	etag: string;
	/** The bytes from `start` up to, not including, `end`, in chunks. */
	read(start: number, end: number): Iterable<Buffer>;
}

/** The largest result: a `free` box's size is an unsigned 32-bit number, and this is well below. */
export const LARGEST_RESULT = 2 * 1024 ** 3;

const CHUNK = 256 * 1024;
const FILLER = Buffer.alloc(CHUNK);
const VIDEO = readFileSync(join(__dirname, '../assets/video.mp4'));

/** The size of a task's result when no other is asked for, in bytes. */
export function smallestResult(taskId: string): number {
	return VIDEO.length + 8 + Buffer.byteLength(taskId);
}

/**
 * A task's own playable MP4: the two-second video, then a `free` box with the task's id, which players
 * skip, filled with zeros up to `size` bytes. The filling is never held in memory.
 * Throws RangeError for a size that cannot be.
 */
export function resultFile(taskId: string, size = smallestResult(taskId)): ResultFile {
	if (size < smallestResult(taskId) || size > LARGEST_RESULT) {
		throw new RangeError(
			`A result has ${smallestResult(taskId)} to ${LARGEST_RESULT} bytes, not ${size}`,
		);
	}
	const header = Buffer.alloc(8);
	header.writeUInt32BE(size - VIDEO.length, 0);
	header.write('free', 4, 'latin1');
	const head = Buffer.concat([VIDEO, header, Buffer.from(taskId)]);
	return {
		size,
		contentType: 'video/mp4',
		etag: `"${taskId}-${size}"`,
		*read(start, end) {
			if (start < head.length) yield head.subarray(start, Math.min(end, head.length));
			for (let at = Math.max(start, head.length); at < end; at += CHUNK) {
				yield FILLER.subarray(0, Math.min(CHUNK, end - at));
			}
		},
	};
}

/** Bytes in memory as a file. */
export function bytesFile(bytes: Buffer, contentType: string, etag: string): ResultFile {
	return {
		size: bytes.length,
		contentType,
		etag,
		*read(start, end) {
			yield bytes.subarray(start, end);
		},
	};
}
