import { InputError } from '../shared/inputError';
import { optionInSight } from './inSight';
import { mappedOption } from './mapped';
import { metadata, outputConfig, top } from './places';
import { quoted } from './reading/reader';
import { readBoolean } from './reading/readBoolean';
import { readName } from './reading/readText';

export const resolution = optionInSight(
	{
		displayName: 'Resolution',
		name: 'resolution',
		type: 'options',
		options: [
			{ name: '720P', value: '720P' },
			{ name: '1080P', value: '1080P' },
			{ name: '4K', value: '4K', description: 'Only some models and gateways have it' },
		],
		default: '720P',
		description: 'How sharp the video is; a higher one costs more',
	},
	{
		read: readName,
		to: [{ path: outputConfig('resolution') }, { path: metadata('resolution') }],
	},
);

export const aspectRatio = optionInSight(
	{
		displayName: 'Aspect Ratio',
		name: 'aspectRatio',
		type: 'options',
		options: [
			{ name: 'Landscape (16:9)', value: '16:9' },
			{ name: 'Portrait (9:16)', value: '9:16' },
			{ name: 'Square (1:1)', value: '1:1' },
		],
		default: '16:9',
		description: 'The shape of the video; an expression may give another one, e.g. 21:9',
	},
	{
		read: readName,
		to: [{ path: outputConfig('aspect_ratio') }, { path: metadata('aspect_ratio') }],
	},
);

const enabled = (value: boolean): string => (value ? 'Enabled' : 'Disabled');

export const generateAudio = mappedOption(
	{
		displayName: 'Generate Audio',
		name: 'generateAudio',
		type: 'boolean',
		default: true,
		description: 'Whether the model also makes sound',
	},
	{
		read: readBoolean,
		to: [
			{ path: outputConfig('audio_generation'), as: enabled },
			{ path: metadata('audio_generation'), as: enabled },
		],
	},
);

export const offPeak = mappedOption(
	{
		displayName: 'Off-Peak',
		name: 'offPeak',
		type: 'boolean',
		default: true,
		description:
			'Whether the video is made when the gateway has time, at a lower price: it may take hours',
	},
	{ read: readBoolean, to: [{ path: metadata('offpeak') }, { path: metadata('off_peak') }] },
);

export const size = mappedOption(
	{
		displayName: 'Size',
		name: 'size',
		type: 'string',
		default: '',
		placeholder: 'e.g. 720x1280',
		description: 'The size of the video in pixels, instead of Resolution and Aspect Ratio',
	},
	{
		read: readName,
		to: [{ path: top('size') }],
		check: (value) => {
			if (value === undefined || /^\d{2,5}x\d{2,5}$/.test(value)) return;
			throw new InputError(
				'Size',
				`must be width x height in pixels, but is ${quoted(value)}`,
				"Write it like '720x1280'",
			);
		},
	},
);
