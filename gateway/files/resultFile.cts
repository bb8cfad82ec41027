import type { GatewayTask } from '../tasks/task.cts';
import { videoBytes, type MadeVideo } from './madeVideo.cts';

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

/** A task's result, as it is served. Throws RangeError for a size in its plan that cannot be. */
export function resultOf({ id, plan, submission }: GatewayTask): ResultFile {
	return resultFile(id, submission.video, plan.resultBytes);
}

/**
 * A task's own playable MP4: the video, then a `free` box with the task's id, which players skip, filled with zeros up
 * to `size` bytes (default: none). The filling is never held in memory. Throws RangeError for a size that cannot be.
 */
export function resultFile(taskId: string, made: MadeVideo, size?: number): ResultFile {
	const video = videoBytes(made);
	const smallest = video.length + 8 + Buffer.byteLength(taskId);
	return filled(taskId, video, smallest, size ?? smallest);
}

function filled(taskId: string, video: Buffer, smallest: number, size: number): ResultFile {
	if (size < smallest || size > LARGEST_RESULT) {
		throw new RangeError(`A result has ${smallest} to ${LARGEST_RESULT} bytes, not ${size}`);
	}
	const header = Buffer.alloc(8);
	header.writeUInt32BE(size - video.length, 0);
	header.write('free', 4, 'latin1');
	const head = Buffer.concat([video, header, Buffer.from(taskId)]);
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
