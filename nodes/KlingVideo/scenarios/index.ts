import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import type { InputCheck, PreSend } from '../parameters/inputCheck';
import { modelFor } from '../parameters/model';
import { itemOf } from '../run/joinTry';
import * as all from './all';
import { MAKING } from './making';
import type { Scenario } from './scenario';

/** Every scenario, in the order of the panel. */
export const scenarios: Scenario[] = Object.values(all).sort(
	(one, other) => one.place - other.place,
);

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

/** The scenario of a node that no action of the node panel opened. */
const FIRST = 'textToVideo';

/**
 * What lets the node panel open the node with a scenario. n8n makes an action of each option of the first field named
 * `mode`, and an action sets nothing but that field; so the default of the scenario follows it. Nobody sees the field.
 */
function actionsOf(list: Scenario[]): INodeProperties {
	return {
		displayName: 'Mode',
		name: 'mode',
		type: 'hidden',
		default: '',
		options: list.map(({ name, value, action, description }) => ({
			name,
			value,
			action,
			description,
		})),
	};
}

/** A check of the whole body comes last, once every parameter has put itself into it. */
function keepsForLast(check: InputCheck): PreSend {
	return async function (request) {
		itemOf(this).finalChecks.push(async (body) => await check.call(this, body));
		return request;
	};
}

/** The scenario field, and behind it the fields of each. */
export function scenarioProperties(list: Scenario[] = scenarios): INodeProperties[] {
	const field: INodeProperties = {
		displayName: 'Scenario',
		name: 'scenario',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { operation: MAKING } },
		default: FIRST,
		description: 'What the video is made from',
		options: list.map(({ name, value, description, body, check }) => ({
			name,
			value,
			description,
			routing: {
				...(body && { request: { body } }),
				...(check && { send: { preSend: [keepsForLast(check)] } }),
			},
		})),
	};
	const others = list.map(({ value }) => value).filter((value) => value !== FIRST);
	return [
		actionsOf(list),
		...updateDisplayOptions({ hide: { mode: others } }, [field]),
		...others.flatMap((value) =>
			updateDisplayOptions({ show: { mode: [value] } }, [{ ...field, default: value }]),
		),
		...list.flatMap(fieldsOf),
	];
}
