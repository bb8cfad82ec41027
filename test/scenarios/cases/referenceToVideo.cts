import {
	IMAGE,
	VIDEO,
	common,
	commonOptions,
	fileInfo,
	link,
	listed,
	transferOptions,
	video,
	videoInfo,
	videoOptions,
} from '../../support/parameterValues.cts';

const CUP = 'https://example.com/cup.jpg';
import type { ScenarioCase } from '../../support/scenarioCase.cts';

/** What a person sets, and the exact body of it. */
export const referenceToVideoCases: Record<string, ScenarioCase> = {
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
			video: link(VIDEO),
			model: listed('Kling-3.0-Omni'),
			options: {
				...videoOptions,
				keepOriginalSound: true,
				...transferOptions,
				...commonOptions,
			},
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'The woman of <<<image_2>>> drinks from <<<image_1>>>',
			...video.body,
			...common.body,
			metadata: {
				output_config: { ...video.outputConfig, ...common.outputConfig },
				...video.metadata,
				...common.metadata,
				video_url: VIDEO,
				file_infos: [
					fileInfo(CUP, 'Reference'),
					fileInfo(IMAGE, 'Reference'),
					{
						...videoInfo(VIDEO, 'feature'),
						KeepOriginalSound: 'Enabled',
					},
				],
				ext_info: {
					...common.extInfo,
					AdditionalParameters: { keep_original_sound: 'yes', ...common.parameters },
				},
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
};
