import type { IExecuteSingleFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../shared/inputError';
import { itemOf } from '../run/joinTry';
import { refuseEmptyExpression } from './emptyExpression';
import { asPreSend } from './inputCheck';
import type { InputCheck } from './inputCheck';

/**
 * The task ID that a node gives for an item, without blanks around it.
 *
 * @throws InputError when there is none, or when it would lead to another address
 */
function checkedTaskId(context: IExecuteSingleFunctions): string {
	const given: unknown = context.getNodeParameter('taskId', '');
	const isOne = typeof given === 'string' || typeof given === 'number';
	if (!isOne && given !== undefined && given !== null) {
		throw new InputError(
			'Task ID',
			`must be one ID, but is ${Array.isArray(given) ? 'a list' : `a value of the type ${typeof given}`}`,
			'Give the task_id of one task; with several, make an item of each before this node',
		);
	}
	const id = isOne ? String(given).trim() : '';
	if (id === '') {
		refuseEmptyExpression(context, ['taskId'], 'Task ID');
		throw new InputError(
			'Task ID',
			'is empty',
			'Give the task_id that Submit returned, e.g. {{ $json.task_id }}',
		);
	}
	// A path of dots only would lead to another address, encoded or not.
	if (/^\.+$/.test(id)) throw new InputError('Task ID', `cannot be '${id}'`);
	return id;
}

const checkTaskId: InputCheck = function () {
	itemOf(this).taskId = checkedTaskId(this);
};

export const taskId: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	required: true,
	default: '={{ $json.task_id }}',
	description: 'The task_id that Submit returned',
	routing: { send: { preSend: [asPreSend(checkTaskId)] } },
};
