import type { Failure } from '../shared/failure';
import type { Task } from '../shared/task';

/** The failure that a failed or cancelled task stands for, with the reason that the gateway tells. */
export function taskFailure(task: Task): Failure {
	const failure: Failure = {
		reason: task.status === 'cancelled' ? 'taskCancelled' : 'taskFailed',
		acceptance: 'unknown',
	};
	if (task.error?.code !== undefined) failure.code = task.error.code;
	if (task.error !== undefined) failure.text = task.error.message;
	return failure;
}
