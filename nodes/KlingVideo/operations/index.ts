import type { INodeProperties } from 'n8n-workflow';
import { updateDisplayOptions } from 'n8n-workflow';

import { downloadFields } from '../parameters/downloadOptions';
import { simplify } from '../parameters/simplify';
import { taskId } from '../parameters/taskId';
import { generateWaitOptions, waitOptions } from '../parameters/waitOptions';
import { scenarioProperties } from '../scenarios';
import { firstOperations } from '../waiting/database/firstOperations';
import { generate } from './generate';
import { getStatus } from './getStatus';
import { submit } from './submit';
import { wait } from './wait';

/** What the node can do. */
const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [generate, submit, getStatus, wait],
	default: 'generate',
};

const shownFor = (operations: string[], fields: INodeProperties[]) =>
	updateDisplayOptions({ show: { operation: operations } }, fields);

/** Every field of the node, in the order of the panel. */
export const properties: INodeProperties[] = [
	operation,
	...scenarioProperties(),
	...shownFor(['getStatus', 'wait'], [taskId]),
	...shownFor(['generate'], [generateWaitOptions]),
	...shownFor(['wait'], [waitOptions]),
	...shownFor(['generate'], downloadFields(true)),
	...shownFor(['getStatus', 'wait'], downloadFields(false)),
	simplify,
	...firstOperations,
];
