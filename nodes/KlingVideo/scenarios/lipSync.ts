import { fileTransferFields } from '../parameters/fileTransfer';
import { KLING_MODELS } from '../parameters/klingModels';
import {
	checkLipSource,
	faces,
	originalAudioVolume,
	sessionId,
	soundVolume,
} from '../parameters/lipSession';
import { lipAudio, lipVideo } from '../parameters/media';
import { nativeFields } from '../parameters/nativeFields';
import { offPeak } from '../parameters/outputConfig';
import type { Scenario } from './scenario';

export const lipSync: Scenario = {
	value: 'lipSync',
	place: 80,
	name: 'Lip Sync',
	action: 'Match the lips in a video to a recording',
	description: 'Match the lips in a video to a recording',
	models: KLING_MODELS,
	body: { metadata: { scene_type: 'lip_sync' } },
	fields: [lipVideo, lipAudio],
	options: [
		soundVolume,
		originalAudioVolume,
		sessionId,
		faces,
		offPeak,
		...fileTransferFields,
		...nativeFields,
	],
	check: checkLipSource,
};
