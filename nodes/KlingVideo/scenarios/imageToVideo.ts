import { duration } from '../parameters/duration';
import { fileTransferFields } from '../parameters/fileTransfer';
import { image } from '../parameters/media';
import { nativeFields } from '../parameters/nativeFields';
import { aspectRatio, generateAudio, offPeak, resolution, size } from '../parameters/outputConfig';
import { optionalPrompt } from '../parameters/prompt';
import { KLING_MODELS } from './klingModels';
import type { Scenario } from './scenario';

export const imageToVideo: Scenario = {
	value: 'imageToVideo',
	name: 'Image to Video',
	description: 'Bring a picture to life',
	models: KLING_MODELS,
	fields: [image, optionalPrompt],
	options: [
		duration,
		resolution,
		aspectRatio,
		generateAudio,
		size,
		offPeak,
		...fileTransferFields,
		...nativeFields,
	],
};
