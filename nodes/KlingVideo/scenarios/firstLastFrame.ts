import { fileTransferFields } from '../parameters/fileTransfer';
import { image, lastFrame } from '../parameters/media';
import { optionalPrompt } from '../parameters/prompt';
import { commonOptions } from './commonOptions';
import type { Scenario } from './scenario';
import { videoOptions } from './videoOptions';

export const firstLastFrame: Scenario = {
	value: 'firstLastFrame',
	place: 30,
	name: 'First and Last Frame',
	action: 'Make a video between two pictures',
	description: 'Fill in the movement between two pictures',
	fields: [image, lastFrame, optionalPrompt],
	options: [...videoOptions, ...fileTransferFields, ...commonOptions],
};
