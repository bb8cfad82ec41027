import type { IDataObject, IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { givenOption } from './givenOption';
import { optionInSight } from './inSight';
import { KLING_MODELS, lengthText } from './klingModels';
import { limitsFor } from './modelLimits';
import type { Place } from './places';
import { outputConfig, top } from './places';
import { readSeconds } from './reading/readNumber';

/**
 * Where the length goes: gateways differ in which place counts, so all say the same. Never a number in
 * `metadata.duration`, which some answer with 500.
 */
export const LENGTH_PLACES: Array<Place<number>> = [
	{ path: top('seconds'), as: String },
	{ path: top('duration') },
	{ path: outputConfig('duration') },
];

/**
 * Refuses a length that the chosen documented model does not have.
 *
 * @param shownName the parameter to name
 */
export function checkLength(
	context: IExecuteSingleFunctions,
	body: IDataObject,
	shownName: string,
	seconds: number,
): void {
	const model = limitsFor(context, body);
	if (!model || model.seconds.includes(seconds)) return;
	throw new InputError(
		shownName,
		`cannot be ${seconds} seconds with ${model.name}`,
		`${model.name} makes videos of ${lengthText(model.seconds)}`,
	);
}

/** "3 to 15 seconds with Kling-3.0-Omni, 5 or 10 seconds with Kling-2.6 and Kling-2.5", from the table of models. */
function lengthsShown(): string {
	const texts = [...new Set(KLING_MODELS.map(({ seconds }) => lengthText(seconds)))];
	return texts
		.map((text) => {
			const names = KLING_MODELS.filter(({ seconds }) => lengthText(seconds) === text);
			return `${text} with ${names.map(({ name }) => name).join(' and ')}`;
		})
		.join(', ');
}

const property: INodeProperties = {
	displayName: 'Duration',
	name: 'duration',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 60, numberPrecision: 0 },
	default: 5,
	description: `The length of the video in seconds: ${lengthsShown()}`,
};

/** The length in whole seconds. */
export const duration = optionInSight(property, {
	read: readSeconds,
	to: LENGTH_PLACES,
	finally: function (body) {
		const { displayName } = property;
		const seconds = readSeconds(givenOption(this, property), displayName);
		if (seconds !== undefined) checkLength(this, body, displayName, seconds);
	},
});
