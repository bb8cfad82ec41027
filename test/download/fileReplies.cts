/** How servers answer requests for a file, well and badly. */
import { gzipSync } from 'node:zlib';
import type { FileReply, FileRequest } from './fileServer.cts';

/** Answers to the requests for one file, one after the other. */
export type Serving = (request: FileRequest) => FileReply;

const ETAG = '"one"';

/** What a good server says of a file. */
const GOOD = { 'content-type': 'video/mp4', 'accept-ranges': 'bytes', etag: ETAG };

/** The whole file, with its length. */
export function whole(file: Buffer, headers: Record<string, string | number> = {}): FileReply {
	return { headers: { ...GOOD, 'content-length': file.length, ...headers }, body: file };
}

/** The whole file in chunks, without its length. */
export function chunked(file: Buffer, headers: Record<string, string> = {}): FileReply {
	return { headers: { ...GOOD, ...headers }, body: file };
}

/** A part of the file, as it should be; `to` is the byte behind its last. */
export function part(
	file: Buffer,
	from: number,
	to = file.length,
	headers: Record<string, string | number> = {},
): FileReply {
	return {
		status: 206,
		headers: {
			...GOOD,
			'content-length': to - from,
			'content-range': `bytes ${from}-${to - 1}/${file.length}`,
			...headers,
		},
		body: file.subarray(from, to),
	};
}

/** The same answer, cut after so many bytes of its body. */
export function cut(reply: FileReply, bytes: number, ending: FileReply['ending'] = 'close') {
	return { ...reply, body: reply.body?.subarray(0, bytes), ending };
}

/** The same answer without one of its headers. */
export function without(reply: FileReply, header: string): FileReply {
	const headers = Object.entries(reply.headers ?? {}).filter(([name]) => name !== header);
	return { ...reply, headers: Object.fromEntries(headers) };
}

/** A server that keeps HTTP: parts where they are asked for, of this file only. */
export function good(file: Buffer): Serving {
	return ({ from, ifRange }) =>
		from !== undefined && (ifRange === undefined || ifRange === ETAG)
			? part(file, from)
			: whole(file);
}

/** The first request meets `first`, every other one `then`. */
export function first(reply: FileReply, then: Serving): Serving {
	return (request) => (request.before === 0 ? reply : then(request));
}

/** The first request is cut after `bytes`, the second meets `second`, and the server is good from then on. */
export function resumed(file: Buffer, bytes: number, second: (from: number) => FileReply): Serving {
	return (request) => {
		if (request.before === 0) return cut(whole(file), bytes);
		return request.before === 1 ? second(request.from ?? 0) : good(file)(request);
	};
}

/** The whole file, packed, with the length of what is packed. */
export function packed(file: Buffer): FileReply {
	const body = gzipSync(file);
	return { headers: { ...GOOD, 'content-encoding': 'gzip', 'content-length': body.length }, body };
}
