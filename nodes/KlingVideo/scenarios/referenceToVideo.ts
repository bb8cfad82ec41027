import { fileTransferFields } from '../parameters/fileTransfer';
import { OMNI } from '../parameters/klingModels';
import { nativeFields } from '../parameters/nativeFields';
import { referencingPrompt } from '../parameters/prompt';
import { checkReferences, references } from '../parameters/references';
import type { Scenario } from './scenario';
import { videoOptions } from './videoOptions';

export const referenceToVideo: Scenario = {
	value: 'referenceToVideo',
	place: 40,
	name: 'References to Video',
	action: 'Make a video with people and things from pictures',
	description: 'Put people, things and places from several pictures into one video',
	models: [OMNI],
	fields: [references, referencingPrompt],
	options: [...videoOptions, ...fileTransferFields, ...nativeFields],
	check: checkReferences,
};
