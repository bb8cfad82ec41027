import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FileAnswer } from '../answer.cts';
import type { FileFault } from '../faults/fault.cts';
import { readRange, type Span } from '../files/range.cts';
import type { Exchange } from './sendAnswer.cts';

/** Sends a file or the part of it that was asked for, chunk by chunk as the client takes it. */
export async function sendFile(
	exchange: Exchange,
	answer: FileAnswer,
	fault: Partial<FileFault> = {},
): Promise<void> {
	const { request, response } = exchange;
	const { file } = answer;
	const etag = fault.etag ?? file.etag;
	const ranges = answer.ranges && fault.ranges !== false;
	const reading = ranges ? readRange(request.headers, file.size, etag) : { kind: 'whole' as const };
	if (reading.kind === 'unsatisfiable') {
		response.writeHead(416, { 'content-range': `bytes */${file.size}`, 'content-length': 0 }).end();
		return;
	}
	const span: Span = reading.kind === 'part' ? reading.span : { start: 0, end: file.size };
	const headers: OutgoingHttpHeaders = {
		'content-type': fault.contentType ?? file.contentType,
		etag,
		'accept-ranges': ranges ? 'bytes' : 'none',
	};
	if (fault.contentLength !== false) headers['content-length'] = span.end - span.start;
	if (reading.kind === 'part') {
		headers['content-range'] = `bytes ${span.start}-${span.end - 1}/${file.size}`;
	}
	response.writeHead(reading.kind === 'part' ? 206 : 200, headers);
	if (request.method === 'HEAD') {
		response.end();
		return;
	}
	await sendSpan(exchange, answer, span, fault);
}

async function sendSpan(
	{ response, entry }: Exchange,
	{ file, mayContinue }: FileAnswer,
	{ start, end }: Span,
	fault: Partial<FileFault>,
): Promise<void> {
	const shortened =
		fault.shortByBytes === undefined ? undefined : Math.max(0, end - start - fault.shortByBytes);
	const limit = fault.cutAfterBytes ?? fault.stallAfterBytes ?? shortened ?? Infinity;
	const stop = Math.min(end, start + limit);
	// Headers go out at once, so that a fault after no byte at all is one after the headers.
	response.flushHeaders();
	for (const chunk of file.read(start, stop)) {
		if (response.destroyed) return;
		if (mayContinue?.() === false) {
			response.socket?.destroy();
			return;
		}
		await write(response, chunk);
		entry.bytesSent = (entry.bytesSent ?? 0) + chunk.length;
	}
	if (stop === end && shortened === undefined) response.end();
	else if (fault.stallAfterBytes === undefined) response.socket?.destroy();
}

/** Hands a chunk to the connection; resolves once it has left, or the connection is gone. */
async function write(response: ServerResponse, chunk: Buffer): Promise<void> {
	await new Promise<void>((resolve) => {
		const done = (): void => {
			response.off('close', done);
			resolve();
		};
		response.once('close', done);
		response.write(chunk, done);
	});
}
