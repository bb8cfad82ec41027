import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { MAKING } from '../operations/making';
import { modelFor } from '../parameters/model';
import { avatar } from './avatar';
import { firstLastFrame } from './firstLastFrame';
import { imageToVideo } from './imageToVideo';
import { lipSync } from './lipSync';
import { motionControl } from './motionControl';
import { multiShot } from './multiShot';
import { referenceToVideo } from './referenceToVideo';
import type { Scenario } from './scenario';
import { templateEffect } from './templateEffect';
import { textToVideo } from './textToVideo';

/** Every scenario, in the order of the panel. A new one is a file of its own and a line here. */
export const scenarios: Scenario[] = [
	textToVideo,
	imageToVideo,
	firstLastFrame,
	referenceToVideo,
	multiShot,
	motionControl,
	avatar,
	lipSync,
	templateEffect,
];

/** The scenario of that stored value. */
export function scenarioNamed(value: unknown): Scenario | undefined {
	return scenarios.find((scenario) => scenario.value === value);
}

function fieldsOf(scenario: Scenario): INodeProperties[] {
	const options: INodeProperties = {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: scenario.options,
	};
	return updateDisplayOptions({ show: { operation: MAKING, scenario: [scenario.value] } }, [
		...scenario.fields,
		modelFor(scenario.models),
		options,
	]);
}

/** The scenario field, and behind it the fields of each. */
export function scenarioProperties(list: Scenario[] = scenarios): INodeProperties[] {
	return [
		{
			displayName: 'Scenario',
			name: 'scenario',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { operation: MAKING } },
			default: 'textToVideo',
			description: 'What the video is made from',
			options: list.map(({ name, value, description, body }) => ({
				name,
				value,
				description,
				...(body && { routing: { request: { body } } }),
			})),
		},
		...list.flatMap(fieldsOf),
	];
}
