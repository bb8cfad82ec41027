import { fileTransferFields } from '../parameters/fileTransfer';
import { KLING_MODELS } from '../parameters/klingModels';
import { image, lastFrame } from '../parameters/media';
import { nativeFields } from '../parameters/nativeFields';
import { optionalPrompt } from '../parameters/prompt';
import type { Scenario } from './scenario';
import { videoOptions } from './videoOptions';

export const firstLastFrame: Scenario = {
	value: 'firstLastFrame',
	place: 30,
	name: 'First and Last Frame',
	action: 'Make a video between two pictures',
	description: 'Fill in the movement between two pictures',
	models: KLING_MODELS,
	fields: [image, lastFrame, optionalPrompt],
	options: [...videoOptions, ...fileTransferFields, ...nativeFields],
};
