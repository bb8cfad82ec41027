import { e2 } from '../errors.cts';
import { Refusal } from '../submit/refusal.cts';
import type { FamilyDialect } from './familyDialect.cts';
import { looseCheck, metadataOf } from './looseCheck.cts';
import { BASE_WORDING } from './newApi.cts';

/** A channel to Kling's own API: it reads a handful of fields, and makes a plain paid video of everything else. */
export const nativeKling: FamilyDialect = {
	description: "a channel to Kling's own API: drops most fields, and makes plain videos of 5 s",
	habits: {
		seconds: ['duration', 'metadata.duration'],
		aspectRatio: ['metadata.aspect_ratio', 'size'],
		resolution: ['metadata.mode'],
		audio: [],
		others: [
			'model',
			'prompt',
			'image',
			'metadata.negative_prompt',
			'metadata.cfg_scale',
			'metadata.image_tail',
			'metadata.camera_control',
		],
		// It asks for a square where nothing was said.
		otherwise: { aspectRatio: '1:1' },
	},
	check(body, rights, rules) {
		const submission = looseCheck(body, rights, rules);
		if (typeof metadataOf(body).duration === 'number') {
			throw new Refusal(e2(500, 'build_request_failed', 'unmarshal metadata failed'));
		}
		return { ...submission, scenario: body.image === undefined ? 'textToVideo' : 'imageToVideo' };
	},
	wording: {
		...BASE_WORDING,
		timesAs: 'ms',
		modelOnGet: 'empty',
		completedAtWhilePending: true,
		resultAt: ['metadata.url'],
		failureCode: '',
		supplier: 'kling',
	},
	settings: { acceptDataUris: true, contentRanges: 'claimed' },
};
