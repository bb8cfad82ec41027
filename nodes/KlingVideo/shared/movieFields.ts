/** Fields of boxes (ISO 14496-12); what is not there, or means "unknown", is undefined. */

/** A count of units of time, and how many of them make a second. */
export interface Timing {
	scale: number;
	/** Undefined where the file does not say, as when it is written in fragments. */
	units?: number;
}

/** How a track is shown. */
export interface TrackHeader {
	id: number;
	/** In pixels, after turning; 0 for sound. */
	width: number;
	height: number;
}

function u32(content: Buffer, at: number): number | undefined {
	return at + 4 <= content.length ? content.readUInt32BE(at) : undefined;
}

function u64(content: Buffer, at: number): number | undefined {
	return at + 8 <= content.length ? Number(content.readBigUInt64BE(at)) : undefined;
}

/** Version 1 of a box has times of 64 bits. */
function isLong(content: Buffer): boolean {
	return content[0] === 1;
}

/** The flags of a box: the three bytes behind its version. */
function flagsOf(content: Buffer): number {
	return (u32(content, 0) ?? 0) & 0xffffff;
}

/** `mvhd` and `mdhd`, which begin alike. A duration of 0 or of ones only is unknown. */
export function readTiming(content: Buffer): Timing | undefined {
	const scale = u32(content, isLong(content) ? 20 : 12);
	if (scale === undefined || scale === 0) return undefined;
	const units = isLong(content) ? u64(content, 24) : u32(content, 16);
	const isKnown = units !== undefined && units > 0 && units !== 0xffffffff && units < 2 ** 63;
	return isKnown ? { scale, units } : { scale };
}

/** `tkhd`: the sides are those of the unturned picture, in 16.16; the matrix turns it. */
export function readTrackHeader(content: Buffer): TrackHeader | undefined {
	const more = isLong(content) ? 12 : 0;
	const id = u32(content, 12 + (isLong(content) ? 8 : 0));
	const width = u32(content, 76 + more);
	const height = u32(content, 80 + more);
	if (id === undefined || width === undefined || height === undefined) return undefined;
	const sides = { width: Math.round(width / 65536), height: Math.round(height / 65536) };
	// By 90 or 270 degrees: x goes into y and y into x.
	const isTurned = u32(content, 40 + more) === 0 && u32(content, 56 + more) === 0;
	return isTurned ? { id, width: sides.height, height: sides.width } : { id, ...sides };
}

/** `hdlr`: the kind of a track, `vide` or `soun` among others. */
export function readHandler(content: Buffer): string {
	return content.toString('latin1', 8, 12);
}

/** `stsd`: the sides of the first sample description; only of a video track. */
export function readSampleSides(content: Buffer): { width: number; height: number } | undefined {
	if (content.length < 44) return undefined;
	return { width: content.readUInt16BE(40), height: content.readUInt16BE(42) };
}

/** `stco` and `co64`: the furthest place at which media data begin, as far as the content goes. */
export function readFurthestChunk(name: string, content: Buffer): number {
	const size = name === 'co64' ? 8 : 4;
	const count = Math.min(u32(content, 4) ?? 0, Math.floor((content.length - 8) / size));
	let furthest = 0;
	for (let entry = 0; entry < count; entry += 1) {
		const at = 8 + entry * size;
		furthest = Math.max(furthest, (size === 8 ? u64(content, at) : u32(content, at)) ?? 0);
	}
	return furthest;
}

/** `mehd`: the length of a film in fragments, in units of `mvhd`. */
export function readFragmentedUnits(content: Buffer): number | undefined {
	return (isLong(content) ? u64(content, 4) : u32(content, 4)) || undefined;
}

/** `trex`: how long a sample of a track lasts where its fragment does not say. */
export function readTrackDefaults(content: Buffer): { id: number; units: number } | undefined {
	const id = u32(content, 4);
	const units = u32(content, 12);
	return id === undefined || units === undefined ? undefined : { id, units };
}

/** `tfhd`: which track a fragment is of, and how long its samples last unless each says so. */
export function readFragmentHeader(content: Buffer): { id: number; units?: number } | undefined {
	const flags = flagsOf(content);
	const id = u32(content, 4);
	if (id === undefined) return undefined;
	if ((flags & 0x8) === 0) return { id };
	const at = 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0);
	const units = u32(content, at);
	return units === undefined ? { id } : { id, units };
}

/** `tfdt`: when a fragment begins, in units of its track. */
export function readFragmentStart(content: Buffer): number | undefined {
	return isLong(content) ? u64(content, 4) : u32(content, 4);
}

/**
 * `trun`: how long a run of samples lasts, in units of its track.
 *
 * @param each how long a sample lasts where the run does not say
 */
export function readRunUnits(content: Buffer, each: number | undefined): number | undefined {
	const flags = flagsOf(content);
	const count = u32(content, 4);
	if (count === undefined) return undefined;
	if ((flags & 0x100) === 0) return each === undefined ? undefined : count * each;
	const start = 8 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0);
	const step = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length;
	let sum = 0;
	for (let sample = 0; sample < count; sample += 1) {
		const units = u32(content, start + sample * step);
		// Longer than what is held of a box.
		if (units === undefined) return undefined;
		sum += units;
	}
	return sum;
}

/** `sidx`: how far the segments behind it reach, counted from its own end, in bytes. */
export function readIndexedBytes(content: Buffer): number | undefined {
	const first = isLong(content) ? u64(content, 20) : u32(content, 16);
	const list = isLong(content) ? 28 : 20;
	if (first === undefined || list + 4 > content.length) return undefined;
	const count = content.readUInt16BE(list + 2);
	let sum = first;
	for (let entry = 0; entry < count; entry += 1) {
		const size = u32(content, list + 4 + entry * 12);
		if (size === undefined) return undefined;
		// The highest bit tells an index of indexes.
		sum += size & 0x7fffffff;
	}
	return sum;
}
