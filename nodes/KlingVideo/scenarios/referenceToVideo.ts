import { fileTransferFields } from '../parameters/fileTransfer';
import { referencingPrompt } from '../parameters/prompt';
import { checkReferences, references } from '../parameters/references';
import { keepVideoSound, styleVideo } from '../parameters/referenceVideo';
import { commonOptions } from './commonOptions';
import type { Scenario } from './scenario';
import { videoOptions } from './videoOptions';

export const referenceToVideo: Scenario = {
	value: 'referenceToVideo',
	place: 40,
	name: 'References to Video',
	action: 'Make a video with people and things from pictures',
	description: 'Put people, things and places from several pictures into one video',
	fields: [references, referencingPrompt, styleVideo],
	options: [...videoOptions, keepVideoSound, ...fileTransferFields, ...commonOptions],
	check: checkReferences,
};
