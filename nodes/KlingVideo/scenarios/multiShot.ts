import { duration } from '../parameters/duration';
import { fileTransferFields } from '../parameters/fileTransfer';
import { nativeFields } from '../parameters/nativeFields';
import { aspectRatio, generateAudio, offPeak, resolution, size } from '../parameters/outputConfig';
import { optionalPrompt } from '../parameters/prompt';
import { optionalReferences } from '../parameters/references';
import { checkStory, shots } from '../parameters/shots';
import { OMNI } from './klingModels';
import type { Scenario } from './scenario';

export const multiShot: Scenario = {
	value: 'multiShot',
	name: 'Multi-Shot',
	description: 'Tell a short story in up to 6 shots',
	models: [OMNI],
	body: {
		metadata: { ext_info: { AdditionalParameters: { multi_shot: true, shot_type: 'customize' } } },
	},
	fields: [shots, optionalPrompt, optionalReferences],
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
	check: checkStory,
};
