import {
	IMAGE,
	VIDEO,
	link,
	listed,
	native,
	nativeOptions,
	transferOptions,
} from '../../support/parameterValues.cts';
import type { ScenarioCase } from '../../support/scenarioCase.cts';

/** What a person sets, and the exact body of it. */
export const motionControlCases: Record<string, ScenarioCase> = {
	'the least': {
		parameters: { image: link(IMAGE), video: link(VIDEO) },
		body: {
			model: 'Kling-2.6',
			image: IMAGE,
			metadata: { scene_type: 'motion_control', video_url: VIDEO },
		},
	},
	'every field and option': {
		parameters: {
			image: link(IMAGE),
			video: link(VIDEO),
			prompt: 'She dances on a roof',
			model: listed('Kling-2.6'),
			options: {
				motionLevel: 'pro',
				characterOrientation: 'image',
				keepOriginalSound: false,
				resolution: '1080P',
				size: '720x1280',
				offPeak: true,
				...transferOptions,
				...nativeOptions,
			},
		},
		body: {
			model: 'Kling-2.6',
			prompt: 'She dances on a roof',
			image: IMAGE,
			size: '720x1280',
			...native.body,
			metadata: {
				scene_type: 'motion_control',
				video_url: VIDEO,
				motion_level: 'pro',
				output_config: { resolution: '1080P', ...native.outputConfig },
				resolution: '1080P',
				offpeak: true,
				off_peak: true,
				...native.metadata,
				ext_info: {
					...native.extInfo,
					AdditionalParameters: {
						character_orientation: 'image',
						keep_original_sound: 'no',
						...native.parameters,
					},
				},
			},
		},
	},
	'the other choices': {
		parameters: {
			image: link(IMAGE),
			video: link(VIDEO),
			options: { motionLevel: 'std', characterOrientation: 'video', keepOriginalSound: true },
		},
		body: {
			model: 'Kling-2.6',
			image: IMAGE,
			metadata: {
				scene_type: 'motion_control',
				video_url: VIDEO,
				motion_level: 'std',
				ext_info: {
					AdditionalParameters: { character_orientation: 'video', keep_original_sound: 'yes' },
				},
			},
		},
	},
};
