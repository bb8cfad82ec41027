import { prompt } from '../parameters/prompt';
import { commonOptions } from './commonOptions';
import type { Scenario } from './scenario';
import { videoOptions } from './videoOptions';

export const textToVideo: Scenario = {
	value: 'textToVideo',
	place: 10,
	name: 'Text to Video',
	action: 'Make a video from text',
	description: 'Make a video from a description',
	fields: [prompt],
	options: [...videoOptions, ...commonOptions],
};
