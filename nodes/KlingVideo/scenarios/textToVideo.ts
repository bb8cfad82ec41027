import { KLING_MODELS } from '../parameters/klingModels';
import { nativeFields } from '../parameters/nativeFields';
import { prompt } from '../parameters/prompt';
import type { Scenario } from './scenario';
import { videoOptions } from './videoOptions';

export const textToVideo: Scenario = {
	value: 'textToVideo',
	place: 10,
	name: 'Text to Video',
	action: 'Make a video from text',
	description: 'Make a video from a description',
	models: KLING_MODELS,
	fields: [prompt],
	options: [...videoOptions, ...nativeFields],
};
