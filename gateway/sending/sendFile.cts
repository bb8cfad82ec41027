import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as realDelay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { FileAnswer } from '../answer.cts';
import type { FileFault } from '../faults/fault.cts';
import { readRange, type RangeReading, type Span } from '../files/range.cts';
import { bytesFile, type ResultFile } from '../files/resultFile.cts';
import type { Exchange } from './exchange.cts';

/** Sends a file or the part of it that was asked for, chunk by chunk as the client takes it. */
export async function sendFile(
	exchange: Exchange,
	answer: FileAnswer,
	fault: Partial<FileFault> = {},
): Promise<void> {
	const { request, response } = exchange;
	const file = fault.encoding === 'gzip' ? compressed(answer.file) : answer.file;
	const etag = fault.etag ?? file.etag;
	const ranges = fault.ranges ?? answer.ranges;
	const reading = partOf(exchange, file, fault, ranges === true || ranges === undefined);
	if (reading.kind === 'unsatisfiable') {
		response.writeHead(416, { 'content-range': `bytes */${file.size}`, 'content-length': 0 }).end();
		return;
	}
	const span: Span = reading.kind === 'part' ? reading.span : { start: 0, end: file.size };
	const headers: OutgoingHttpHeaders = {
		'content-type': fault.contentType ?? file.contentType,
		etag,
		'accept-ranges': ranges === false ? 'none' : 'bytes',
	};
	if (fault.encoding) headers['content-encoding'] = fault.encoding;
	if (fault.contentLength !== false && !fault.closes) {
		headers['content-length'] = span.end - span.start;
	}
	if (fault.closes) {
		response.useChunkedEncodingByDefault = false;
		headers.connection = 'close';
	}
	if (reading.kind === 'part' && fault.contentRange !== false) {
		const total = fault.total ?? file.size;
		headers['content-range'] = `bytes ${span.start}-${span.end - 1}/${total}`;
	}
	response.writeHead(reading.kind === 'part' ? 206 : 200, headers);
	if (request.method === 'HEAD') {
		response.end();
		return;
	}
	await sendSpan(exchange, { ...answer, file }, span, fault);
}

/** The part to send: what was asked for, unless the fault is about just that. */
function partOf(
	{ request }: Exchange,
	file: ResultFile,
	fault: Partial<FileFault>,
	ranges: boolean,
): RangeReading {
	if (fault.unaskedPart) return { kind: 'part', span: fault.unaskedPart };
	if (!ranges) return { kind: 'whole' };
	const { range, 'if-range': condition } = request.headers;
	const asked = { range, 'if-range': fault.ignoresIfRange ? undefined : condition };
	const reading = readRange(asked, file.size, fault.etag ?? file.etag);
	if (reading.kind !== 'part' || fault.partAtMost === undefined) return reading;
	const { start, end } = reading.span;
	return { kind: 'part', span: { start, end: Math.min(end, start + fault.partAtMost) } };
}

function compressed(file: ResultFile): ResultFile {
	const bytes = gzipSync(Buffer.concat([...file.read(0, file.size)]));
	return bytesFile(bytes, file.contentType, file.etag);
}

async function sendSpan(
	{ response, entry }: Exchange,
	{ file, mayContinue }: FileAnswer,
	{ start, end }: Span,
	fault: Partial<FileFault>,
): Promise<void> {
	const shortened =
		fault.shortByBytes === undefined ? undefined : Math.max(0, end - start - fault.shortByBytes);
	const limit =
		fault.cutAfterBytes ??
		fault.stallAfterBytes ??
		fault.endAfterBytes ??
		shortened ??
		Number.POSITIVE_INFINITY;
	const stop = Math.min(end, start + limit);
	// Headers go out at once, so that a fault after no byte at all is one after the headers.
	response.flushHeaders();
	for (const chunk of pieces(file.read(start, stop), fault.trickle?.bytes)) {
		if (response.destroyed) return;
		if (mayContinue?.() === false) {
			response.socket?.destroy();
			return;
		}
		await write(response, chunk);
		entry.bytesSent = (entry.bytesSent ?? 0) + chunk.length;
		if (fault.trickle) await realDelay(fault.trickle.everyMs);
	}
	const isWhole = stop === end && shortened === undefined;
	if (isWhole || fault.endAfterBytes !== undefined) response.end();
	else if (fault.stallAfterBytes === undefined) response.socket?.destroy();
}

/** The same bytes in pieces of at most `bytes`. */
function* pieces(chunks: Iterable<Buffer>, bytes = Number.POSITIVE_INFINITY): Iterable<Buffer> {
	for (const chunk of chunks) {
		for (let at = 0; at < chunk.length; at += bytes) yield chunk.subarray(at, at + bytes);
	}
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
