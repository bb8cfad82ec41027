import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { mappedOption } from './mapped';
import { metadata } from './places';
import { readName } from './reading/readText';

/** Tencent Cloud VOD's limit for a session ID, in characters. */
const LONGEST_DEDUPLICATION_ID = 50;

/** A net below the node's own, not a promise. */
const deduplicationId: INodeProperties = mappedOption(
	{
		displayName: 'Deduplication ID',
		name: 'deduplicationId',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-4711',
		description:
			'Your own name for this video, up to 50 characters. Some gateways pass it on to a service that refuses the same one within three days, others ignore it: it is no promise that nothing is made twice.',
	},
	{
		read: readName,
		to: [{ path: metadata('session_id') }, { path: metadata('external_task_id') }],
		check: (value) => {
			const length = [...(value ?? '')].length;
			if (length <= LONGEST_DEDUPLICATION_ID) return;
			throw new InputError(
				'Deduplication ID',
				`has ${length} characters, but the limit is ${LONGEST_DEDUPLICATION_ID}`,
			);
		},
	},
);

const slotTimeout: INodeProperties = {
	displayName: 'Wait for a Free Slot',
	name: 'slotTimeout',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 2,
	displayOptions: { show: { '/operation': ['submit'] } },
	description:
		'How many minutes to offer the task again while the account has as many open tasks as it may have',
};

const maxVideos: INodeProperties = {
	displayName: 'Most Videos',
	name: 'maxVideos',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 10,
	description: 'The most videos that this node may submit in one execution; more items are refused',
};

/** How the task is submitted, whatever the scenario. */
export const submittingFields: INodeProperties[] = [deduplicationId, slotTimeout, maxVideos];
