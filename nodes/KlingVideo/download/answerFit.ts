import type { FileHeaders } from './fileHeaders';

/** What is known of a file from its first answer on. */
export interface KnownFile {
	/** Bytes of the whole file, where the server says. */
	total?: number;
	etag?: string;
	modified?: string;
	/** Whether it can be asked for in parts, as far as is known. */
	ranges: boolean;
}

/** How an answer fits what has come of the file; `end` is where its body has to end, counted from the file's start. */
export type AnswerFit =
	{ is: 'start' | 'next'; file: KnownFile; end?: number } | { is: 'other'; why: string };

/** Whether two answers speak of the same file: what both of them name has to be equal. */
function isSameFile(known: KnownFile, { etag, modified }: FileHeaders): boolean {
	if (known.etag !== undefined && etag !== undefined) return known.etag === etag;
	return known.modified === undefined || modified === undefined || known.modified === modified;
}

function identityOf({ etag, modified, ranges }: FileHeaders): KnownFile {
	return {
		ranges,
		...(etag !== undefined && { etag }),
		...(modified !== undefined && { modified }),
	};
}

/** A whole file (200). After a Range it is a file that has changed, or a server that does not know parts. */
function wholeFit(headers: FileHeaders, known: KnownFile | undefined): AnswerFit {
	const { length } = headers;
	const isIgnored = known !== undefined && isSameFile(known, headers);
	return {
		is: 'start',
		file: {
			...identityOf(headers),
			ranges: headers.ranges && !isIgnored,
			...(length !== undefined && { total: length }),
		},
		...(length !== undefined && { end: length }),
	};
}

/**
 * Whether an answer is what was asked for. A part (206) has to begin at the next byte, end where its own headers say,
 * and be of the same file, by length and validator, also where nothing of the file was stored yet.
 *
 * @param answer.isPart whether its status is 206
 * @param received how many bytes of the file have come; the next one was asked for
 * @param known undefined before the first answer
 */
export function fitOf(
	{ headers, isPart }: { headers: FileHeaders; isPart: boolean },
	received: number,
	known?: KnownFile,
): AnswerFit {
	if (!isPart) return wholeFit(headers, received > 0 ? known : undefined);
	const { range, length } = headers;
	if (!range) return { is: 'other', why: 'a part of the file, without saying which' };
	if (range.start !== received) {
		return { is: 'other', why: `the file from byte ${range.start}, not ${received}` };
	}
	if (length !== undefined && length !== range.end - range.start) {
		return { is: 'other', why: 'a part of the file whose length is not that of its range' };
	}
	const total = known?.total ?? range.total;
	if (range.total !== undefined && range.total !== total) {
		return { is: 'other', why: `a file of ${range.total} bytes, not ${total}` };
	}
	if (known && !isSameFile(known, headers)) return { is: 'other', why: 'another file' };
	const file = known ?? identityOf(headers);
	return {
		is: received === 0 ? 'start' : 'next',
		file: { ...file, ranges: true, ...(total !== undefined && { total }) },
		end: range.end,
	};
}
