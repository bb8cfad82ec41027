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
	const units = (isLong(content) ? u64(content, 24) : u32(content, 16)) ?? 0;
	const isKnown = units > 0 && units !== 0xffffffff && units < 2 ** 63;
	return isKnown ? { scale, units } : { scale };
}

/** `tkhd`: the sides are those of the unturned picture, in 16.16; the matrix turns it. */
export function readTrackHeader(content: Buffer): TrackHeader | undefined {
	const more = isLong(content) ? 12 : 0;
	if (content.length < 84 + more) return undefined;
	const id = content.readUInt32BE(isLong(content) ? 20 : 12);
	const side = (at: number) => Math.round(content.readUInt32BE(at + more) / 65536);
	const sides = { width: side(76), height: side(80) };
	// By 90 or 270 degrees: x goes into y and y into x.
	const isTurned = u32(content, 40 + more) === 0 && u32(content, 56 + more) === 0;
	return isTurned ? { id, width: sides.height, height: sides.width } : { id, ...sides };
}

/** `hdlr`: the kind of a track, `vide` or `soun` among others. */
export function readHandler(content: Buffer): string | undefined {
	if (content.length < 12) return undefined;
	return content.toString('latin1', 8, 12);
}

/** `stsd`: the sides of the first sample description; of sound they mean nothing. */
export function readSampleSides(content: Buffer): { width: number; height: number } | undefined {
	if (content.length < 44) return undefined;
	return { width: content.readUInt16BE(40), height: content.readUInt16BE(42) };
}

/** `stco` and `co64`: the furthest place at which media data begin, as far as the content goes. */
export function readFurthestChunk(name: string, content: Buffer): number {
	const size = name === 'co64' ? 8 : 4;
	const end = Math.min(8 + (u32(content, 4) ?? 0) * size, content.length);
	let furthest = 0;
	for (let at = 8; at + size <= end; at += size) {
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
	if (content.length < 16) return undefined;
	return { id: content.readUInt32BE(4), units: content.readUInt32BE(12) };
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
	const list = isLong(content) ? 28 : 20;
	if (list + 4 > content.length) return undefined;
	const count = content.readUInt16BE(list + 2);
	let sum = (isLong(content) ? u64(content, 20) : u32(content, 16)) ?? 0;
	for (let entry = 0; entry < count; entry += 1) {
		const size = u32(content, list + 4 + entry * 12);
		if (size === undefined) return undefined;
		// The highest bit tells an index of indexes.
		sum += size & 0x7fffffff;
	}
	return sum;
}
