import { fileTransferFields } from '../parameters/fileTransfer';
import { optionalPrompt } from '../parameters/prompt';
import { optionalReferences } from '../parameters/references';
import { checkStory, shots } from '../parameters/shots';
import { commonOptions } from './commonOptions';
import type { Scenario } from './scenario';
import { videoOptions } from './videoOptions';

export const multiShot: Scenario = {
	value: 'multiShot',
	place: 50,
	name: 'Multi-Shot',
	action: 'Make a video of several shots',
	description: 'Tell a short story in up to 6 shots',
	body: {
		metadata: { ext_info: { AdditionalParameters: { multi_shot: true, shot_type: 'customize' } } },
	},
	fields: [shots, optionalPrompt, optionalReferences],
	options: [...videoOptions, ...fileTransferFields, ...commonOptions],
	check: checkStory,
};
