import { listed, native, nativeOptions } from '../../support/parameterValues.cts';
import type { ScenarioCase } from '../../support/scenarioCase.cts';

/** What a person sets, and the exact body of it. */
export const textToVideoCases: Record<string, ScenarioCase> = {
	'the least': {
		parameters: { prompt: 'A fox in the snow' },
		body: { model: 'Kling-3.0-Omni', prompt: 'A fox in the snow' },
	},
	'every field and option': {
		parameters: {
			prompt: 'A fox in the snow',
			model: listed('Kling-2.6'),
			options: {
				duration: 10,
				resolution: '1080P',
				aspectRatio: '9:16',
				generateAudio: true,
				size: '720x1280',
				offPeak: true,
				...nativeOptions,
			},
		},
		body: {
			model: 'Kling-2.6',
			prompt: 'A fox in the snow',
			seconds: '10',
			duration: 10,
			size: '720x1280',
			...native.body,
			metadata: {
				output_config: {
					duration: 10,
					resolution: '1080P',
					aspect_ratio: '9:16',
					audio_generation: 'Enabled',
					...native.outputConfig,
				},
				resolution: '1080P',
				aspect_ratio: '9:16',
				audio_generation: 'Enabled',
				offpeak: true,
				off_peak: true,
				...native.metadata,
				ext_info: { ...native.extInfo, AdditionalParameters: native.parameters },
			},
		},
	},
	'options that say no': {
		parameters: {
			prompt: 'A fox in the snow',
			options: { duration: 5, generateAudio: false, offPeak: false },
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'A fox in the snow',
			seconds: '5',
			duration: 5,
			metadata: {
				output_config: { duration: 5, audio_generation: 'Disabled' },
				audio_generation: 'Disabled',
				offpeak: false,
				off_peak: false,
			},
		},
	},
};
