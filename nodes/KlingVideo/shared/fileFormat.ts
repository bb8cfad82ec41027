/** A file format that is recognised, by the name that people know it under. */
export type FileFormat = keyof typeof FORMATS;

/** What a file is made of, as far as its first bytes tell. */
export type FormatKind = 'picture' | 'sound' | 'video' | 'other';

const FORMATS = {
	JPG: { kind: 'picture', mime: 'image/jpeg', extension: 'jpg' },
	PNG: { kind: 'picture', mime: 'image/png', extension: 'png' },
	WebP: { kind: 'picture', mime: 'image/webp', extension: 'webp' },
	GIF: { kind: 'picture', mime: 'image/gif', extension: 'gif' },
	BMP: { kind: 'picture', mime: 'image/bmp', extension: 'bmp' },
	TIFF: { kind: 'picture', mime: 'image/tiff', extension: 'tiff' },
	HEIC: { kind: 'picture', mime: 'image/heic', extension: 'heic' },
	AVIF: { kind: 'picture', mime: 'image/avif', extension: 'avif' },
	MP3: { kind: 'sound', mime: 'audio/mpeg', extension: 'mp3' },
	WAV: { kind: 'sound', mime: 'audio/wav', extension: 'wav' },
	M4A: { kind: 'sound', mime: 'audio/mp4', extension: 'm4a' },
	AAC: { kind: 'sound', mime: 'audio/aac', extension: 'aac' },
	OGG: { kind: 'sound', mime: 'audio/ogg', extension: 'ogg' },
	FLAC: { kind: 'sound', mime: 'audio/flac', extension: 'flac' },
	MP4: { kind: 'video', mime: 'video/mp4', extension: 'mp4' },
	MOV: { kind: 'video', mime: 'video/quicktime', extension: 'mov' },
	WebM: { kind: 'video', mime: 'video/webm', extension: 'webm' },
	MKV: { kind: 'video', mime: 'video/x-matroska', extension: 'mkv' },
	AVI: { kind: 'video', mime: 'video/x-msvideo', extension: 'avi' },
	MPEG: { kind: 'video', mime: 'video/mpeg', extension: 'mpg' },
	FLV: { kind: 'video', mime: 'video/x-flv', extension: 'flv' },
	WMV: { kind: 'video', mime: 'video/x-ms-wmv', extension: 'wmv' },
	PDF: { kind: 'other', mime: 'application/pdf', extension: 'pdf' },
	ZIP: { kind: 'other', mime: 'application/zip', extension: 'zip' },
} as const satisfies Record<string, { kind: FormatKind; mime: string; extension: string }>;

/** What a format is made of, its MIME type, and the extension of its files. */
export function aboutFormat(format: FileFormat): {
	kind: FormatKind;
	mime: string;
	extension: string;
} {
	return FORMATS[format];
}

/** How many bytes of a file tell its format, where no padding stands in front. */
export const FORMAT_BYTES = 64;

/** Formats that begin with the same bytes in every file; `and` stands at the ninth byte. */
const SIGNATURES: ReadonlyArray<{ format: FileFormat; starts: string; and?: string }> = [
	{ format: 'JPG', starts: '\xff\xd8\xff' },
	{ format: 'PNG', starts: '\x89PNG\r\n\x1a\n' },
	{ format: 'WAV', starts: 'RIFF', and: 'WAVE' },
	// Longer than 4 GB, or written by a recorder that does not know beforehand (EBU Tech 3306, ITU-R BS.2088).
	{ format: 'WAV', starts: 'RF64', and: 'WAVE' },
	{ format: 'WAV', starts: 'BW64', and: 'WAVE' },
	{ format: 'WebP', starts: 'RIFF', and: 'WEBP' },
	{ format: 'AVI', starts: 'RIFF', and: 'AVI ' },
	{ format: 'MP3', starts: 'ID3' },
	{ format: 'GIF', starts: 'GIF8' },
	{ format: 'BMP', starts: 'BM' },
	{ format: 'TIFF', starts: 'II*\0' },
	{ format: 'TIFF', starts: 'MM\0*' },
	{ format: 'OGG', starts: 'OggS' },
	{ format: 'FLAC', starts: 'fLaC' },
	{ format: 'MPEG', starts: '\0\0\x01\xba' },
	{ format: 'FLV', starts: 'FLV\x01' },
	{ format: 'WMV', starts: '\x30\x26\xb2\x75\x8e\x66\xcf\x11' },
	{ format: 'PDF', starts: '%PDF' },
	{ format: 'ZIP', starts: 'PK\x03\x04' },
];

/** Brands of the MP4 family that are no MP4 video; every other one is. */
const BRANDS: ReadonlyMap<string, FileFormat> = new Map([
	['qt  ', 'MOV'],
	['M4A ', 'M4A'],
	['M4B ', 'M4A'],
	['M4P ', 'M4A'],
	['heic', 'HEIC'],
	['heix', 'HEIC'],
	['hevc', 'HEIC'],
	['mif1', 'HEIC'],
	['msf1', 'HEIC'],
	['avif', 'AVIF'],
	['avis', 'AVIF'],
]);

/** What older QuickTime files begin with, which have no `ftyp`. */
const QUICKTIME_STARTS = new Set(['moov', 'mdat', 'wide', 'pnot']);

/**
 * The format of a file by its first bytes, whatever its name and type say; formats that nothing here takes are known
 * too, so that they can be named.
 *
 * @param head at least the first 64 bytes, or all there are; more finds an MP3 behind padding
 */
export function formatOf(head: Buffer): FileFormat | undefined {
	const text = head.toString('latin1', 0, FORMAT_BYTES);
	const found = SIGNATURES.find(
		({ starts, and }) =>
			text.startsWith(starts) && (and === undefined || text.slice(8, 12) === and),
	);
	if (found) return found.format;
	if (text.startsWith('\x1aE\xdf\xa3')) return matroska(text);
	const box = text.slice(4, 8);
	if (box === 'ftyp' && text.length >= 12) return BRANDS.get(text.slice(8, 12)) ?? 'MP4';
	if (QUICKTIME_STARTS.has(box)) return 'MOV';
	return soundBehindPadding(head);
}

/** The document type stands in the EBML header (RFC 8794, 9559). */
function matroska(text: string): FileFormat | undefined {
	if (text.includes('webm')) return 'WebM';
	return text.includes('matroska') ? 'MKV' : undefined;
}

/** Encoders and editors leave zeros in front of an MP3, which players skip. */
function soundBehindPadding(head: Buffer): FileFormat | undefined {
	// -1 where there are only zeros: what is left then is one of them.
	const rest = head.subarray(head.findIndex((byte) => byte !== 0));
	return rest.toString('latin1', 0, 3) === 'ID3' ? 'MP3' : soundFrame(rest);
}

/** Bare sound begins with the sync word of its first frame: eleven bits for MP3, twelve for AAC (ADTS). */
function soundFrame(start: Buffer): FileFormat | undefined {
	const [first = 0, second = 0, third = 0xff] = start;
	if (first !== 0xff) return undefined;
	if ((second & 0xf6) === 0xf0) return 'AAC';
	// The third layer; a bit rate of ones or a sample rate of ones is no frame.
	const isFrame = (second & 0xe6) === 0xe2 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3;
	return isFrame ? 'MP3' : undefined;
}
