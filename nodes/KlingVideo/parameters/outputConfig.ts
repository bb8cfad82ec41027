import { InputError } from '../shared/inputError';
import { isEmpty } from '../body/bodyPath';
import type { InputCheck } from './inputCheck';
import { mapped } from './mapped';

export const resolution = mapped(
	{
		displayName: 'Resolution',
		name: 'resolution',
		type: 'options',
		options: [
			{ name: '720P', value: '720P' },
			{ name: '1080P', value: '1080P' },
		],
		default: '720P',
		description: 'How sharp the video is; 1080P costs more',
	},
	'metadata.output_config.resolution',
);

export const aspectRatio = mapped(
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
		description: 'The shape of the video',
	},
	'metadata.output_config.aspect_ratio',
);

export const generateAudio = mapped(
	{
		displayName: 'Generate Audio',
		name: 'generateAudio',
		type: 'boolean',
		default: true,
		description: 'Whether the model also makes sound',
	},
	'metadata.output_config.audio_generation',
	{ value: '={{ $value ? "Enabled" : "Disabled" }}' },
);

export const offPeak = mapped(
	{
		displayName: 'Off-Peak',
		name: 'offPeak',
		type: 'boolean',
		default: true,
		description:
			'Whether the video is made when the gateway has time, at a lower price: it may take hours',
	},
	'metadata.offpeak',
);

const checkSize: InputCheck = function (body) {
	const { size } = body;
	if (isEmpty(size)) return;
	if (typeof size !== 'string' || !/^\d{2,5}x\d{2,5}$/.test(size)) {
		throw new InputError(
			'Size',
			`must be width x height in pixels, but is '${String(size)}'`,
			"Write it like '720x1280'",
		);
	}
};

export const size = mapped(
	{
		displayName: 'Size',
		name: 'size',
		type: 'string',
		default: '',
		placeholder: 'e.g. 720x1280',
		description: 'The size of the video in pixels, instead of Resolution and Aspect Ratio',
	},
	'size',
	{ checks: [checkSize] },
);
