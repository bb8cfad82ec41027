/** How many bytes of a file tell its type. */
export const TYPE_BYTES = 12;

/** A kind of video file: its MIME type and the extension it is stored with. */
export interface VideoType {
	mime: string;
	extension: string;
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
	['video/mp4', 'mp4'],
	['video/quicktime', 'mov'],
	['video/webm', 'webm'],
	['video/x-matroska', 'mkv'],
	['video/x-msvideo', 'avi'],
	['video/mpeg', 'mpg'],
	['video/x-m4v', 'm4v'],
]);

/** What says nothing about a file. */
const ANY_TYPE =
	/^(?:(?:application|binary)\/(?:octet-stream|x-octet-stream|force-download|x-download)|\*\/\*|application\/mp4)$/;

/**
 * What kind of video a file is, by its first bytes, and where these are not known by the type that the server names.
 *
 * @param start at least the first 12 bytes, or all there are
 * @param named the media type from the answer's headers
 * @returns undefined when it is no video: a page, JSON or XML, a picture, or nothing at all
 */
export function videoType(start: Buffer, named: string | undefined): VideoType | undefined {
	if (start.length === 0) return undefined;
	const found = typeByBytes(start);
	if (found !== undefined) return asType(found);
	if (isText(start)) return undefined;
	if (named === undefined || ANY_TYPE.test(named)) return asType('video/mp4');
	return named.startsWith('video/') ? asType(named) : undefined;
}

function asType(mime: string): VideoType {
	return { mime, extension: EXTENSIONS.get(mime) ?? 'mp4' };
}

function typeByBytes(start: Buffer): string | undefined {
	const box = start.toString('latin1', 4, 8);
	if (box === 'ftyp')
		return start.toString('latin1', 8, 12) === 'qt  ' ? 'video/quicktime' : 'video/mp4';
	// Older QuickTime files begin with their data.
	if (['moov', 'mdat', 'wide'].includes(box)) return 'video/quicktime';
	if (start.readUIntBE(0, Math.min(4, start.length)) === 0x1a45dfa3) return 'video/webm';
	if (start.toString('latin1', 0, 4) === 'RIFF' && start.toString('latin1', 8, 12) === 'AVI ') {
		return 'video/x-msvideo';
	}
	return undefined;
}

/** HTML, XML and JSON begin with one of three characters. */
function isText(start: Buffer): boolean {
	return /^\ufeff?\s*[<{[]/.test(start.toString('utf8'));
}
