import {
	IMAGE,
	link,
	listed,
	native,
	nativeOptions,
	transferOptions,
} from '../../support/parameterValues.cts';
import type { ScenarioCase } from '../../support/scenarioCase.cts';

/** What a person sets, and the exact body of it. */
export const templateEffectCases: Record<string, ScenarioCase> = {
	'the least': {
		parameters: { image: link(IMAGE), template: 'hug' },
		body: {
			model: 'Kling-3.0-Omni',
			image: IMAGE,
			metadata: {
				scene_type: 'template_effect',
				ext_info: { AdditionalParameters: { template: 'hug' } },
			},
		},
	},
	'every field and option': {
		parameters: {
			image: link(IMAGE),
			template: 'hug',
			prompt: 'They hug each other',
			model: listed('Kling-2.6'),
			options: {
				duration: 5,
				resolution: '1080P',
				size: '720x1280',
				offPeak: true,
				...transferOptions,
				...nativeOptions,
			},
		},
		body: {
			model: 'Kling-2.6',
			prompt: 'They hug each other',
			image: IMAGE,
			seconds: '5',
			duration: 5,
			size: '720x1280',
			...native.body,
			metadata: {
				scene_type: 'template_effect',
				output_config: { duration: 5, resolution: '1080P', ...native.outputConfig },
				resolution: '1080P',
				offpeak: true,
				off_peak: true,
				...native.metadata,
				ext_info: {
					...native.extInfo,
					AdditionalParameters: { template: 'hug', ...native.parameters },
				},
			},
		},
	},
};
