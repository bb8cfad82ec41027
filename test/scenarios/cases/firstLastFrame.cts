import {
	IMAGE,
	LAST,
	link,
	listed,
	native,
	nativeOptions,
	transferOptions,
	video,
	videoOptions,
} from '../../support/parameterValues.cts';
import type { ScenarioCase } from '../../support/scenarioCase.cts';

/** What a person sets, and the exact body of it. */
export const firstLastFrameCases: Record<string, ScenarioCase> = {
	'the least': {
		parameters: { image: link(IMAGE), lastFrame: link(LAST) },
		body: {
			model: 'Kling-3.0-Omni',
			image: IMAGE,
			metadata: { last_frame_url: LAST, image_tail: LAST },
		},
	},
	'every field and option': {
		parameters: {
			image: link(IMAGE),
			lastFrame: link(LAST),
			prompt: 'The flower opens',
			model: listed('Kling-3.0-Omni'),
			options: {
				...videoOptions,
				...transferOptions,
				...nativeOptions,
			},
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'The flower opens',
			image: IMAGE,
			...video.body,
			...native.body,
			metadata: {
				last_frame_url: LAST,
				image_tail: LAST,
				output_config: { ...video.outputConfig, ...native.outputConfig },
				...video.metadata,
				...native.metadata,
				ext_info: { ...native.extInfo, AdditionalParameters: native.parameters },
			},
		},
	},
	'another model, silent': {
		parameters: {
			image: link(IMAGE),
			lastFrame: link(LAST),
			model: listed('Kling-2.6'),
			options: { generateAudio: false },
		},
		body: {
			model: 'Kling-2.6',
			image: IMAGE,
			metadata: {
				last_frame_url: LAST,
				image_tail: LAST,
				output_config: { audio_generation: 'Disabled' },
				audio_generation: 'Disabled',
			},
		},
	},
};
