import { imageToVideo } from '../../nodes/KlingVideo/scenarios/imageToVideo.ts';
import {
	IMAGE,
	link,
	listed,
	native,
	nativeOptions,
	transferOptions,
} from '../support/parameterValues.cts';
import { testScenario } from '../support/scenarioTests.cts';

testScenario(imageToVideo, {
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
			prompt: 'She turns and smiles',
			image: IMAGE,
			seconds: '8',
			size: '960x960',
			metadata: {
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
	'another model': {
		parameters: {
			image: link(IMAGE),
			model: listed('Kling-2.5'),
			options: { generateAudio: false },
		},
		body: {
			model: 'Kling-2.5',
			image: IMAGE,
			metadata: { output_config: { audio_generation: 'Disabled' } },
		},
	},
});
