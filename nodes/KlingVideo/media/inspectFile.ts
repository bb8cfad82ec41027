import { createHash } from 'crypto';
import type { IBinaryData, IExecuteSingleFunctions } from 'n8n-workflow';

import { MovieReader } from '../shared/movieReader';

/** So much of a file is kept for its header; a photo's camera data comes before its size. */
const HEAD_BYTES = 256 * 1024;

/** Bytes read from storage at a time. */
const CHUNK_BYTES = 256 * 1024;

/** What a file says of itself. */
export interface InspectedFile {
	/** Its first bytes. */
	head: Buffer;
	/** In bytes. */
	size: number;
	/** Of the content, in hexadecimal. */
	sha256: string;
	/** What an MP4, MOV or M4A tells; nothing of any other file. */
	movie: Pick<MovieReader, 'seconds' | 'isSound' | 'hasPicture'>;
}

/**
 * The size of a file in bytes, without reading it.
 *
 * @returns undefined when n8n does not say
 */
export async function fileSize(
	context: IExecuteSingleFunctions,
	{ id, bytes, data }: IBinaryData,
): Promise<number | undefined> {
	if (id === undefined) return Buffer.byteLength(data, 'base64');
	return bytes ?? (await context.helpers.getBinaryMetadata(id)).fileSize;
}

/** Reads a file once, from wherever n8n keeps it; a stored one is never whole in memory. */
export async function inspectFile(
	context: IExecuteSingleFunctions,
	binary: IBinaryData,
): Promise<InspectedFile> {
	const hash = createHash('sha256');
	const movie = new MovieReader();
	let head = Buffer.alloc(0);
	let size = 0;
	for await (const chunk of chunksOf(context, binary)) {
		hash.update(chunk);
		movie.take(chunk);
		// Stryker disable next-line ConditionalExpression,EqualityOperator: it only spares copies of the bytes
		if (head.length < HEAD_BYTES)
			head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
		size += chunk.length;
	}
	return { head, size, sha256: hash.digest('hex'), movie };
}

async function* chunksOf(
	context: IExecuteSingleFunctions,
	{ id, data }: IBinaryData,
): AsyncGenerator<Buffer> {
	if (id === undefined) {
		yield Buffer.from(data, 'base64');
		return;
	}
	for await (const chunk of await context.helpers.getBinaryStream(id, CHUNK_BYTES)) {
		if (Buffer.isBuffer(chunk)) yield chunk;
	}
}
