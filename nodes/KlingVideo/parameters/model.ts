import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { isEmpty } from '../body/bodyPath';
import type { InputCheck } from './inputCheck';
import type { KlingModel } from './klingModels';
import { KLING_MODELS, modelNamed } from './klingModels';
import { mapped } from './mapped';

function cannotDo(models: readonly KlingModel[]): InputCheck {
	return function (body) {
		if (isEmpty(body.model))
			throw new InputError('Model', 'is empty', 'Choose a model from the list');
		const locator = this.getNodeParameter('model', undefined);
		if (isResourceLocatorValue(locator) && locator.mode === 'id') return;
		const model = modelNamed(body.model);
		if (model && !models.includes(model)) {
			throw new InputError(
				'Model',
				`cannot be ${model.name} in this scenario`,
				`Choose ${models.map(({ name }) => name).join(' or ')}, or give the name of another model by ID`,
			);
		}
	};
}

/**
 * Shows in the editor, before anything runs, that the chosen model cannot do the scenario: n8n keeps the model when the
 * scenario is changed. It sees no value of an expression.
 */
function mustSuit(models: readonly KlingModel[]): Pick<INodePropertyMode, 'validation'> {
	const others = KLING_MODELS.filter((model) => !models.includes(model));
	if (others.length === 0) return {};
	const regex = `(?!(?:${others.map(({ name }) => name).join('|')})$).*`;
	const suitable = models.map(({ name }) => name).join(' or ');
	return {
		validation: [
			{
				type: 'regex',
				properties: { regex, errorMessage: `'Model' must be ${suitable} in this scenario` },
			},
		],
	};
}

/** The model locator of a scenario; `models` are the documented ones that can do it, the default first. */
export function modelFor(models: readonly KlingModel[]): INodeProperties {
	const [first = KLING_MODELS[0]] = models;
	return mapped(
		{
			displayName: 'Model',
			name: 'model',
			type: 'resourceLocator',
			required: true,
			default: { mode: 'list', value: first.name },
			description: 'The Kling model that makes the video',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod: 'searchModels', searchable: true },
					...mustSuit(models),
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${first.name}` },
			],
		},
		'model',
		{ checks: [cannotDo(models)] },
	);
}
