import type { INodeParameters } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { assetPath, type AssetName } from '../../gateway/files/assets.cts';
import { isJsonObject } from '../../gateway/json.cts';
import type { FileInput, ItemInput } from '../../dev/engine/nodeTypes.cts';
import { readableBody } from '../support/readableBody.cts';

/** What a slot holds in a saved workflow. */
export type Locator = { __rl: true; mode: 'url' | 'field'; value: string };

/** A place for a file in the node. */
export interface MediaSlot {
	/** A file that fits. */
	asset: AssetName;
	/** The slot's name in messages. */
	shownName: string;
	/** Parameters of a submission with the slot holding `locator`. */
	parameters(locator: Locator, options?: INodeParameters): INodeParameters;
	/** Where the address is in the readable body. */
	path: Array<string | number>;
}

const url = (name: AssetName): Locator => ({
	__rl: true,
	mode: 'url',
	value: `https://example.com/${name}`,
});

const AI_PARAMETERS = ['metadata', 'ext_info', 'AdditionalParameters'];

/** Every slot of every scenario that takes files. */
export const mediaSlots: Record<string, MediaSlot> = {
	image: {
		asset: 'picture.jpg',
		shownName: 'Image',
		parameters: (image, options = {}) => ({ scenario: 'imageToVideo', image, options }),
		path: ['image'],
	},
	lastFrame: {
		asset: 'picture.png',
		shownName: 'Last Frame',
		parameters: (lastFrame, options = {}) => ({
			scenario: 'firstLastFrame',
			image: url('picture.png'),
			lastFrame,
			options,
		}),
		path: ['metadata', 'last_frame_url'],
	},
	reference: {
		asset: 'picture.png',
		shownName: 'Reference Image 2',
		parameters: (image, options = {}) => ({
			scenario: 'referenceToVideo',
			prompt: '<<<image_2>>> meets <<<image_1>>>',
			references: { reference: [{ image: url('picture.jpg') }, { image }] },
			options,
		}),
		path: ['metadata', 'file_infos', 1, 'Url'],
	},
	motionVideo: {
		asset: 'reference.mp4',
		shownName: 'Video',
		parameters: (video, options = {}) => ({
			scenario: 'motionControl',
			image: url('picture.png'),
			video,
			options,
		}),
		path: ['metadata', 'video_url'],
	},
	avatarAudio: {
		asset: 'voice.mp3',
		shownName: 'Audio',
		parameters: (audio, options = {}) => ({
			scenario: 'avatar',
			image: url('picture.png'),
			audio,
			options,
		}),
		path: [...AI_PARAMETERS, 'sound_file'],
	},
	lipVideo: {
		asset: 'reference.mp4',
		shownName: 'Video',
		parameters: (video, options = {}) => ({
			scenario: 'lipSync',
			video,
			audio: url('voice.mp3'),
			options,
		}),
		path: ['metadata', 'video_url'],
	},
	lipAudio: {
		asset: 'voice.wav',
		shownName: 'Audio',
		parameters: (audio, options = {}) => ({
			scenario: 'lipSync',
			video: url('reference.mp4'),
			audio,
			options,
		}),
		path: [...AI_PARAMETERS, 'sound_file'],
	},
	faceAudio: {
		asset: 'voice.wav',
		shownName: 'Face 1 → Audio',
		parameters: (audio, options = {}) => ({
			scenario: 'lipSync',
			options: {
				...options,
				sessionId: 'session_1',
				faces: { face: [{ faceId: 'face_1', audio, start: 0, end: 2000, insert: 0 }] },
			},
		}),
		path: [...AI_PARAMETERS, 'face_choose', 0, 'sound_file'],
	},
};

/** The address that a submitted body has in a slot. */
export function addressIn(body: unknown, { path }: MediaSlot): unknown {
	return path.reduce<unknown>((value, key) => {
		if (Array.isArray(value)) return value[Number(key)] as unknown;
		return isJsonObject(value) ? value[key] : undefined;
	}, readableBody(body));
}

/** A slot that names the field `file` of the item. */
export const FILE_FIELD: Locator = { __rl: true, mode: 'field', value: 'file' };

const TYPES: Record<string, string> = {
	'.jpg': 'image/jpeg',
	'.png': 'image/png',
	'.mp3': 'audio/mpeg',
	'.wav': 'audio/wav',
	'.mp4': 'video/mp4',
};

/** An asset's bytes. */
export function assetBytes(name: AssetName): Buffer {
	return readFileSync(assetPath(name));
}

/** An asset as the file of an item. */
export function assetInput(name: AssetName): FileInput {
	const mimeType = TYPES[extname(name)] ?? '';
	return { data: assetBytes(name), fileName: name, mimeType };
}

/** An item with a file in the field `file`. */
export function itemWith(file: FileInput): ItemInput {
	return { json: {}, binary: { file } };
}
