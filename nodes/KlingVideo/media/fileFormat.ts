/** A file format that the video service takes. */
export type MediaFormat = 'JPG' | 'PNG' | 'MP4' | 'MOV' | 'MP3' | 'WAV' | 'M4A' | 'AAC';

const MIME_TYPES: Record<MediaFormat, string> = {
	JPG: 'image/jpeg',
	PNG: 'image/png',
	MP4: 'video/mp4',
	MOV: 'video/quicktime',
	MP3: 'audio/mpeg',
	WAV: 'audio/wav',
	M4A: 'audio/mp4',
	AAC: 'audio/aac',
};

/** The MIME type of a format. */
export function mimeTypeOf(format: MediaFormat): string {
	return MIME_TYPES[format];
}

/** How many bytes of a file tell its format. */
export const FORMAT_BYTES = 12;

/** Formats that begin with the same bytes in every file; `at` is where, 0 by default. */
const SIGNATURES: ReadonlyArray<{ format: string; starts: string; and?: string }> = [
	{ format: 'JPG', starts: '\xff\xd8\xff' },
	{ format: 'PNG', starts: '\x89PNG\r\n\x1a\n' },
	{ format: 'WAV', starts: 'RIFF', and: 'WAVE' },
	{ format: 'MP3', starts: 'ID3' },
	{ format: 'WebP', starts: 'RIFF', and: 'WEBP' },
	{ format: 'AVI', starts: 'RIFF', and: 'AVI ' },
	{ format: 'GIF', starts: 'GIF8' },
	{ format: 'BMP', starts: 'BM' },
	{ format: 'TIFF', starts: 'II*\0' },
	{ format: 'TIFF', starts: 'MM\0*' },
	{ format: 'WebM or MKV', starts: '\x1aE\xdf\xa3' },
	{ format: 'OGG', starts: 'OggS' },
	{ format: 'FLAC', starts: 'fLaC' },
	{ format: 'PDF', starts: '%PDF' },
];

/** Brands of the MP4 family that are no film. */
const BRANDS: ReadonlyMap<string, string> = new Map([
	['qt  ', 'MOV'],
	['M4A ', 'M4A'],
	['M4B ', 'M4A'],
	['heic', 'HEIC'],
	['heix', 'HEIC'],
	['mif1', 'HEIC'],
	['avif', 'AVIF'],
]);

/**
 * The format of a file by its first bytes, also of the better known ones that no slot takes, to name them.
 *
 * @param start at least the first 12 bytes, or all there are
 * @param named the MIME type that n8n holds for the file; it tells an audio file in MP4 form from a film
 */
export function formatOf(start: Buffer, named: string): string | undefined {
	const text = start.toString('latin1', 0, FORMAT_BYTES);
	const found = SIGNATURES.find(
		({ starts, and }) =>
			text.startsWith(starts) && (and === undefined || text.slice(8, 12) === and),
	);
	if (found) return found.format;
	const box = text.slice(4, 8);
	if (box === 'ftyp')
		return BRANDS.get(text.slice(8, 12)) ?? (named.startsWith('audio/') ? 'M4A' : 'MP4');
	if (box === 'moov' || box === 'mdat' || box === 'wide') return 'MOV';
	return audioFrame(start);
}

/** Bare audio begins with the sync word of its first frame: eleven bits for MP3, twelve for AAC (ADTS). */
function audioFrame(start: Buffer): MediaFormat | undefined {
	const [first = 0, second = 0] = start;
	if (first !== 0xff) return undefined;
	if ((second & 0xf6) === 0xf0) return 'AAC';
	return (second & 0xe6) === 0xe2 ? 'MP3' : undefined;
}
