import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../errors/inputError';
import type { InputCheck } from './inputCheck';
import { asPreSend, isObject } from './inputCheck';

/** How the user wants to wait. */
export interface WaitOptions {
	/** A fixed interval in milliseconds; without it the schedule adapts. */
	pollIntervalMs?: number;
	timeoutMs: number;
	onTimeout: 'fail' | 'returnStatus';
}

const DEFAULT_TIMEOUT_MINUTES = 60;

/**
 * Reads and checks the wait options of an item.
 *
 * @throws InputError naming the option
 */
export function readWaitOptions(context: IExecuteSingleFunctions): WaitOptions {
	const given: unknown = context.getNodeParameter('waitOptions', {});
	const { pollInterval, timeout = DEFAULT_TIMEOUT_MINUTES, onTimeout } = isObject(given) ? given : {};
	const minutes = Number(timeout);
	if (!(minutes > 0)) throw new InputError('Timeout', 'must be a number of minutes above 0');
	const options: WaitOptions = {
		timeoutMs: minutes * 60_000,
		onTimeout: onTimeout === 'returnStatus' ? 'returnStatus' : 'fail',
	};
	if (pollInterval === undefined || pollInterval === '') return options;
	const seconds = Number(pollInterval);
	if (!(seconds >= 1)) throw new InputError('Poll Interval', 'must be at least 1 second');
	return { ...options, pollIntervalMs: seconds * 1000 };
}

const pollInterval: INodeProperties = {
	displayName: 'Poll Interval',
	name: 'pollInterval',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 10,
	description: 'A fixed number of seconds between two looks; without it the node looks when the video is likely to be done',
};

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_TIMEOUT_MINUTES,
	description: 'How many minutes to wait for the video; the task goes on at the gateway after that',
};

const onTimeout: INodeProperties = {
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'fail', description: 'Stop with an error that holds the task ID' },
		{ name: 'Return Last Status', value: 'returnStatus', description: 'Go on with the task as last seen' },
	],
	default: 'fail',
	description: 'What to do when the video is not done in time',
};

const checkWaitOptions: InputCheck = function () {
	readWaitOptions(this);
};

export const waitOptions: INodeProperties = {
	displayName: 'Wait Options',
	name: 'waitOptions',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [timeout, onTimeout, pollInterval],
	routing: { send: { preSend: [asPreSend(checkWaitOptions)] } },
};
