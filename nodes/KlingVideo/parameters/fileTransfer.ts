import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import type { TransferSettings } from '../shared/settings';
import { numberReader } from './reading/readNumber';
import { quoted } from './reading/reader';
import { readName } from './reading/readText';

const DEFAULT_HOURS = 24;

const readHours = numberReader('a number of hours above 0', (hours) => hours > 0);

/**
 * Reads how the files of an item reach the gateway.
 *
 * @throws InputError naming the option
 */
export function readTransfer(context: IExecuteSingleFunctions): TransferSettings {
	const option = (name: string) => context.getNodeParameter(`options.${name}`, '');
	const way = readName(option('fileTransfer'), 'File Transfer') ?? 'link';
	if (way !== 'link' && way !== 'base64')
		throw new InputError('File Transfer', `must be link or base64, but is ${quoted(way)}`);
	const linkHours = readHours(option('linkLifetime'), 'Link Lifetime') ?? DEFAULT_HOURS;
	return { asBase64: way === 'base64', linkHours };
}

/** How the files of the item reach the gateway; only for scenarios that take files. */
export const fileTransferFields: INodeProperties[] = [
	{
		displayName: 'File Transfer',
		name: 'fileTransfer',
		type: 'options',
		options: [
			{
				name: 'Link',
				value: 'link',
				description:
					'The gateway fetches the file from this n8n by a signed link: n8n must be reachable for it',
			},
			{
				name: 'Base64',
				value: 'base64',
				description: 'The file is part of the request: few gateways take that',
			},
		],
		default: 'link',
		description: 'How a file of the item reaches the gateway',
	},
	{
		displayName: 'Link Lifetime',
		name: 'linkLifetime',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: DEFAULT_HOURS,
		description: 'How long the signed link of a file works, in hours',
	},
];
