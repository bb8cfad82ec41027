import type { JsonObject } from '../json.cts';
import { readExtInfo } from './extInfo.cts';
import type { FileInfo } from './fileInfos.cts';
import { readFileInfos } from './fileInfos.cts';
import { MediaLinks } from './media.cts';
import { readBoolean, readChoice, readObject, readString } from './read.cts';
import { refuse } from './refusal.cts';

/** A submit's known fields, each of the right type. */
export interface Fields {
	prompt?: string;
	/** What `seconds` and `output_config.duration` ask for: which of them counts differs between gateways. */
	lengths: number[];
	image?: string;
	lastFrame?: string;
	video?: string;
	resolution?: '720P' | '1080P';
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
	readChoice(output, 'aspect_ratio', ['16:9', '9:16', '1:1'], `${at}.aspect_ratio`);
	readBoolean(metadata, 'offpeak', 'metadata.offpeak');
	const audio = readChoice(
		output,
		'audio_generation',
		['Enabled', 'Disabled'],
		`${at}.audio_generation`,
	);
	return {
		prompt: readString(body, 'prompt'),
		lengths: [readSeconds(body), readDuration(output)].filter((value) => value !== undefined),
		image: links.read(body, 'image', 'image', true),
		lastFrame: links.read(metadata, 'last_frame_url', 'metadata.last_frame_url', true),
		video: links.read(metadata, 'video_url', 'metadata.video_url'),
		resolution: readChoice(output, 'resolution', ['720P', '1080P'], `${at}.resolution`),
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

function readDuration(output: JsonObject): number | undefined {
	const value = output.duration;
	if (value === undefined) return undefined;
	if (typeof value !== 'number' || !Number.isInteger(value)) {
		refuse('metadata.output_config.duration must be a whole number');
	}
	return value;
}
