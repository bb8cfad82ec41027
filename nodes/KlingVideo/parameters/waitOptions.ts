import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { checkDatabaseWait } from '../waiting/database/checkDatabaseWait';
import type { InputCheck } from './inputCheck';
import { isObject } from '../shared/json';
import { asPreSend } from './inputCheck';

/** How the user wants to wait. */
export interface WaitOptions {
	/** A fixed interval in milliseconds; without it the schedule adapts. */
	pollIntervalMs?: number;
	timeoutMs: number;
	onTimeout: 'fail' | 'returnStatus';
	/** Only Wait knows `database`. */
	waitIn: 'memory' | 'database';
}

const DEFAULT_TIMEOUT_MINUTES = 60;

/** Reads and checks the wait options of an item, see `checkedWaitOptions`. */
export function readWaitOptions(context: IExecuteSingleFunctions): WaitOptions {
	return checkedWaitOptions(context.getNodeParameter('waitOptions', {}));
}

/**
 * Checks wait options as the panel holds them.
 *
 * @throws InputError naming the option
 */
function checkedWaitOptions(given: unknown): WaitOptions {
	const {
		pollInterval,
		timeout = DEFAULT_TIMEOUT_MINUTES,
		onTimeout,
		waitIn,
	} = isObject(given) ? given : {};
	const minutes = Number(timeout);
	if (!(minutes > 0)) throw new InputError('Timeout', 'must be a number of minutes above 0');
	const options: WaitOptions = {
		timeoutMs: minutes * 60_000,
		onTimeout: onTimeout === 'returnStatus' ? 'returnStatus' : 'fail',
		waitIn: waitIn === 'database' ? 'database' : 'memory',
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
	description:
		'A fixed number of seconds between two looks; without it the node looks when the video is likely to be done',
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
		{
			name: 'Return Last Status',
			value: 'returnStatus',
			description: 'Go on with the task as last seen',
		},
	],
	default: 'fail',
	description: 'What to do when the video is not done in time',
};

const checkWaitOptions: InputCheck = function () {
	const options = readWaitOptions(this);
	if (options.waitIn === 'database') checkDatabaseWait(this, options);
};

const waitIn: INodeProperties = {
	displayName: 'Wait In',
	name: 'waitIn',
	type: 'options',
	options: [
		{ name: 'In Memory', value: 'memory', description: 'Notices soonest; lost when n8n restarts' },
		{
			name: 'In Database',
			value: 'database',
			description:
				'Survives restarts, holds nothing, notices within about a minute; a failed task comes out as an item with its error, since a parked node cannot fail',
		},
	],
	default: 'memory',
	description:
		'Where the execution waits; In Database is made for off-peak tasks, which take hours',
};

function collectionOf(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Wait Options',
		name: 'waitOptions',
		type: 'collection',
		placeholder: 'Add Wait Option',
		default: {},
		options,
		routing: { send: { preSend: [asPreSend(checkWaitOptions)] } },
	};
}

/** For Generate, which has submitted the task itself. */
export const waitOptions = collectionOf([timeout, onTimeout, pollInterval]);

/** For Wait: also where it waits. */
export const durableWaitOptions = collectionOf([timeout, onTimeout, pollInterval, waitIn]);
