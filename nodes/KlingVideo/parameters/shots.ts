import type { IDataObject, IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { isEmpty, putAt, valueAt } from '../body/bodyPath';
import { isObject } from '../shared/json';
import { itemOf } from '../run/joinTry';
import { checkLength, LENGTH_PLACES } from './duration';
import { noteMissingParts, refuseEmptyExpression } from './emptyExpression';
import type { ParameterPath } from './emptyExpression';
import { asPreSend } from './inputCheck';
import type { InputCheck } from './inputCheck';
import { highest, KLING_MODELS, lengthText } from './klingModels';
import { declarePlaces } from './mapped';
import { limitsFor } from './modelLimits';
import { extParameters } from './extInfo';
import { fill, native, outputConfig } from './places';
import { readSeconds } from './reading/readNumber';
import { readText } from './reading/readText';

/** A shot as the wire has it. */
interface Shot {
	index: number;
	prompt: string;
	duration: string;
}

const PLACES = [{ path: native('multi_prompt') }];
const SHOT_TYPE = native('shot_type');

/** Where the node holds a value of a shot. */
const shotPath = (index: number, name: keyof Shot): ParameterPath => [
	'shots',
	'shot',
	index - 1,
	name,
];

function readShot(context: IExecuteSingleFunctions, shot: unknown, index: number): Shot {
	const shownName = `Shot ${index}`;
	const { prompt: text, duration } = isObject(shot) ? shot : {};
	const prompt = readText(text, `${shownName} → Shot Prompt`);
	if (prompt === undefined) {
		refuseEmptyExpression(context, shotPath(index, 'prompt'), `${shownName} → Shot Prompt`);
		throw new InputError(shownName, 'has no prompt', 'Describe the shot, or remove it');
	}
	const seconds = readSeconds(duration, `${shownName} → Shot Length`);
	if (seconds === undefined) {
		refuseEmptyExpression(context, shotPath(index, 'duration'), `${shownName} → Shot Length`);
		throw new InputError(`${shownName} → Shot Length`, 'is empty', 'Say how many seconds it lasts');
	}
	return { index, prompt, duration: String(seconds) };
}

/** The shots of the field. @throws InputError naming the shot */
function readShots(context: IExecuteSingleFunctions): Shot[] {
	const given = context.getNodeParameter('shots.shot', []);
	return (Array.isArray(given) ? given : []).map((shot, position) =>
		readShot(context, shot, position + 1),
	);
}

const placesShots: InputCheck = function (body) {
	const shots = readShots(this);
	for (const { index } of shots)
		noteMissingParts(this, shotPath(index, 'prompt'), `Shot ${index} → Shot Prompt`);
	if (shots.length > 0) fill(this, body, 'Shots', PLACES, shots);
};

/** No more than the model takes. */
function checkShots(context: IExecuteSingleFunctions, body: IDataObject, shots: Shot[]): void {
	const limits = limitsFor(context, body);
	if (limits?.shots !== undefined && shots.length > limits.shots) {
		throw new InputError('Shots', `holds ${shots.length} shots, but the limit is ${limits.shots}`);
	}
	for (const { index, prompt } of shots) {
		const length = [...prompt].length;
		if (limits?.shotCharacters === undefined || length <= limits.shotCharacters) continue;
		throw new InputError(
			`Shot ${index}`,
			`has a prompt of ${length} characters, but the limit is ${limits.shotCharacters}`,
			'Shorten the prompt of the shot',
		);
	}
}

/** Makes the video as long as its shots are together. */
function placesLength(context: IExecuteSingleFunctions, body: IDataObject, shots: Shot[]): void {
	const total = shots.reduce((sum, { duration }) => sum + Number(duration), 0);
	const asked = valueAt(body, outputConfig('duration'));
	if (asked !== undefined && Number(asked) !== total) {
		const source = itemOf(context).sources.around(outputConfig('duration')) ?? 'Duration';
		throw new InputError(
			'Shots',
			`adds up to ${total} seconds, but '${source}' asks for ${String(asked)}`,
			`Change the shots, or remove '${source}': the video is then as long as its shots`,
		);
	}
	checkLength(context, body, 'Shots', total);
	fill(context, body, 'Shots', LENGTH_PLACES, total);
}

/** Gateways want a prompt also where the shots say everything: the texts of the shots stand for it. */
function promptOf(shots: Shot[], most = Infinity): string {
	return [...shots.map(({ prompt }) => prompt).join('\n')].slice(0, most).join('');
}

/** Shots, the field's or native ones; without any, the model plans them from the prompt. */
export const checkStory: InputCheck = function (body) {
	const shots = readShots(this);
	if (shots.length > 0) {
		checkShots(this, body, shots);
		placesLength(this, body, shots);
		if (isEmpty(body.prompt))
			body.prompt = promptOf(shots, limitsFor(this, body)?.promptCharacters);
		return;
	}
	if (extParameters(body).multi_prompt !== undefined) return;
	if (isEmpty(body.prompt)) {
		throw new InputError(
			'Shots',
			'is empty',
			`Add up to ${highest('shots')} shots, or write a 'Prompt' and let the model plan them`,
		);
	}
	if (itemOf(this).sources.around(SHOT_TYPE) === undefined) putAt(body, SHOT_TYPE, 'intelligence');
};

const [planner] = KLING_MODELS;

export const shots: INodeProperties = declarePlaces(
	{
		displayName: 'Shots',
		name: 'shots',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Shot', sortable: true },
		placeholder: 'Add Shot',
		default: {},
		description: `Up to ${highest('shots')} shots in their order; left empty, the model plans them from the prompt`,
		options: [
			{
				displayName: 'Shot',
				name: 'shot',
				values: [
					{
						displayName: 'Shot Prompt',
						name: 'prompt',
						type: 'string',
						typeOptions: { rows: 2 },
						default: '',
						placeholder: 'e.g. Close-up of the fox, snow on its nose',
						description: `What this shot shows, up to ${highest('shotCharacters')} characters`,
					},
					{
						displayName: 'Shot Length',
						name: 'duration',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 15, numberPrecision: 0 },
						default: 5,
						description: `The length of this shot in seconds; all shots together make ${lengthText(planner?.seconds ?? [])}`,
					},
				],
			},
		],
		routing: { send: { preSend: [asPreSend(placesShots)] } },
	},
	PLACES,
);
