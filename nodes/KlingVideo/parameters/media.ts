import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { mediaAddress } from '../media/mediaAddress';
import type { MediaKind } from '../media/mediaKind';
import { itemOf } from '../run/joinTry';
import { EXT_PARAMETERS, putAt } from '../body/bodyPath';
import type { InputCheck } from './inputCheck';
import { mapped } from './mapped';

interface Slot {
	displayName: string;
	name: string;
	description: string;
	example: string;
	kind: MediaKind;
	/** Where the address goes in the body. */
	path: string;
	required?: boolean;
}

/** The locator of a slot: one control, whose mode says whether it holds a link or names a file field of the item. */
export function slotLocator({
	displayName,
	name,
	description,
	example,
}: Omit<Slot, 'kind' | 'path'>): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'url', value: '' },
		description,
		modes: [
			{
				displayName: 'URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. https://example.com/${example}`,
			},
			{ displayName: 'File', name: 'field', type: 'string', placeholder: 'e.g. data' },
		],
	};
}

/**
 * Puts the file of a slot at `path` of the body.
 *
 * @throws InputError when a required slot is empty, or the file or link cannot be used
 */
function placesFile({ displayName, name, kind, path, required = false }: Slot): InputCheck {
	return async function (body) {
		const address = await mediaAddress.call(
			this,
			this.getNodeParameter(name, undefined),
			displayName,
			kind,
		);
		if (!address && required) {
			throw new InputError(
				displayName,
				'is empty',
				"Give a URL, or switch to 'File' and name a file field of the item",
			);
		}
		putAt(body, path, address?.url);
		if (address?.fingerprint) itemOf(this).fingerprints.set(address.url, address.fingerprint);
	};
}

function mediaSlot(slot: Slot): INodeProperties {
	return mapped({ ...slotLocator(slot), ...(slot.required && { required: true }) }, slot.path, {
		checks: [placesFile(slot)],
	});
}

const firstFrame: Slot = {
	displayName: 'Image',
	name: 'image',
	description:
		'The picture to start from: JPG or PNG, up to 10 MB, sides of 300 pixels and more. In File mode, the Input Data Field Name of a file of the item.',
	example: 'first.png',
	kind: 'image',
	path: 'image',
	required: true,
};

export const image = mediaSlot(firstFrame);

export const lastFrame = mediaSlot({
	displayName: 'Last Frame',
	name: 'lastFrame',
	description:
		'The picture to end on: JPG, PNG or WebP, below 5 MB. In File mode, the Input Data Field Name of a file of the item.',
	example: 'last.png',
	kind: 'lastFrame',
	path: 'metadata.last_frame_url',
	required: true,
});

const referenceVideo: Slot = {
	displayName: 'Video',
	name: 'video',
	description:
		'The video whose movement is followed: 3 to 30 seconds, up to 100 MB. In File mode, the Input Data Field Name of a file of the item.',
	example: 'dance.mp4',
	kind: 'motionVideo',
	path: 'metadata.video_url',
	required: true,
};

export const motionVideo = mediaSlot(referenceVideo);

/** Not marked as required: a face session stands for it. */
export const lipVideo = mediaSlot({
	...referenceVideo,
	description:
		'The video of the speaker: 2 to 60 seconds, up to 100 MB. In File mode, the Input Data Field Name of a file of the item.',
	example: 'speaker.mp4',
	kind: 'lipVideo',
	required: false,
});

const voice: Slot = {
	displayName: 'Audio',
	name: 'audio',
	description:
		'The voice: MP3, WAV, M4A or AAC, 2 to 300 seconds, up to 5 MB. In File mode, the Input Data Field Name of a file of the item.',
	example: 'voice.mp3',
	kind: 'voice',
	path: `${EXT_PARAMETERS}.sound_file`,
	required: true,
};

export const audio = mediaSlot(voice);

/** Not marked as required: a face session stands for it. */
export const lipAudio = mediaSlot({
	...voice,
	description:
		'The voice: MP3, WAV, M4A or AAC, 2 to 60 seconds, up to 5 MB. In File mode, the Input Data Field Name of a file of the item.',
	kind: 'lipVoice',
	required: false,
});
