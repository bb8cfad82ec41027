import type { MadeVideo } from '../files/madeVideo.cts';
import type { Json, JsonObject } from '../json.cts';
import { isJsonObject } from '../json.cts';

/** What a gateway reads from a submit, as paths: of several for one thing the first that says something counts. */
export interface Habits {
	seconds: string[];
	aspectRatio: string[];
	resolution: string[];
	audio: string[];
	/** Further paths that reach its supplier; `everything`: the whole body does. */
	others: string[] | 'everything';
	/** What the video is where nothing was asked that it reads. */
	otherwise: Pick<MadeVideo, 'aspectRatio'>;
}

/** What a gateway of these habits makes of a body. */
export function videoOf(body: JsonObject, habits: Habits): MadeVideo {
	const first = <T,>(paths: string[], read: (value: Json) => T | undefined): T | undefined =>
		paths.map((path) => read(valueAt(body, path))).find((value) => value !== undefined);
	return {
		seconds: first(habits.seconds, secondsIn) ?? 5,
		aspectRatio: first(habits.aspectRatio, ratioIn) ?? habits.otherwise.aspectRatio,
		resolution: first(habits.resolution, resolutionIn) ?? '720P',
		audio: first(habits.audio, (value) => (isOn(value) ? true : undefined)) ?? false,
	};
}

/** The paths of a body that a gateway of these habits drops. */
export function droppedPaths(body: JsonObject, habits: Habits): string[] {
	if (habits.others === 'everything') return [];
	const read = [
		...habits.seconds,
		...habits.aspectRatio,
		...habits.resolution,
		...habits.audio,
		...habits.others,
	];
	const isRead = (path: string): boolean =>
		read.some((known) => path === known || path.startsWith(`${known}.`));
	return leafPaths(body).filter((path) => !isRead(path));
}

/** The value at a path; null where there is none. */
function valueAt(body: JsonObject, path: string): Json {
	return path
		.split('.')
		.reduce<Json>((value, key) => (isJsonObject(value) ? (value[key] ?? null) : null), body);
}

function leafPaths(object: JsonObject, prefix = ''): string[] {
	return Object.entries(object).flatMap(([key, value]) =>
		isJsonObject(value) ? leafPaths(value, `${prefix}${key}.`) : [`${prefix}${key}`],
	);
}

/** A whole number, or one in a text; anything else is not read. */
function secondsIn(value: Json): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : undefined;
}

/** A ratio, or the one that a size in pixels has. */
function ratioIn(value: Json): MadeVideo['aspectRatio'] | undefined {
	if (value === '16:9' || value === '9:16' || value === '1:1') return value;
	const [, width, height] = /^(\d+)x(\d+)$/.exec(String(value)) ?? [];
	if (width === undefined) return undefined;
	if (width === height) return '1:1';
	return Number(width) > Number(height) ? '16:9' : '9:16';
}

/** A resolution, native Kling's mode, or what a size in pixels comes to. */
function resolutionIn(value: Json): MadeVideo['resolution'] | undefined {
	if (typeof value !== 'string') return undefined;
	if (/^1080p$/i.test(value) || value === 'pro') return '1080P';
	if (/^720p$/i.test(value) || value === 'std') return '720P';
	const [, width, height] = /^(\d+)x(\d+)$/.exec(value) ?? [];
	if (width === undefined) return undefined;
	return Math.min(Number(width), Number(height)) >= 1080 ? '1080P' : '720P';
}

function isOn(value: Json): boolean {
	return value === 'Enabled' || value === true;
}
