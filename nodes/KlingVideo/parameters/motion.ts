import type { IExecuteSingleFunctions } from 'n8n-workflow';

import type { MediaKind } from '../media/mediaKind';
import { givenOption } from './givenOption';
import { optionInSight } from './inSight';
import { mappedOption } from './mapped';
import { metadata, native } from './places';
import { readBoolean } from './reading/readBoolean';
import { readName } from './reading/readText';

export const motionLevel = optionInSight(
	{
		displayName: 'Motion Level',
		name: 'motionLevel',
		type: 'options',
		options: [
			{ name: 'Standard', value: 'std' },
			{ name: 'Professional', value: 'pro' },
		],
		default: 'std',
		description: 'How closely the movement is followed; Professional costs more',
	},
	{ read: readName, to: [{ path: metadata('motion_level') }] },
);

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

export const keepOriginalSound = mappedOption(
	{
		displayName: 'Keep Original Sound',
		name: 'keepOriginalSound',
		type: 'boolean',
		default: true,
		description: 'Whether the sound of the given video is kept',
	},
	{ read: readBoolean, to: [{ path: native('keep_original_sound'), as: yesNo }] },
);

export const characterOrientation = mappedOption(
	{
		displayName: 'Character Orientation',
		name: 'characterOrientation',
		type: 'options',
		options: [
			{
				name: 'As in Image',
				value: 'image',
				description: 'The reference video may last up to 10 seconds',
			},
			{
				name: 'As in Video',
				value: 'video',
				description: 'The reference video may last up to 30 seconds',
			},
		],
		default: 'video',
		description: 'Which way the character faces',
	},
	{ read: readName, to: [{ path: native('character_orientation') }] },
);

/** How long the reference video may be depends on which way the character faces. */
export function motionVideoKind(context: IExecuteSingleFunctions): MediaKind {
	const given = givenOption(context, characterOrientation);
	const faces = readName(given, characterOrientation.displayName);
	return faces === 'image' ? 'motionVideoAsInImage' : 'motionVideo';
}
