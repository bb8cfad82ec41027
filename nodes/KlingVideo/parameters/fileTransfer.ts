import type { INodeProperties } from 'n8n-workflow';

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
		default: 24,
		description: 'How long the signed link of a file works, in hours',
	},
];
