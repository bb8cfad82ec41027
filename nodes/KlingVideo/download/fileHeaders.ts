import { isObject, labelOf } from '../shared/json';

/** The part of a file that a body is. */
export interface FilePart {
	/** Its first byte. */
	start: number;
	/** The byte behind its last one. */
	end: number;
	/** Bytes of the whole file, where the server says. */
	total?: number;
}

/** What an answer's headers say about the file in its body. */
export interface FileHeaders {
	/** Bytes in the body. */
	length?: number;
	/** Media type in lower case, without parameters. */
	type?: string;
	/** Weak ones begin with `W/`. */
	etag?: string;
	/** When the file was last changed, as the server writes it. */
	modified?: string;
	/** What Content-Range says, where it makes sense. */
	range?: FilePart;
	/** False when the server says that it sends whole files only. */
	ranges: boolean;
	location?: string;
}

/** Reads the headers of an answer, whatever holds them. Never throws. */
export function readFileHeaders(headers: unknown): FileHeaders {
	const read: FileHeaders = { ranges: headerOf(headers, 'accept-ranges') !== 'none' };
	const length = headerOf(headers, 'content-length') ?? '';
	if (/^\d{1,15}$/.test(length)) read.length = Number(length);
	const type = headerOf(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
	if (type) read.type = type;
	const etag = headerOf(headers, 'etag');
	if (etag !== undefined) read.etag = etag;
	const modified = headerOf(headers, 'last-modified');
	if (modified !== undefined) read.modified = modified;
	const range = readRange(headerOf(headers, 'content-range'));
	if (range) read.range = range;
	const location = headerOf(headers, 'location');
	if (location !== undefined) read.location = location;
	return read;
}

/** What If-Range may hold: a strong ETag, else the date of the last change. */
export function validatorOf({ etag, modified }: Pick<FileHeaders, 'etag' | 'modified'>) {
	return etag?.startsWith('"') ? etag : modified;
}

function readRange(text = ''): FilePart | undefined {
	const [, first, last, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(text) ?? [];
	const part: FilePart = { start: Number(first), end: Number(last) + 1 };
	if (total !== '*') part.total = Number(total);
	return part.start < part.end && part.end <= (part.total ?? Infinity) ? part : undefined;
}

function headerOf(headers: unknown, name: string): string | undefined {
	if (!isObject(headers)) return undefined;
	const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
	return labelOf(found?.[1]);
}
