import { fileTransferFields } from '../parameters/fileTransfer';
import {
	checkLipSource,
	faces,
	originalAudioVolume,
	sessionId,
	soundVolume,
} from '../parameters/lipSession';
import { lipAudio, lipVideo } from '../parameters/media';
import { offPeak } from '../parameters/outputConfig';
import { optionalPrompt } from '../parameters/prompt';
import { commonOptions } from './commonOptions';
import type { Scenario } from './scenario';

export const lipSync: Scenario = {
	value: 'lipSync',
	place: 80,
	name: 'Lip Sync',
	action: 'Match the lips in a video to a recording',
	description: 'Match the lips in a video to a recording',
	body: { metadata: { scene_type: 'lip_sync' } },
	fields: [lipVideo, lipAudio, optionalPrompt],
	options: [
		soundVolume,
		originalAudioVolume,
		sessionId,
		faces,
		offPeak,
		...fileTransferFields,
		...commonOptions,
	],
	check: checkLipSource,
};
