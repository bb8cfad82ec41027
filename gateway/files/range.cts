/** The part of a file to send: from `start` up to, not including, `end`. */
export interface Span {
	start: number;
	end: number;
}

/** What a request's Range means for a file: all of it, a part, or nothing that can be. */
export type RangeReading =
	{ kind: 'whole' } | { kind: 'part'; span: Span } | { kind: 'unsatisfiable' };

/**
 * Reads a Range header as RFC 9110 asks. Several ranges, other units and unreadable ones mean the
 * whole file; so does an If-Range that is not the file's own strong ETag.
 */
export function readRange(
	headers: { range?: string; 'if-range'?: string | string[] },
	size: number,
	etag: string,
): RangeReading {
	const { range } = headers;
	const condition = headers['if-range'];
	if (range === undefined) return { kind: 'whole' };
	if (condition !== undefined && condition !== etag) return { kind: 'whole' };
	const found = /^bytes=(\d*)-(\d*)$/.exec(range.replace(/\s/g, ''));
	if (!found || (found[1] === '' && found[2] === '')) return { kind: 'whole' };
	if (found[1] === '') {
		const last = Math.min(Number(found[2]), size);
		if (last === 0) return { kind: 'unsatisfiable' };
		return { kind: 'part', span: { start: size - last, end: size } };
	}
	const start = Number(found[1]);
	const end = found[2] === '' ? size : Math.min(Number(found[2]) + 1, size);
	if (start >= size) return { kind: 'unsatisfiable' };
	if (end <= start) return { kind: 'whole' };
	return { kind: 'part', span: { start, end } };
}
