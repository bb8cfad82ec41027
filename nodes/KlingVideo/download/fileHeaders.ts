import { isObject, labelOf } from '../shared/json';

/** What an answer's headers say about the file in its body. */
export interface FileHeaders {
	/** Bytes in the body. */
	length?: number;
	/** Media type in lower case, without parameters. */
	type?: string;
	/** What If-Range may hold: a strong ETag, else the date of the last change. */
	validator?: string;
	/** The part of the file that the body is; `total` in bytes. */
	range?: { start: number; total?: number };
	/** False when the server says that it sends whole files only. */
	ranges: boolean;
	location?: string;
}

/** Reads the headers of an answer, whatever holds them. Never throws. */
export function readFileHeaders(headers: unknown): FileHeaders {
	const read: FileHeaders = { ranges: headerOf(headers, 'accept-ranges') !== 'none' };
	const length = headerOf(headers, 'content-length');
	if (length !== undefined && /^\d{1,15}$/.test(length)) read.length = Number(length);
	const type = headerOf(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
	if (type) read.type = type;
	const etag = headerOf(headers, 'etag');
	const validator = etag?.startsWith('"') ? etag : headerOf(headers, 'last-modified');
	if (validator !== undefined) read.validator = validator;
	const range = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(
		headerOf(headers, 'content-range') ?? '',
	);
	if (range) {
		read.range = { start: Number(range[1]), ...(range[2] !== '*' && { total: Number(range[2]) }) };
	}
	const location = headerOf(headers, 'location');
	if (location !== undefined) read.location = location;
	return read;
}

function headerOf(headers: unknown, name: string): string | undefined {
	if (!isObject(headers)) return undefined;
	const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name);
	return key === undefined ? undefined : labelOf(headers[key]);
}
