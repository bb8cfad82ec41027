import { fileTransferFields } from '../parameters/fileTransfer';
import { image } from '../parameters/media';
import { optionalPrompt } from '../parameters/prompt';
import { commonOptions } from './commonOptions';
import type { Scenario } from './scenario';
import { videoOptions } from './videoOptions';

export const imageToVideo: Scenario = {
	value: 'imageToVideo',
	place: 20,
	name: 'Image to Video',
	action: 'Make a video from a picture',
	description: 'Bring a picture to life',
	fields: [image, optionalPrompt],
	options: [...videoOptions, ...fileTransferFields, ...commonOptions],
};
