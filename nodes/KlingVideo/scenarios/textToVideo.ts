import { duration } from '../parameters/duration';
import { nativeFields } from '../parameters/nativeFields';
import { aspectRatio, generateAudio, offPeak, resolution, size } from '../parameters/outputConfig';
import { prompt } from '../parameters/prompt';
import { KLING_MODELS } from './klingModels';
import type { Scenario } from './scenario';

export const textToVideo: Scenario = {
	value: 'textToVideo',
	name: 'Text to Video',
	description: 'Make a video from a description',
	models: KLING_MODELS,
	fields: [prompt],
	options: [duration, resolution, aspectRatio, generateAudio, size, offPeak, ...nativeFields],
};
