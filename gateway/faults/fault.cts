import type { JsonAnswer, RawAnswer } from '../answer.cts';

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
	/** false: Range requests get the whole file with status 200. */
	ranges?: false;
	/** The ETag to show, with its quotes; If-Range is held against it. */
	etag?: string;
	contentType?: string;
}

/** What goes wrong with one request. */
export type Fault =
	AnswerFault | DropFault | HangFault | HoldFault | TruncateFault | DripFault | FileFault;
