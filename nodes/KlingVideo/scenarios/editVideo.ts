import { fileTransferFields } from '../parameters/fileTransfer';
import { generateAudio, offPeak, resolution, size } from '../parameters/outputConfig';
import { editingPrompt } from '../parameters/prompt';
import { editingReferences } from '../parameters/references';
import { editedVideo, keepVideoSound } from '../parameters/referenceVideo';
import { commonOptions } from './commonOptions';
import type { Scenario } from './scenario';

/** Without a duration: the video stays as long as it is. */
export const editVideo: Scenario = {
	value: 'editVideo',
	place: 55,
	name: 'Edit Video',
	action: 'Edit a video with a prompt',
	description: 'Change what is in a video: people, things, clothes, weather, style',
	fields: [editedVideo, editingPrompt, editingReferences],
	options: [
		resolution,
		keepVideoSound,
		generateAudio,
		size,
		offPeak,
		...fileTransferFields,
		...commonOptions,
	],
};
