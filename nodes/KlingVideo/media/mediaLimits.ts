import type { ImageSize } from './imageSize';
import type { MediaKind } from './mediaKind';
import type { TakenFormats } from './takenFormat';

/** What the video service takes in a file field. */
export interface MediaLimits extends TakenFormats {
	/** The largest file in bytes. */
	mostBytes: number;
	/** How it is told: "10 MB", "below 5 MB". */
	mostShown: string;
	/** The shortest and the longest playing time in seconds. */
	seconds?: readonly [number, number];
	/** The shortest side in pixels, and how many times longer than the other one a side may be. */
	sides?: { least: number; ratio: number };
}

const MEGABYTE = 1024 * 1024;

const PICTURES = ['JPG', 'PNG'] as const;
const FILMS = ['MP4', 'MOV'] as const;
const SOUNDS = ['MP3', 'WAV', 'M4A', 'AAC'] as const;

const MOVEMENT = { formats: FILMS, mostBytes: 100 * MEGABYTE, mostShown: '100 MB' } as const;

const LIMITS: Record<MediaKind, MediaLimits> = {
	image: {
		formats: PICTURES,
		mostBytes: 10 * MEGABYTE,
		mostShown: '10 MB',
		sides: { least: 300, ratio: 2.5 },
	},
	lastFrame: {
		formats: [...PICTURES, 'WebP'],
		mostBytes: 5 * MEGABYTE - 1,
		mostShown: 'below 5 MB',
	},
	motionVideo: { ...MOVEMENT, seconds: [3, 30] },
	motionVideoAsInImage: { ...MOVEMENT, seconds: [3, 10] },
	referenceVideo: {
		formats: FILMS,
		mostBytes: 200 * MEGABYTE,
		mostShown: '200 MB',
		seconds: [3, 30],
	},
	lipVideo: { formats: FILMS, mostBytes: 100 * MEGABYTE, mostShown: '100 MB', seconds: [2, 60] },
	voice: { formats: SOUNDS, mostBytes: 5 * MEGABYTE, mostShown: '5 MB', seconds: [2, 300] },
	lipVoice: { formats: SOUNDS, mostBytes: 5 * MEGABYTE, mostShown: '5 MB', seconds: [2, 60] },
};

/** Encoders miss a round length by a frame or two. */
const SECONDS_TOLERANCE = 0.1;

/** The limits of a file field, as Kling documents them. */
export function limitsOf(kind: MediaKind): MediaLimits {
	return LIMITS[kind];
}

/** What is wrong with the size of a file, continuing "The value of 'Image' …". */
export function sizeProblem(
	bytes: number,
	{ mostBytes, mostShown }: MediaLimits,
): string | undefined {
	if (bytes === 0) return 'holds an empty file';
	if (bytes <= mostBytes) return undefined;
	return `holds a file of ${(bytes / MEGABYTE).toFixed(1)} MB, but the limit is ${mostShown}`;
}

/** What is wrong with the sides of a picture, continuing "The value of 'Image' …". */
export function sidesProblem(
	{ width, height }: ImageSize,
	{ sides }: MediaLimits,
): string | undefined {
	if (!sides) return undefined;
	const found = `holds a picture of ${width} × ${height} pixels`;
	if (Math.min(width, height) < sides.least)
		return `${found}, but each side must have at least ${sides.least}`;
	if (Math.max(width, height) > sides.ratio * Math.min(width, height)) {
		return `${found}, but one side may be at most ${sides.ratio} times as long as the other`;
	}
	return undefined;
}

/** What is wrong with a playing time in seconds, continuing "The value of 'Video' …". */
export function secondsProblem(found: number, { seconds }: MediaLimits): string | undefined {
	if (!seconds) return undefined;
	const [least, most] = seconds;
	if (found >= least - SECONDS_TOLERANCE && found <= most + SECONDS_TOLERANCE) return undefined;
	return `holds a file of ${found.toFixed(1)} seconds, but it must last ${least} to ${most} seconds`;
}
