import type { JsonObject } from '../json.cts';
import { allModels, type GatewayModel } from '../models.cts';
import { refuse } from '../submit/refusal.cts';
import type { ResultPlace } from '../tasks/dialect.cts';
import type { FamilyDialect } from './familyDialect.cts';
import { videoOf, type Habits } from './habits.cts';
import { goType, looseCheck, metadataOf } from './looseCheck.cts';
import { BASE_WORDING } from './newApi.cts';

const MODELS: GatewayModel[] = [
	{ id: 'kling-vod-3.0-omni', family: 'Kling-3.0-Omni' },
	{ id: 'kling-vod-2.6', family: 'Kling-2.6' },
	{ id: 'kling-vod-2.5', family: 'Kling-2.5' },
	{ id: 'kling-vod-2.1', family: 'Kling-2.5' },
	// Listed by their owner, and refused before the owner's mapping.
	...allModels().filter(({ id, family }) => id === family),
];

const LINKS: ResultPlace[] = [
	'url',
	'video_url',
	'result_url',
	'metadata.url',
	'metadata.video_url',
	'metadata.result_url',
];

const HABITS: Habits = {
	seconds: ['duration', 'seconds'],
	aspectRatio: ['metadata.aspect_ratio', 'aspect_ratio', 'ratio', 'size'],
	resolution: ['metadata.resolution', 'resolution'],
	audio: ['metadata.audio_generation'],
	others: [
		'model',
		'prompt',
		'image',
		'metadata.off_peak',
		'metadata.scene_type',
		'metadata.ext_info',
		'metadata.file_infos',
		'metadata.last_frame_url',
		'metadata.image_tail',
		'metadata.negative_prompt',
		'metadata.seed',
		'metadata.image_usage',
	],
	otherwise: { aspectRatio: '16:9' },
};

/** A channel to Tencent Cloud VOD: it reads the top of `metadata` and neither `output_config` nor `video_url`. */
export const tencentVod: FamilyDialect = {
	description:
		'a channel to Tencent Cloud VOD: own model names, reads no output_config and no video_url',
	habits: HABITS,
	check(body, rights, rules) {
		const submission = looseCheck(body, rights, rules);
		checkFields(body, submission.model);
		return submission;
	},
	wording: {
		...BASE_WORDING,
		metadataUrlWithoutResult: 'empty',
		resultAt: LINKS,
		failureTextAt: LINKS,
		failureCode: 'tencent_vod_task_failed',
		sweep: 'reason',
		supplier: 'vod',
	},
	settings: {
		models: MODELS,
		acceptDataUris: true,
		contentRanges: true,
		contentPublic: true,
		limitedKeys: 'byModel',
	},
};

function checkFields(body: JsonObject, model: string): void {
	const metadata = metadataOf(body);
	const { ext_info: extInfo, file_infos: files } = metadata;
	needType(extInfo, 'string', 'ext_info of type string');
	needType(files, 'array', 'file_infos of type []inputFileInfo');
	if (!model.startsWith('kling-vod-')) refuse(`unsupported Tencent VOD Kling model "${model}"`);
	if (typeof body.prompt === 'string' && [...body.prompt].length > 1000) {
		refuse('prompt must not exceed 1000 characters');
	}
	const { seconds, resolution } = videoOf(body, HABITS);
	if (seconds < 3 || seconds > 15) {
		refuse('Tencent VOD Kling duration must be between 3 and 15 seconds');
	}
	const ratio = metadata.aspect_ratio ?? body.aspect_ratio ?? body.ratio ?? '16:9';
	if (ratio !== '16:9' && ratio !== '9:16' && ratio !== '1:1') {
		refuse('Tencent VOD Kling aspect ratio must be 16:9, 9:16, or 1:1');
	}
	if (body.image !== undefined && files !== undefined) {
		refuse('cannot combine public image inputs with metadata.file_infos');
	}
	const lastFrame = metadata.last_frame_url ?? metadata.image_tail;
	if (lastFrame !== undefined && (model !== 'kling-vod-2.1' || resolution !== '1080P')) {
		refuse(
			'Kling tail-frame generation on Tencent VOD requires model version 2.1 and resolution 1080P',
		);
	}
}

function needType(value: JsonObject[string], type: string, field: string): void {
	if (value === undefined || value === null || goType(value) === type) return;
	refuse(
		`unmarshal metadata failed: json: cannot unmarshal ${goType(value)} into Go struct field requestMetadata.${field}`,
	);
}
