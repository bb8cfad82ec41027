/**
 * Real videos and sounds, small ones, as ffmpeg writes them. Each is made once and kept in the system's folder for
 * temporary files, under a name that changes with how it is made.
 */
import { path as ffmpeg } from '@ffmpeg-installer/ffmpeg';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const FOLDER = path.join(tmpdir(), 'kling-video-samples');

const picture = (seconds: number, size = '64x48') => [
	...['-f', 'lavfi', '-i', `testsrc=duration=${seconds}:size=${size}:rate=12`],
];
const tone = (seconds: number) => ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`];
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '12'];
const aac = ['-c:a', 'aac', '-b:a', '32k'];
const fragmented = (...flags: string[]) => ['-movflags', ['frag_keyframe', ...flags].join('+')];

/** How each sample is made: its extension, and what ffmpeg is told. */
const SAMPLES = {
	/** The header at the end, as ffmpeg writes unless told otherwise. */
	progressive: ['mp4', ...picture(4), ...h264],
	/** The header at the start. */
	faststart: ['mp4', ...picture(4), ...h264, '-movflags', 'faststart'],
	withSound: ['mp4', ...picture(4), ...tone(4), ...h264, ...aac, '-movflags', 'faststart'],
	upright: ['mp4', ...picture(4, '48x64'), ...h264],
	/** HEVC in an MP4, named as Apple's players want it. */
	hevc: [
		...['mp4', ...picture(4), '-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
		...['-tag:v', 'hvc1', '-x265-params', 'log-level=none'],
	],
	/** Fragments behind an empty header, closed by an index (mfra). */
	fragmented: ['mp4', ...picture(4), ...h264, ...fragmented('empty_moov', 'default_base_moof')],
	/** The header holds the first second; an old way of writing fragments. */
	fragmentedBehindStart: ['mp4', ...picture(4), ...h264, ...fragmented()],
	fragmentedWithSound: [
		...['mp4', ...picture(4), ...tone(4), ...h264, ...aac],
		...fragmented('empty_moov'),
	],
	/** An index (sidx) at the start, as for DASH, and none at the end. */
	dash: ['mp4', ...picture(4), ...h264, ...fragmented('dash', 'global_sidx', 'skip_trailer')],
	/** Nothing says how many fragments there are. */
	fragmentedEndless: [
		...['mp4', ...picture(4), ...h264],
		...fragmented('empty_moov', 'default_base_moof', 'skip_trailer'),
	],
	mov: ['mov', ...picture(4), ...h264],
	webm: ['webm', ...picture(2), '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8'],
	/** Written as a stream: it does not say how long it is. */
	webmEndless: [
		...['webm', ...picture(2), '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8'],
		...['-live', '1'],
	],
	mkv: ['mkv', ...picture(2), ...h264],
	avi: ['avi', ...picture(2), '-c:v', 'mpeg4'],
	m4a: ['m4a', ...tone(4), ...aac],
	/** Sound alone, in a file that is named and branded as a video. */
	soundInMp4: ['mp4', ...tone(4), ...aac],
	mp3: ['mp3', ...tone(4), '-c:a', 'libmp3lame', '-b:a', '32k'],
	wav: ['wav', ...tone(4)],
	/** A WAV in the form for more than 4 GB. */
	rf64: ['wav', ...tone(4), '-rf64', 'always'],
} as const satisfies Record<string, readonly [extension: string, ...told: string[]]>;

/** The name of a sample. */
export type SampleName = keyof typeof SAMPLES;

/** The path of a sample, made when it is first asked for. */
export function samplePath(name: SampleName): string {
	const [extension, ...told] = SAMPLES[name];
	const digest = createHash('sha256').update(told.join(' ')).digest('hex').slice(0, 12);
	const file = path.join(FOLDER, `${name}-${digest}.${extension}`);
	if (existsSync(file)) return file;
	mkdirSync(FOLDER, { recursive: true });
	// Test files run side by side: each makes its own, and the last one stays.
	const own = path.join(FOLDER, `${process.pid}-${name}.${extension}`);
	execFileSync(ffmpeg, ['-v', 'error', '-y', ...told, '-fflags', '+bitexact', own]);
	renameSync(own, file);
	return file;
}

/** The bytes of a sample. */
export function sample(name: SampleName): Buffer {
	return readFileSync(samplePath(name));
}
