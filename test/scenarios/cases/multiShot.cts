import {
	IMAGE,
	common,
	commonOptions,
	fileInfo,
	link,
	listed,
	transferOptions,
	video,
	videoOptions,
} from '../../support/parameterValues.cts';
import type { ScenarioCase } from '../../support/scenarioCase.cts';

/** What a person sets, and the exact body of it. */
export const multiShotCases: Record<string, ScenarioCase> = {
	'the least: the video is as long as its shots': {
		parameters: {
			shots: {
				shot: [
					{ prompt: 'A fox wakes', duration: 2 },
					{ prompt: 'It runs', duration: 4 },
				],
			},
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'A fox wakes\nIt runs',
			seconds: '6',
			duration: 6,
			metadata: {
				output_config: { duration: 6 },
				ext_info: {
					AdditionalParameters: {
						multi_shot: true,
						shot_type: 'customize',
						multi_prompt: [
							{ index: 1, prompt: 'A fox wakes', duration: '2' },
							{ index: 2, prompt: 'It runs', duration: '4' },
						],
					},
				},
			},
		},
	},
	'every field and option': {
		parameters: {
			shots: { shot: [{ prompt: 'The fox of <<<image_1>>> wakes', duration: 8 }] },
			prompt: 'A calm winter story',
			references: { reference: [{ image: link(IMAGE) }] },
			model: listed('Kling-3.0-Omni'),
			options: {
				...videoOptions,
				...transferOptions,
				...commonOptions,
			},
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'A calm winter story',
			...video.body,
			...common.body,
			metadata: {
				output_config: { ...video.outputConfig, ...common.outputConfig },
				...video.metadata,
				...common.metadata,
				file_infos: [fileInfo(IMAGE, 'Reference')],
				ext_info: {
					...common.extInfo,
					AdditionalParameters: {
						multi_shot: true,
						shot_type: 'customize',
						multi_prompt: [{ index: 1, prompt: 'The fox of <<<image_1>>> wakes', duration: '8' }],
						...common.parameters,
					},
				},
			},
		},
	},
	'no shots: the model plans them from the prompt': {
		parameters: {
			prompt: 'A fox wakes, runs and sleeps again',
			options: { duration: 10, fileInfos: JSON.stringify([fileInfo(IMAGE, 'Reference')]) },
		},
		body: {
			model: 'Kling-3.0-Omni',
			prompt: 'A fox wakes, runs and sleeps again',
			seconds: '10',
			duration: 10,
			metadata: {
				output_config: { duration: 10 },
				file_infos: [fileInfo(IMAGE, 'Reference')],
				ext_info: { AdditionalParameters: { multi_shot: true, shot_type: 'intelligence' } },
			},
		},
	},
};
