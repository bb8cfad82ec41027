import {
	VIDEO,
	VOICE,
	link,
	listed,
	native,
	nativeOptions,
	transferOptions,
} from '../../support/parameterValues.cts';

const ANSWER = 'https://example.com/answer.wav';
import type { ScenarioCase } from '../../support/scenarioCase.cts';

/** What a person sets, and the exact body of it. */
export const lipSyncCases: Record<string, ScenarioCase> = {
	'the least': {
		parameters: { video: link(VIDEO), audio: link(VOICE) },
		body: {
			model: 'Kling-3.0-Omni',
			metadata: {
				scene_type: 'lip_sync',
				video_url: VIDEO,
				ext_info: { AdditionalParameters: { sound_file: VOICE } },
			},
		},
	},
	'a video with every option': {
		parameters: {
			video: link(VIDEO),
			audio: link(VOICE),
			prompt: 'She speaks',
			model: listed('Kling-2.6'),
			options: {
				soundVolume: 1.5,
				originalAudioVolume: 0,
				offPeak: true,
				...transferOptions,
				...nativeOptions,
			},
		},
		body: {
			model: 'Kling-2.6',
			prompt: 'She speaks',
			...native.body,
			metadata: {
				scene_type: 'lip_sync',
				video_url: VIDEO,
				output_config: native.outputConfig,
				offpeak: true,
				off_peak: true,
				...native.metadata,
				ext_info: {
					...native.extInfo,
					AdditionalParameters: {
						sound_file: VOICE,
						sound_volume: 1.5,
						original_audio_volume: 0,
						...native.parameters,
					},
				},
			},
		},
	},
	'a face session: the volumes are those of its faces': {
		parameters: {
			options: {
				sessionId: 'session-1',
				soundVolume: 2,
				faces: {
					face: [
						{ faceId: '0', audio: link(VOICE), end: 2000 },
						{ faceId: '1', audio: link(ANSWER), start: 250, end: 2500, insert: 4000 },
					],
				},
			},
		},
		body: {
			model: 'Kling-3.0-Omni',
			metadata: {
				scene_type: 'lip_sync',
				ext_info: {
					AdditionalParameters: {
						session_id: 'session-1',
						face_choose: [
							{
								face_id: '0',
								sound_file: VOICE,
								sound_start_time: 0,
								sound_end_time: 2000,
								sound_insert_time: 0,
								sound_volume: 2,
							},
							{
								face_id: '1',
								sound_file: ANSWER,
								sound_start_time: 250,
								sound_end_time: 2500,
								sound_insert_time: 4000,
								sound_volume: 2,
							},
						],
					},
				},
			},
		},
	},
};
