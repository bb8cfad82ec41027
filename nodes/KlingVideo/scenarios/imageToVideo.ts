import { fileTransferFields } from '../parameters/fileTransfer';
import { KLING_MODELS } from '../parameters/klingModels';
import { image } from '../parameters/media';
import { nativeFields } from '../parameters/nativeFields';
import { optionalPrompt } from '../parameters/prompt';
import type { Scenario } from './scenario';
import { videoOptions } from './videoOptions';

export const imageToVideo: Scenario = {
	value: 'imageToVideo',
	place: 20,
	name: 'Image to Video',
	action: 'Make a video from a picture',
	description: 'Bring a picture to life',
	models: KLING_MODELS,
	fields: [image, optionalPrompt],
	options: [...videoOptions, ...fileTransferFields, ...nativeFields],
};
