import type { JsonAnswer, RawAnswer } from '../answer.cts';
import type { Span } from '../files/range.cts';

/** On the submit route: whether the task is accepted although its answer is lost. Default false. */
interface MayAccept {
	accept?: boolean;
}

/** Another answer instead of the real one. */
export interface AnswerFault extends MayAccept {
	kind: 'answer';
	answer: JsonAnswer | RawAnswer;
}

/** The connection is dropped: before any byte of the answer, or after its headers and half its body. For files, see `FileFault`. */
export interface DropFault extends MayAccept {
	kind: 'drop';
	when: 'beforeAnswer' | 'afterHeaders';
	/** Ends with a TCP reset instead of a plain close. */
	reset?: boolean;
}

/** No answer ever comes. */
export interface HangFault extends MayAccept {
	kind: 'hang';
}

/** The real answer (or another fault) comes when the promise settles. */
export interface HoldFault {
	kind: 'hold';
	until: Promise<unknown>;
	then?: Fault;
}

/** The real answer, cut to so many bytes with a Content-Length that fits: a body that does not parse. */
export interface TruncateFault {
	kind: 'truncate';
	bytes: number;
}

/** The real answer in small pieces, in real time. */
export interface DripFault {
	kind: 'drip';
	/** Bytes in each piece. */
	bytes: number;
	/** Milliseconds between two pieces. */
	everyMs: number;
}

/** A file (result or content) served otherwise than it should be. Other answers are left alone. */
export interface FileFault {
	kind: 'file';
	/** After so many bytes of this answer's body the connection is dropped. */
	cutAfterBytes?: number;
	/** After so many bytes of this answer's body nothing more comes. */
	stallAfterBytes?: number;
	/** The body ends so many bytes before what Content-Length says. */
	shortByBytes?: number;
	/** false: chunked, with no Content-Length. */
	contentLength?: false;
	/** false: Range requests get the whole file with status 200; `claimed`: the same, but the answer says that it knows ranges. */
	ranges?: false | 'claimed';
	/** The ETag to show, with its quotes; If-Range is held against it. */
	etag?: string;
	/** Sends the part that was asked for whatever If-Range says. */
	ignoresIfRange?: true;
	contentType?: string;
	/** The total that Content-Range names, in bytes. */
	total?: number;
	/** false: a 206 without Content-Range. */
	contentRange?: false;
	/** A part is at most so many bytes, however many were asked for. */
	partAtMost?: number;
	/** A 206 with this part, though nobody asked for one. */
	unaskedPart?: Span;
	/** The body's end is the connection's: neither Content-Length nor chunks. */
	closes?: true;
	/** After so many bytes the body ends as if it were whole; for bodies that promise no length. */
	endAfterBytes?: number;
	/** The body comes in pieces of `bytes`, `everyMs` apart in real time. */
	trickle?: { bytes: number; everyMs: number };
	/** The body is sent compressed. */
	encoding?: 'gzip';
}

/** What goes wrong with one request. */
export type Fault =
	AnswerFault | DropFault | HangFault | HoldFault | TruncateFault | DripFault | FileFault;
