import type { AskedVideo } from '../shared/settings';
import type { Warning } from '../shared/warning';

/** What a video is, as its own header tells. */
export interface VideoFacts {
	/** The playing time, to a hundredth of a second. */
	seconds?: number;
	/** In pixels, as it is shown: a turned picture has its sides swapped. */
	width?: number;
	height?: number;
}

/** Encoders miss a length by some frames, and Kling's 5 seconds are 5.04. */
const SECONDS_TOLERANCE = 1;

/** Sides are rounded to what an encoder takes, e.g. multiples of 16. */
const SIDE_TOLERANCE = 0.03;

/** Kling keeps the number of pixels and follows the picture's ratio: 720P is 1280 × 720, 960 × 960 or 1176 × 784. */
const AREA_TOLERANCE = 0.25;

/** The ratios that have a name. */
const NAMED_RATIOS = ['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3', '21:9', '9:21'];

/** How a shape compares: width over height. */
function ratioOf(text: string): number | undefined {
	const [, width, height] = /^\s*(\d+(?:\.\d+)?)\s*:\s*(\d+(?:\.\d+)?)\s*$/.exec(text) ?? [];
	const ratio = Number(width) / Number(height);
	return ratio > 0 && Number.isFinite(ratio) ? ratio : undefined;
}

function sidesOf(text: string): { width: number; height: number } | undefined {
	const [, width, height] = /^\s*(\d+)\s*[x×*]\s*(\d+)\s*$/i.exec(text) ?? [];
	return Number(width) > 0 && Number(height) > 0
		? { width: Number(width), height: Number(height) }
		: undefined;
}

function isNear(found: number, wanted: number, tolerance: number): boolean {
	return Math.abs(found - wanted) <= tolerance * wanted;
}

/** The shape as people call it, or its sides where it has no name. */
function shapeName(width: number, height: number): string {
	const found = width / height;
	const named = NAMED_RATIOS.find((name) =>
		isNear(found, ratioOf(name) ?? Infinity, SIDE_TOLERANCE),
	);
	return named ?? `${width} × ${height} pixels`;
}

function ofLength(asked: AskedVideo, { seconds }: VideoFacts): Warning | undefined {
	if (asked.seconds === undefined || seconds === undefined) return undefined;
	if (Math.abs(seconds - asked.seconds) <= SECONDS_TOLERANCE) return undefined;
	const message = `Asked for ${asked.seconds} seconds, but the video lasts ${seconds} seconds`;
	return { code: 'otherLength', message };
}

function ofShape(wanted: string | undefined, width: number, height: number): Warning | undefined {
	const ratio = wanted === undefined ? undefined : ratioOf(wanted);
	if (ratio === undefined || isNear(width / height, ratio, SIDE_TOLERANCE)) return undefined;
	const message = `Asked for ${wanted}, but the video is ${shapeName(width, height)}`;
	return { code: 'otherAspectRatio', message };
}

function ofResolution({ resolution }: AskedVideo, width: number, height: number) {
	const [, lines] = /^\s*(\d+)\s*p\s*$/i.exec(resolution ?? '') ?? [];
	const side = Number(lines);
	if (!(side > 0)) return undefined;
	if (isNear(Math.min(width, height), side, SIDE_TOLERANCE)) return undefined;
	if (isNear(width * height, (side * side * 16) / 9, AREA_TOLERANCE)) return undefined;
	const message = `Asked for ${resolution}, but the video has ${width} × ${height} pixels`;
	return { code: 'otherResolution', message } as const;
}

function ofSize({ size }: AskedVideo, width: number, height: number): Warning | undefined {
	const sides = size === undefined ? undefined : sidesOf(size);
	if (!sides) return undefined;
	const isAsAsked =
		isNear(width, sides.width, SIDE_TOLERANCE) && isNear(height, sides.height, SIDE_TOLERANCE);
	if (isAsAsked) return undefined;
	const message = `Asked for ${size}, but the video has ${width} × ${height} pixels`;
	return { code: 'otherSize', message };
}

/**
 * Where a video differs from what was asked for. Never a failure: it is made and paid for, but nobody else tells. What
 * was not asked for, cannot be read, or is not known of the video is not compared.
 */
export function warningsOf(asked: AskedVideo, facts: VideoFacts): Warning[] {
	const { width, height } = facts;
	const hasSides = width !== undefined && height !== undefined && width > 0 && height > 0;
	return [
		ofLength(asked, facts),
		...(hasSides
			? [
					ofShape(asked.aspectRatio ?? asked.size, width, height),
					ofResolution(asked, width, height),
					ofSize(asked, width, height),
				]
			: []),
	].filter((warning) => warning !== undefined);
}
