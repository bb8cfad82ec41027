import { fileTransferFields } from '../parameters/fileTransfer';
import { image, motionVideo } from '../parameters/media';
import { characterOrientation, keepOriginalSound, motionLevel } from '../parameters/motion';
import { offPeak, resolution, size } from '../parameters/outputConfig';
import { optionalPrompt } from '../parameters/prompt';
import { commonOptions } from './commonOptions';
import type { Scenario } from './scenario';

/** Without a duration: the video is as long as the reference video. */
export const motionControl: Scenario = {
	value: 'motionControl',
	place: 60,
	name: 'Motion Control',
	action: "Copy a video's movement to a character",
	description: "Copy a video's movement to a character",
	body: { metadata: { scene_type: 'motion_control' } },
	fields: [image, motionVideo, optionalPrompt],
	options: [
		motionLevel,
		characterOrientation,
		keepOriginalSound,
		resolution,
		size,
		offPeak,
		...fileTransferFields,
		...commonOptions,
	],
};
