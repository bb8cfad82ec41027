import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { asPreSend } from './inputCheck';
import { noteMissingParts, refuseEmptyExpression } from './emptyExpression';
import { declarePlaces, mappedOption } from './mapped';
import { addressOf, fileLocator } from './media';
import { yesNo } from './motion';
import { fill, metadata, native } from './places';
import { addFileInfo } from './references';
import { readBoolean } from './reading/readBoolean';

/** What a video is taken for, in upstream's words: the one to change, or one to take style, motion or camera from. */
type ReferenceType = 'base' | 'feature';

const PLACES = [{ path: metadata('video_url') }];

const SOUND = {
	displayName: 'Keep Original Sound',
	name: 'keepOriginalSound',
};

/** The native entry of a video. */
function videoEntry(url: string, type: ReferenceType, sound: boolean | undefined): IDataObject {
	return {
		Type: 'Url',
		Category: 'Video',
		Url: url,
		Usage: 'Reference',
		ReferenceType: type,
		...(sound !== undefined && { KeepOriginalSound: sound ? 'Enabled' : 'Disabled' }),
	};
}

/**
 * A video among the references. It goes where the gateway's page has a reference video, and as a native entry that says
 * what it is for.
 */
function videoField(
	type: ReferenceType,
	property: { displayName: string; description: string; example: string },
	required: boolean,
): INodeProperties {
	const { displayName } = property;
	const field: INodeProperties = {
		...fileLocator({ ...property, name: 'video' }),
		...(required && { required: true }),
		routing: {
			send: {
				preSend: [
					asPreSend(async function (body) {
						const given = this.getNodeParameter('video', undefined);
						const url = await addressOf(this, given, displayName, 'referenceVideo');
						if (url !== undefined) {
							const asked = this.getNodeParameter(`options.${SOUND.name}`, '');
							const sound = readBoolean(asked, SOUND.displayName);
							noteMissingParts(this, ['video'], displayName);
							fill(this, body, displayName, PLACES, url);
							addFileInfo(body, videoEntry(url, type, sound));
						} else if (required) {
							refuseEmptyExpression(this, ['video'], displayName);
							throw new InputError(
								displayName,
								'is empty',
								"Give a URL, or switch to 'File' and name a file field of the item",
							);
						}
					}),
				],
			},
		},
	};
	return declarePlaces(field, PLACES);
}

export const editedVideo = videoField(
	'base',
	{
		displayName: 'Video',
		description:
			'The video to change: MP4 or MOV, 3 to 10 seconds with Kling-3.0-Omni, up to 200 MB',
		example: 'scene.mp4',
	},
	true,
);

export const styleVideo = videoField(
	'feature',
	{
		displayName: 'Reference Video',
		description:
			'A video whose style, motion or camera is taken: MP4 or MOV, 3 to 10 seconds with Kling-3.0-Omni, up to 200 MB',
		example: 'camera.mp4',
	},
	false,
);

/** The same name and meaning as in Motion Control; the video's native entry says it too. */
export const keepVideoSound = mappedOption(
	{
		...SOUND,
		type: 'boolean',
		default: true,
		description: 'Whether the sound of the given video is kept',
	},
	{ read: readBoolean, to: [{ path: native('keep_original_sound'), as: yesNo }] },
);
