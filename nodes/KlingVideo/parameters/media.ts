import type { IDataObject, IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { mediaAddress } from '../media/mediaAddress';
import type { MediaKind } from '../media/mediaKind';
import { itemOf } from '../run/joinTry';
import { noteMissingParts, refuseEmptyExpression } from './emptyExpression';
import { readTransfer } from './fileTransfer';
import { asPreSend } from './inputCheck';
import { declarePlaces } from './mapped';
import { motionVideoKind } from './motion';
import type { Place } from './places';
import { fill, metadata, native, top } from './places';

interface MediaField {
	displayName: string;
	name: string;
	description: string;
	example: string;
	/** What the field takes, which another parameter may decide. */
	kind: MediaKind | ((context: IExecuteSingleFunctions) => MediaKind);
	/** Where the address goes in the body. */
	to: Array<Place<string>>;
	required?: boolean;
}

/** The locator of a file: one control, whose mode says whether it holds a link or names a file field of the item. */
export function fileLocator({
	displayName,
	name,
	description,
	example,
}: Omit<MediaField, 'kind' | 'to'>): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'url', value: '' },
		description,
		builderHint: {
			propertyHint:
				'Mode url for a public link, mode field for the name of a file field of the input item, e.g. data: never the file itself.',
		},
		modes: [
			{
				displayName: 'URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. https://example.com/${example}`,
				hint: 'A link that the gateway can fetch',
			},
			{
				displayName: 'File',
				name: 'field',
				type: 'string',
				placeholder: 'e.g. data',
				hint: 'The Input Data Field Name of a file of the item',
			},
		],
	};
}

/**
 * The address of what a file locator holds, which the digest of the request knows by the file's content; nothing where
 * it is empty.
 *
 * @throws InputError when the file or link cannot be used
 */
export async function addressOf(
	context: IExecuteSingleFunctions,
	given: unknown,
	shownName: string,
	kind: MediaKind,
): Promise<string | undefined> {
	const address = await mediaAddress.call(context, given, shownName, kind, () =>
		readTransfer(context),
	);
	if (address?.fingerprint !== undefined)
		itemOf(context).fingerprints.set(address.url, address.fingerprint);
	return address?.url;
}

/**
 * Puts the file of a field into the body.
 *
 * @throws InputError when a required one is empty, or the file or link cannot be used
 */
async function placeFile(
	context: IExecuteSingleFunctions,
	body: IDataObject,
	{ displayName, name, kind, to, required = false }: MediaField,
): Promise<void> {
	const given = context.getNodeParameter(name, '');
	const taken = typeof kind === 'function' ? kind(context) : kind;
	const url = await addressOf(context, given, displayName, taken);
	if (url !== undefined) {
		noteMissingParts(context, [name], displayName);
		fill(context, body, displayName, to, url);
	} else if (required) {
		refuseEmptyExpression(context, [name], displayName);
		throw new InputError(
			displayName,
			'is empty',
			"Give a URL, or switch to 'File' and name a file field of the item",
		);
	}
}

function mediaField(field: MediaField): INodeProperties {
	const property: INodeProperties = {
		...fileLocator(field),
		...(field.required && { required: true }),
		routing: {
			send: {
				preSend: [
					asPreSend(async function (body) {
						await placeFile(this, body, field);
					}),
				],
			},
		},
	};
	return declarePlaces(property, field.to);
}

export const image = mediaField({
	displayName: 'Image',
	name: 'image',
	description: 'The picture to start from: JPG or PNG, up to 10 MB, sides of 300 pixels and more',
	example: 'first.png',
	kind: 'image',
	to: [{ path: top('image') }],
	required: true,
});

export const lastFrame = mediaField({
	displayName: 'Last Frame',
	name: 'lastFrame',
	description: 'The picture to end on: JPG, PNG or WebP, below 5 MB',
	example: 'last.png',
	kind: 'lastFrame',
	to: [{ path: metadata('last_frame_url') }, { path: metadata('image_tail') }],
	required: true,
});

const referenceVideo: MediaField = {
	displayName: 'Video',
	name: 'video',
	description: 'The video whose movement is followed: 3 to 30 seconds, up to 100 MB',
	example: 'dance.mp4',
	kind: motionVideoKind,
	to: [{ path: metadata('video_url') }],
	required: true,
};

export const motionVideo = mediaField(referenceVideo);

/** Not marked as required: a face session stands for it. */
export const lipVideo = mediaField({
	...referenceVideo,
	description: 'The video of the speaker: 2 to 60 seconds, up to 100 MB',
	example: 'speaker.mp4',
	kind: 'lipVideo',
	required: false,
});

const voice: MediaField = {
	displayName: 'Audio',
	name: 'audio',
	description: 'The voice: MP3, WAV, M4A or AAC, 2 to 300 seconds, up to 5 MB',
	example: 'voice.mp3',
	kind: 'voice',
	to: [{ path: native('sound_file') }],
	required: true,
};

export const audio = mediaField(voice);

/** Not marked as required: a face session stands for it. */
export const lipAudio = mediaField({
	...voice,
	description: 'The voice: MP3, WAV, M4A or AAC, 2 to 60 seconds, up to 5 MB',
	kind: 'lipVoice',
	required: false,
});
