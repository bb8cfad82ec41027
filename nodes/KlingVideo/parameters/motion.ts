import { EXT_PARAMETERS } from '../body/bodyPath';
import { mapped } from './mapped';

export const motionLevel = mapped(
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
	'metadata.motion_level',
);

export const keepOriginalSound = mapped(
	{
		displayName: 'Keep Original Sound',
		name: 'keepOriginalSound',
		type: 'boolean',
		default: true,
		description: 'Whether the sound of the reference video is kept',
	},
	`${EXT_PARAMETERS}.keep_original_sound`,
	{ value: '={{ $value ? "yes" : "no" }}' },
);

export const characterOrientation = mapped(
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
	`${EXT_PARAMETERS}.character_orientation`,
);
