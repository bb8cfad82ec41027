import type { INodeProperties } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';

import { InputError } from '../errors/inputError';
import type { KlingModel } from '../scenarios/klingModels';
import { KLING_MODELS, modelNamed } from '../scenarios/klingModels';
import { isEmpty } from './bodyPath';
import type { InputCheck } from './inputCheck';
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
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${first.name}` },
			],
		},
		'model',
		{ checks: [cannotDo(models)] },
	);
}
