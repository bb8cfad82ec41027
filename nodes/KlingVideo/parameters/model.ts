import type { IDataObject, INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { refuseEmptyExpression } from './emptyExpression';
import { asPreSend } from './inputCheck';
import type { InputCheck } from './inputCheck';
import type { KlingModel } from './klingModels';
import { KLING_MODELS, OMNI } from './klingModels';
import { limitsFor } from './modelLimits';
import { declarePlaces } from './mapped';
import { fill, top } from './places';
import { readName } from './reading/readText';

/** Stands in the list for "the right model for the scenario". It is never sent. */
export const AUTOMATIC = { name: 'Automatic', value: 'auto' } as const;

const PLACES = [{ path: top('model') }];

function orList(models: readonly KlingModel[]): string {
	return models.map(({ name }) => name).join(' or ');
}

/** Puts the model into the body: the one that was chosen, or the first that can do the scenario. */
function placesModel(models: readonly KlingModel[]): InputCheck {
	return function (body: IDataObject) {
		const given = this.getNodeParameter('model', undefined);
		const { mode, value } = isResourceLocatorValue(given) ? given : { mode: 'list', value: given };
		const name = readName(value, 'Model');
		if (name === undefined) {
			refuseEmptyExpression(this, ['model'], 'Model');
			throw new InputError('Model', 'is empty', `Choose ${AUTOMATIC.name}, or ${orList(models)}`);
		}
		if (mode === 'list' && name === AUTOMATIC.value) body.model = models[0]?.name;
		else fill(this, body, 'Model', PLACES, name);
		checkSuits(models, limitsFor(this, body));
	};
}

/** Refuses a documented model that is known to lack the scenario. */
function checkSuits(models: readonly KlingModel[], chosen: KlingModel | undefined): void {
	if (!chosen || models.includes(chosen)) return;
	throw new InputError(
		'Model',
		`cannot be ${chosen.name} in this scenario`,
		`Choose ${AUTOMATIC.name} or ${orList(models)}, or give the name of another model by ID`,
	);
}

/**
 * Shows in the editor, before anything runs, that the chosen model cannot do the scenario: n8n keeps the model when the
 * scenario is changed. It sees no value of an expression.
 */
function mustSuit(models: readonly KlingModel[]): Pick<INodePropertyMode, 'validation'> {
	const others = KLING_MODELS.filter((model) => !models.includes(model));
	if (others.length === 0) return {};
	const regex = `(?!(?:${others.map(({ name }) => name).join('|')})$).*`;
	const errorMessage = `'Model' must be ${AUTOMATIC.name} or ${orList(models)} in this scenario`;
	return { validation: [{ type: 'regex', properties: { regex, errorMessage } }] };
}

/** The model locator of a scenario; `models` are the documented ones that can do it, the default first. */
export function modelFor(models: readonly KlingModel[]): INodeProperties {
	const [first = OMNI] = models;
	const property: INodeProperties = {
		displayName: 'Model',
		name: 'model',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: AUTOMATIC.value, cachedResultName: AUTOMATIC.name },
		description: `The Kling model that makes the video; ${AUTOMATIC.name} is ${first.name} in this scenario`,
		builderHint: {
			propertyHint: `Keep mode list with the value ${AUTOMATIC.value}, unless the user names a model.`,
		},
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchModels', searchable: true },
				...mustSuit(models),
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${first.name}`,
				hint: 'Any model of your gateway; its limits are not checked',
			},
		],
		routing: {
			send: { preSend: [asPreSend(placesModel(models))] },
		},
	};
	return declarePlaces(property, PLACES);
}
