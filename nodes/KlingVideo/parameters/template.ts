import { InputError } from '../shared/inputError';
import { mappedField } from './mapped';
import { native } from './places';
import { readName } from './reading/readText';

export const template = mappedField(
	{
		displayName: 'Template',
		name: 'template',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. hug',
		description: 'The name of the effect, as the gateway lists it',
	},
	{
		read: readName,
		to: [{ path: native('template') }],
		check: (value) => {
			if (value !== undefined) return;
			throw new InputError('Template', 'is empty', 'Give the name of an effect');
		},
	},
);
