import { fileTransferFields } from '../parameters/fileTransfer';
import { audio, image } from '../parameters/media';
import { offPeak, resolution, size } from '../parameters/outputConfig';
import { optionalPrompt } from '../parameters/prompt';
import { commonOptions } from './commonOptions';
import type { Scenario } from './scenario';

/** Without a duration: the video is as long as the audio. */
export const avatar: Scenario = {
	value: 'avatar',
	place: 70,
	name: 'Digital Human',
	action: 'Make a portrait speak',
	description: 'Let a portrait speak with a recorded voice',
	body: { metadata: { scene_type: 'avatar_i2v' } },
	fields: [image, audio, optionalPrompt],
	options: [resolution, size, offPeak, ...fileTransferFields, ...commonOptions],
};
