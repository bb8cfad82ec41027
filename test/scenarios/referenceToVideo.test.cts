import { referenceToVideo } from '../../nodes/KlingVideo/scenarios/referenceToVideo.ts';
import {
	IMAGE,
	fileInfo,
	link,
	listed,
	native,
	nativeOptions,
	transferOptions,
	video,
	videoOptions,
} from '../support/parameterValues.cts';
import { testScenario } from '../support/scenarioTests.cts';

const CUP = 'https://example.com/cup.jpg';

testScenario(referenceToVideo, {
	'the least': {
		parameters: {
			references: { reference: [{ image: link(IMAGE) }] },
			prompt: 'The woman of <<<image_1>>> waves',
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'The woman of <<<image_1>>> waves',
			metadata: { file_infos: [fileInfo(IMAGE, 'Reference')] },
		},
	},
	'every field and option, images in their order': {
		parameters: {
			references: { reference: [{ image: link(CUP) }, { image: link(IMAGE) }] },
			prompt: 'The woman of <<<image_2>>> drinks from <<<image_1>>>',
			model: listed('Kling-3.0-Omni'),
			options: {
				...videoOptions,
				...transferOptions,
				extInfo: nativeOptions.extInfo,
				metadata: nativeOptions.metadata,
			},
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'The woman of <<<image_2>>> drinks from <<<image_1>>>',
			...video.body,
			metadata: {
				output_config: { ...video.outputConfig, ...native.outputConfig },
				...video.metadata,
				seed: 7,
				file_infos: [fileInfo(CUP, 'Reference'), fileInfo(IMAGE, 'Reference')],
				ext_info: { ...native.extInfo, AdditionalParameters: native.parameters },
			},
		},
	},
	'native file infos in place of the images': {
		parameters: {
			prompt: 'The woman of <<<image_1>>> waves',
			options: { fileInfos: JSON.stringify([fileInfo(IMAGE, 'Reference')]) },
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'The woman of <<<image_1>>> waves',
			metadata: { file_infos: [fileInfo(IMAGE, 'Reference')] },
		},
	},
});
