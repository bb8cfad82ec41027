import type { INodeExecutionData } from 'n8n-workflow';

import type { WaitingTask } from './waitingTask';

/** What comes out for a task when the child never comes back: nothing that looks like a result. */
export function cutOff({ taskId, itemIndex, seen, outcome }: WaitingTask): INodeExecutionData {
	if (outcome) return { ...outcome, pairedItem: { item: itemIndex } };
	return {
		json: {
			task_id: taskId,
			status: 'pending',
			done: false,
			...seen,
			error: {
				code: 'waitCutOff',
				message: `The wait in the database was cut off (task ID: ${taskId})`,
				description:
					'The execution that waited in its place was stopped, deleted or crashed. The task itself is not affected. Use the operation Wait or Get Status with its task ID to go on.',
			},
		},
		pairedItem: { item: itemIndex },
	};
}
