import { fileTransferFields } from '../parameters/fileTransfer';
import { OMNI } from '../parameters/klingModels';
import { nativeFields } from '../parameters/nativeFields';
import { optionalPrompt } from '../parameters/prompt';
import { optionalReferences } from '../parameters/references';
import { checkStory, shots } from '../parameters/shots';
import type { Scenario } from './scenario';
import { videoOptions } from './videoOptions';

export const multiShot: Scenario = {
	value: 'multiShot',
	place: 50,
	name: 'Multi-Shot',
	action: 'Make a video of several shots',
	description: 'Tell a short story in up to 6 shots',
	models: [OMNI],
	body: {
		metadata: { ext_info: { AdditionalParameters: { multi_shot: true, shot_type: 'customize' } } },
	},
	fields: [shots, optionalPrompt, optionalReferences],
	options: [...videoOptions, ...fileTransferFields, ...nativeFields],
	check: checkStory,
};
