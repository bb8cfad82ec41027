import {
	IMAGE,
	VOICE,
	link,
	listed,
	native,
	nativeOptions,
	transferOptions,
} from '../../support/parameterValues.cts';
import type { ScenarioCase } from '../../support/scenarioCase.cts';

/** What a person sets, and the exact body of it. */
export const avatarCases: Record<string, ScenarioCase> = {
	'the least': {
		parameters: { image: link(IMAGE), audio: link(VOICE) },
		body: {
			model: 'Kling-3.0-Omni',
			image: IMAGE,
			metadata: {
				scene_type: 'avatar_i2v',
				ext_info: { AdditionalParameters: { sound_file: VOICE } },
			},
		},
	},
	'every field and option': {
		parameters: {
			image: link(IMAGE),
			audio: link(VOICE),
			prompt: 'He speaks calmly',
			model: listed('Kling-2.6'),
			options: {
				resolution: '1080P',
				size: '720x1280',
				offPeak: true,
				...transferOptions,
				...nativeOptions,
			},
		},
		body: {
			model: 'Kling-2.6',
			prompt: 'He speaks calmly',
			image: IMAGE,
			size: '720x1280',
			...native.body,
			metadata: {
				scene_type: 'avatar_i2v',
				output_config: { resolution: '1080P', ...native.outputConfig },
				resolution: '1080P',
				offpeak: true,
				off_peak: true,
				...native.metadata,
				ext_info: {
					...native.extInfo,
					AdditionalParameters: { sound_file: VOICE, ...native.parameters },
				},
			},
		},
	},
};
