import { InputError } from '../shared/inputError';
import { EXT_PARAMETERS, isEmpty, valueAt } from '../body/bodyPath';
import { mapped } from './mapped';

const TEMPLATE = `${EXT_PARAMETERS}.template`;

export const template = mapped(
	{
		displayName: 'Template',
		name: 'template',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. hug',
		description: 'The name of the effect, as the gateway lists it',
	},
	TEMPLATE,
	{
		checks: [
			function (body) {
				if (isEmpty(valueAt(body, TEMPLATE)))
					throw new InputError('Template', 'is empty', 'Give the name of an effect');
			},
		],
	},
);
