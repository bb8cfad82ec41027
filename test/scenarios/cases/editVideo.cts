import {
	IMAGE,
	VIDEO,
	common,
	commonOptions,
	fileInfo,
	link,
	listed,
	transferOptions,
	videoInfo,
} from '../../support/parameterValues.cts';
import type { ScenarioCase } from '../../support/scenarioCase.cts';

/** What a person sets, and the exact body of it. */
export const editVideoCases: Record<string, ScenarioCase> = {
	'the least': {
		parameters: { video: link(VIDEO), prompt: 'Let it snow in <<<video_1>>>' },
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'Let it snow in <<<video_1>>>',
			metadata: { video_url: VIDEO, file_infos: [videoInfo(VIDEO, 'base')] },
		},
	},
	'every field and option': {
		parameters: {
			video: link(VIDEO),
			prompt: 'Put the jacket of <<<image_1>>> on the man of <<<video_1>>>',
			references: { reference: [{ image: link(IMAGE) }] },
			model: listed('Kling-3.0-Omni'),
			options: {
				resolution: '4K',
				keepOriginalSound: false,
				generateAudio: true,
				size: '720x1280',
				offPeak: true,
				...transferOptions,
				...commonOptions,
			},
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'Put the jacket of <<<image_1>>> on the man of <<<video_1>>>',
			size: '720x1280',
			...common.body,
			metadata: {
				video_url: VIDEO,
				file_infos: [
					{ ...videoInfo(VIDEO, 'base'), KeepOriginalSound: 'Disabled' },
					fileInfo(IMAGE, 'Reference'),
				],
				output_config: {
					resolution: '4K',
					audio_generation: 'Enabled',
					...common.outputConfig,
				},
				resolution: '4K',
				audio_generation: 'Enabled',
				offpeak: true,
				off_peak: true,
				...common.metadata,
				ext_info: {
					...common.extInfo,
					AdditionalParameters: { keep_original_sound: 'no', ...common.parameters },
				},
			},
		},
	},
	'native file infos in place of what the node builds': {
		parameters: {
			video: link(VIDEO),
			prompt: 'Let it snow',
			options: { fileInfos: JSON.stringify([videoInfo(VIDEO, 'feature')]) },
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'Let it snow',
			metadata: { video_url: VIDEO, file_infos: [videoInfo(VIDEO, 'feature')] },
		},
	},
};
