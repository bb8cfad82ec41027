import type { MediaFormat } from './takenFormat';

/** The sides of a picture in pixels. */
export interface ImageSize {
	width: number;
	height: number;
}

/**
 * The size of a JPG or PNG, from its header.
 *
 * @param head the first bytes of the file: a PNG has its size at once, a JPG behind its camera data
 * @returns undefined when the header is not within `head` or makes no sense
 */
export function imageSize(head: Buffer, format: MediaFormat): ImageSize | undefined {
	if (format === 'PNG') return pngSize(head);
	return format === 'JPG' ? jpgSize(head) : undefined;
}

function pngSize(head: Buffer): ImageSize | undefined {
	if (head.length < 24 || head.toString('latin1', 12, 16) !== 'IHDR') return undefined;
	return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

/** Markers C0 to CF open a frame, except the tables C4, C8 and CC. */
function opensFrame(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Walks the segments, each with its length, up to the one that opens the frame. */
function jpgSize(head: Buffer): ImageSize | undefined {
	let at = 2;
	while (at + 9 <= head.length) {
		if (head[at] !== 0xff) return undefined;
		const marker = head[at + 1] ?? 0;
		if (opensFrame(marker)) {
			return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
		}
		// FF before a marker is filling; some markers have no length.
		if (marker === 0xff) at += 1;
		else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
		else at += 2 + head.readUInt16BE(at + 2);
	}
	return undefined;
}
