import { duration } from '../parameters/duration';
import { fileTransferFields } from '../parameters/fileTransfer';
import { nativeFields } from '../parameters/nativeFields';
import { aspectRatio, generateAudio, offPeak, resolution, size } from '../parameters/outputConfig';
import { referencingPrompt } from '../parameters/prompt';
import { checkReferences, references } from '../parameters/references';
import { OMNI } from './klingModels';
import type { Scenario } from './scenario';

export const referenceToVideo: Scenario = {
	value: 'referenceToVideo',
	name: 'References to Video',
	description: 'Put people, things and places from several pictures into one video',
	models: [OMNI],
	fields: [references, referencingPrompt],
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
	check: checkReferences,
};
