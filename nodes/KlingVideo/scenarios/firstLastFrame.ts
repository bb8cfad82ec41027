import { duration } from '../parameters/duration';
import { fileTransferFields } from '../parameters/fileTransfer';
import { image, lastFrame } from '../parameters/media';
import { nativeFields } from '../parameters/nativeFields';
import { aspectRatio, generateAudio, offPeak, resolution, size } from '../parameters/outputConfig';
import { optionalPrompt } from '../parameters/prompt';
import { KLING_MODELS } from './klingModels';
import type { Scenario } from './scenario';

export const firstLastFrame: Scenario = {
	value: 'firstLastFrame',
	name: 'First and Last Frame',
	description: 'Fill in the movement between two pictures',
	models: KLING_MODELS,
	fields: [image, lastFrame, optionalPrompt],
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
