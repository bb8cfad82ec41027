import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { valueAt } from '../body/bodyPath';
import type { InputCheck } from './inputCheck';
import { asPreSend } from './inputCheck';
import { modelNamed } from './klingModels';
import { notesSource } from './mapped';

/**
 * Refuses a length that the chosen documented model does not have.
 *
 * @param shownName the parameter to name
 * @param seconds whole seconds
 */
export function checkDuration(
	context: IExecuteSingleFunctions,
	shownName: string,
	seconds: unknown,
	model: unknown,
): void {
	const length = Number(seconds);
	if (!Number.isInteger(length) || length <= 0) {
		throw new InputError(shownName, 'must be a whole number of seconds');
	}
	const locator = context.getNodeParameter('model', undefined);
	if (isResourceLocatorValue(locator) && locator.mode === 'id') return;
	const documented = modelNamed(model);
	if (documented && !documented.durations.includes(length)) {
		throw new InputError(
			shownName,
			`cannot be ${length} seconds with ${documented.name}`,
			`${documented.name} makes videos of ${documented.durationText}`,
		);
	}
}

const checkOwn: InputCheck = function (body) {
	checkDuration(this, 'Duration', valueAt(body, 'metadata.output_config.duration'), body.model);
};

/** The length in whole seconds. Gateways differ in which of the two places wins, so both say the same. */
export const duration: INodeProperties = {
	displayName: 'Duration',
	name: 'duration',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 60, numberPrecision: 0 },
	default: 5,
	description:
		'The length of the video in seconds: 5 to 15 with Kling-3.0-Omni, 5 or 10 with Kling-2.6 and Kling-2.5',
	routing: {
		request: {
			body: {
				seconds: '={{ String(Number($value)) }}',
				metadata: { output_config: { duration: '={{ Number($value) }}' } },
			},
		},
		send: {
			preSend: [
				notesSource('seconds', 'Duration'),
				notesSource('metadata.output_config.duration', 'Duration'),
				checkOwn,
			].map(asPreSend),
		},
	},
};
