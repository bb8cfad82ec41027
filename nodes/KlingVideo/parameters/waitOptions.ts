import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { isObject } from '../shared/json';
import type { WaitSettings } from '../shared/settings';
import { numberReader, readCount } from './reading/readNumber';

const DEFAULT_TIMEOUT_MINUTES = 60;

/** Longer waits are slips: a task is given up by the gateway after a day. In minutes. */
const LONGEST_TIMEOUT_MINUTES = 7 * 24 * 60;

const readMinutes = numberReader(
	`a number of minutes above 0, at most ${LONGEST_TIMEOUT_MINUTES} (a week)`,
	(minutes) => minutes > 0 && minutes <= LONGEST_TIMEOUT_MINUTES,
);

const readInterval = numberReader('at least 1 second', (seconds) => seconds >= 1);

/**
 * Reads and checks the wait options of an item.
 *
 * @throws InputError naming the option
 */
export function readWaitSettings(context: IExecuteSingleFunctions): WaitSettings {
	const given: unknown = context.getNodeParameter('waitOptions', {});
	const options = isObject(given) ? given : {};
	const minutes = readMinutes(options.timeout, 'Timeout') ?? DEFAULT_TIMEOUT_MINUTES;
	const seconds = readInterval(options.pollInterval, 'Poll Interval');
	const tasksAtATime = readCount(options.tasksAtATime, 'Tasks at a Time');
	return {
		timeoutMs: minutes * 60_000,
		onTimeout: options.onTimeout === 'returnStatus' ? 'returnStatus' : 'fail',
		waitIn: options.waitIn === 'database' ? 'database' : 'memory',
		...(seconds !== undefined && { pollIntervalMs: seconds * 1000 }),
		...(tasksAtATime !== undefined && { tasksAtATime }),
	};
}

const pollInterval: INodeProperties = {
	displayName: 'Poll Interval',
	name: 'pollInterval',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 10,
	description:
		'A fixed number of seconds between two checks; without it the node checks when the video is likely to be done',
};

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: DEFAULT_TIMEOUT_MINUTES,
	description:
		'How many minutes to wait for the video from the moment the task is accepted; the task goes on at the gateway after that',
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

const tasksAtATime: INodeProperties = {
	displayName: 'Tasks at a Time',
	name: 'tasksAtATime',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 3,
	description:
		'The most tasks of this node that may be open at once; without it the node learns what the account allows',
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
				'Survives restarts, holds nothing, notices within about a minute; a failed task comes out as an item with its error, since a node that waits there cannot fail',
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
		builderHint: {
			propertyHint:
				'Leave it empty for videos of minutes. For those of hours set timeout (minutes) and waitIn to database.',
		},
		options,
	};
}

/** For Generate, which submits the tasks itself. */
export const generateWaitOptions = collectionOf([
	timeout,
	onTimeout,
	waitIn,
	tasksAtATime,
	pollInterval,
]);

/** For Wait. */
export const waitOptions = collectionOf([timeout, onTimeout, waitIn, pollInterval]);
