import { firstLastFrame } from '../../nodes/KlingVideo/scenarios/firstLastFrame.ts';
import {
	IMAGE,
	LAST,
	link,
	listed,
	native,
	nativeOptions,
	transferOptions,
} from '../support/parameterValues.cts';
import { testScenario } from '../support/scenarioTests.cts';

testScenario(firstLastFrame, {
	'the least': {
		parameters: { image: link(IMAGE), lastFrame: link(LAST) },
		body: { model: 'Kling-3.0-Omni', image: IMAGE, metadata: { last_frame_url: LAST } },
	},
	'every field and option': {
		parameters: {
			image: link(IMAGE),
			lastFrame: link(LAST),
			prompt: 'The flower opens',
			model: listed('Kling-3.0-Omni'),
			options: {
				duration: 8,
				resolution: '1080P',
				aspectRatio: '1:1',
				generateAudio: true,
				size: '960x960',
				offPeak: true,
				...transferOptions,
				...nativeOptions,
			},
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'The flower opens',
			image: IMAGE,
			seconds: '8',
			size: '960x960',
			metadata: {
				last_frame_url: LAST,
				output_config: {
					duration: 8,
					resolution: '1080P',
					aspect_ratio: '1:1',
					audio_generation: 'Enabled',
					...native.outputConfig,
				},
				offpeak: true,
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
			metadata: { last_frame_url: LAST, output_config: { audio_generation: 'Disabled' } },
		},
	},
});
