import {
	IMAGE,
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
export const imageToVideoCases: Record<string, ScenarioCase> = {
	'the least': {
		parameters: { image: link(IMAGE) },
		body: { model: 'Kling-3.0-Omni', image: IMAGE },
	},
	'every field and option': {
		parameters: {
			image: link(IMAGE),
			prompt: 'She turns and smiles',
			model: listed('Kling-3.0-Omni'),
			options: {
				...videoOptions,
				...transferOptions,
				...nativeOptions,
			},
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'She turns and smiles',
			image: IMAGE,
			...video.body,
			...native.body,
			metadata: {
				output_config: { ...video.outputConfig, ...native.outputConfig },
				...video.metadata,
				...native.metadata,
				ext_info: { ...native.extInfo, AdditionalParameters: native.parameters },
			},
		},
	},
	'another model': {
		parameters: {
			image: link(IMAGE),
			model: listed('Kling-2.5'),
			options: { generateAudio: false },
		},
		body: {
			model: 'Kling-2.5',
			image: IMAGE,
			metadata: { output_config: { audio_generation: 'Disabled' }, audio_generation: 'Disabled' },
		},
	},
};
