import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { atTheEnd } from '../parameters/inputCheck';
import { entriesOf, fieldOf, isInSight } from '../parameters/inSight';
import type { KlingModel } from '../parameters/klingModels';
import { modelsFor } from '../parameters/klingModels';
import { modelFor } from '../parameters/model';
import * as all from './all';
import { MAKING } from './making';
import type { Scenario } from './scenario';

/** A scenario with the documented models that can do it, the default first. */
export interface ListedScenario extends Scenario {
	models: readonly KlingModel[];
}

/** Every scenario, in the order of the panel. */
export const scenarios: ListedScenario[] = Object.values(all)
	.map((scenario) => ({ ...scenario, models: modelsFor(scenario.value) }))
	.sort((one, other) => one.place - other.place);

/** The scenario of that stored value. */
export function scenarioNamed(value: unknown): ListedScenario | undefined {
	return scenarios.find((scenario) => scenario.value === value);
}

function fieldsOf(scenario: ListedScenario): INodeProperties[] {
	const options: INodeProperties = {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Video Option',
		default: {},
		options: scenario.options.flatMap(entriesOf),
	};
	return updateDisplayOptions({ show: { operation: MAKING, scenario: [scenario.value] } }, [
		...scenario.fields,
		modelFor(scenario.models),
		...scenario.options.filter(isInSight).map(fieldOf),
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

/** The scenario field, and behind it the fields of each. */
export function scenarioProperties(list: ListedScenario[] = scenarios): INodeProperties[] {
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
				...(check && { send: { preSend: [atTheEnd(check)] } }),
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
