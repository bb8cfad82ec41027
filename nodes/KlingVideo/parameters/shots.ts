import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { itemOf } from '../run/joinTry';
import { EXT_PARAMETERS, isEmpty, putAt, valueAt } from '../body/bodyPath';
import { checkDuration } from './duration';
import type { InputCheck } from './inputCheck';
import { isObject } from '../shared/json';
import { mapped } from './mapped';

/** Kling's limits: shots of a video, characters of a shot's prompt. */
const MOST_SHOTS = 6;
const LONGEST_SHOT_PROMPT = 512;

const OUTPUT_DURATION = 'metadata.output_config.duration';

const SHOT_TYPE = `${EXT_PARAMETERS}.shot_type`;
const MULTI_PROMPT = `${EXT_PARAMETERS}.multi_prompt`;

function checkShot(shot: unknown, shownName: string): number {
	const { prompt, duration } = isObject(shot) ? shot : { prompt: '', duration: 0 };
	if (typeof prompt !== 'string' || isEmpty(prompt)) {
		throw new InputError(shownName, 'has no prompt', 'Describe the shot, or remove it');
	}
	const length = [...prompt].length;
	if (length > LONGEST_SHOT_PROMPT) {
		throw new InputError(
			shownName,
			`has a prompt of ${length} characters, but the limit is ${LONGEST_SHOT_PROMPT}`,
			'Shorten the prompt of the shot',
		);
	}
	const seconds = Number(duration);
	if (!Number.isInteger(seconds) || seconds < 1) {
		throw new InputError(shownName, 'must last a whole number of seconds, at least 1');
	}
	return seconds;
}

/** Looks at the shots, and makes the video as long as they are together. */
const checkShots: InputCheck = function (body) {
	const shots = valueAt(body, MULTI_PROMPT);
	if (!Array.isArray(shots) || shots.length === 0) {
		putAt(body, MULTI_PROMPT, undefined);
		return;
	}
	if (shots.length > MOST_SHOTS) {
		throw new InputError('Shots', `holds ${shots.length} shots, but the limit is ${MOST_SHOTS}`);
	}
	const total = shots.reduce<number>(
		(sum, shot, index) => sum + checkShot(shot, `Shot ${index + 1}`),
		0,
	);
	const asked = valueAt(body, OUTPUT_DURATION);
	if (asked !== undefined && Number(asked) !== total) {
		throw new InputError(
			'Shots',
			`adds up to ${total} seconds, but 'Duration' is ${String(asked)}`,
			"Change the shots, or remove 'Duration': the video is then as long as its shots",
		);
	}
	checkDuration(this, 'Shots', total, body.model);
	body.seconds = String(total);
	putAt(body, OUTPUT_DURATION, total);
	itemOf(this).sources.set(OUTPUT_DURATION, 'Shots');
};

/** Without shots, native ones included, the model plans them from the prompt. */
export const checkStory: InputCheck = function (body) {
	if (valueAt(body, MULTI_PROMPT) !== undefined) return;
	if (isEmpty(body.prompt)) {
		throw new InputError(
			'Shots',
			'is empty',
			"Add up to 6 shots, or write a 'Prompt' and let the model plan them",
		);
	}
	if (!itemOf(this).sources.has(SHOT_TYPE)) putAt(body, SHOT_TYPE, 'intelligence');
};

export const shots: INodeProperties = mapped(
	{
		displayName: 'Shots',
		name: 'shots',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Shot', sortable: true },
		placeholder: 'Add Shot',
		default: {},
		description: 'Up to 6 shots in their order; left empty, the model plans them from the prompt',
		options: [
			{
				displayName: 'Shot',
				name: 'shot',
				values: [
					{
						displayName: 'Prompt',
						name: 'prompt',
						type: 'string',
						typeOptions: { rows: 2 },
						default: '',
						placeholder: 'e.g. Close-up of the fox, snow on its nose',
						description: 'What this shot shows, up to 512 characters',
					},
					{
						displayName: 'Duration',
						name: 'duration',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 15, numberPrecision: 0 },
						default: 5,
						description:
							'The length of this shot in seconds; all shots together make 5 to 15 seconds',
					},
				],
			},
		],
	},
	MULTI_PROMPT,
	{
		value:
			'={{ ($value.shot ?? []).map((shot, i) => ({ index: i + 1, prompt: shot.prompt, duration: String(shot.duration) })) }}',
		checks: [checkShots],
	},
);
