import type { JsonObject } from '../json.cts';
import { readExtInfo } from './extInfo.cts';
import type { FileInfo } from './fileInfos.cts';
import { readFileInfos } from './fileInfos.cts';
import { MediaLinks } from './media.cts';
import { readBoolean, readChoice, readObject, readString } from './read.cts';
import { refuse } from './refusal.cts';

const RESOLUTIONS = ['720P', '1080P', '4K'] as const;
const SWITCHES = ['Enabled', 'Disabled'] as const;

/** A submit's known fields, each of the right type. */
export interface Fields {
	prompt?: string;
	/** What `seconds`, `duration` and `output_config.duration` ask for: which of them counts differs between gateways. */
	lengths: number[];
	image?: string;
	lastFrame?: string;
	video?: string;
	resolution?: (typeof RESOLUTIONS)[number];
	audio: boolean;
	sceneType?: 'motion_control' | 'avatar_i2v' | 'lip_sync' | 'template_effect';
	motionLevel?: 'std' | 'pro';
	fileInfos: FileInfo[];
	/** The object inside ext_info's `AdditionalParameters`. */
	extras: JsonObject;
	links: MediaLinks;
}

/** Reads every known field of a body and refuses those of a wrong type or value. Unknown keys are ignored. */
export function readFields(body: JsonObject, acceptDataUris: boolean): Fields {
	const links = new MediaLinks(acceptDataUris);
	const metadata = readObject(body, 'metadata');
	const output = readObject(metadata, 'output_config', 'metadata.output_config');
	const at = 'metadata.output_config';
	const size = readString(body, 'size');
	if (size !== undefined && !/^\d{2,5}x\d{2,5}$/.test(size)) refuse('size must be like 720x1280');
	readRatio(output, `${at}.aspect_ratio`);
	readRatio(metadata, 'metadata.aspect_ratio');
	readBoolean(metadata, 'offpeak', 'metadata.offpeak');
	readBoolean(metadata, 'off_peak', 'metadata.off_peak');
	readChoice(metadata, 'resolution', RESOLUTIONS, 'metadata.resolution');
	readChoice(metadata, 'audio_generation', SWITCHES, 'metadata.audio_generation');
	links.read(metadata, 'image_tail', 'metadata.image_tail', true);
	for (const id of ['session_id', 'external_task_id']) readString(metadata, id, `metadata.${id}`);
	checkMetadataDuration(metadata);
	const audio = readChoice(output, 'audio_generation', SWITCHES, `${at}.audio_generation`);
	return {
		prompt: readString(body, 'prompt'),
		lengths: [
			readSeconds(body),
			readDuration(body, 'duration'),
			readDuration(output, 'metadata.output_config.duration'),
		].filter((value) => value !== undefined),
		image: links.read(body, 'image', 'image', true),
		lastFrame: links.read(metadata, 'last_frame_url', 'metadata.last_frame_url', true),
		video: links.read(metadata, 'video_url', 'metadata.video_url'),
		resolution: readChoice(output, 'resolution', RESOLUTIONS, `${at}.resolution`),
		audio: audio === 'Enabled',
		sceneType: readChoice(
			metadata,
			'scene_type',
			['motion_control', 'avatar_i2v', 'lip_sync', 'template_effect'],
			'metadata.scene_type',
		),
		motionLevel: readChoice(metadata, 'motion_level', ['std', 'pro'], 'metadata.motion_level'),
		fileInfos: readFileInfos(metadata, links),
		extras: readExtInfo(metadata),
		links,
	};
}

/** `seconds` must be a string: gateways decode it into one, and a number is a 400. */
function readSeconds(body: JsonObject): number | undefined {
	const text = body.seconds;
	if (text === undefined) return undefined;
	if (typeof text !== 'string') {
		refuse(
			'json: cannot unmarshal number into Go struct field TaskSubmitReq.seconds of type string',
		);
	}
	if (!/^\d{1,3}$/.test(text)) refuse('seconds must be a whole number in a string');
	return Number(text);
}

function readDuration(from: JsonObject, path: string): number | undefined {
	const value = from.duration;
	if (value === undefined) return undefined;
	if (typeof value !== 'number' || !Number.isInteger(value)) {
		refuse(`${path} must be a whole number`);
	}
	return value;
}

function readRatio(from: JsonObject, path: string): void {
	const value = readString(from, 'aspect_ratio', path);
	if (value !== undefined && !/^\d{1,3}:\d{1,3}$/.test(value)) refuse(`${path} must be like 16:9`);
}

/** A native channel takes it as text, and fails on a number. */
function checkMetadataDuration({ duration }: JsonObject): void {
	if (typeof duration === 'number') {
		refuse(
			'unmarshal metadata failed: json: cannot unmarshal number into Go struct field requestPayload.duration of type string',
		);
	}
}
