import { GatewayFailure, type Failure } from '../../nodes/KlingVideo/shared/failure.ts';
import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';
import { isDone, type Task } from '../../nodes/KlingVideo/shared/task.ts';

test('a bad parameter is named, with what is wrong and what to do', () => {
	const error = new InputError('Duration', 'must be 5 or 10 seconds');
	expect(error).toBeInstanceOf(Error);
	expect(error.name).toBe('InputError');
	expect(error.parameter).toBe('Duration');
	expect(error.problem).toBe('must be 5 or 10 seconds');
	expect(error.message).toBe("The value of 'Duration' must be 5 or 10 seconds");
	expect(error.description).toBe("Check the parameter 'Duration' and run the node again");
	expect(new InputError('Image', 'is empty', 'Add a file').description).toBe('Add a file');
});

test('a failure keeps its task', () => {
	const failure: Failure = { reason: 'timeOut', acceptance: 'unknown' };
	const task: Task = { id: 'task_1', status: 'pending', raw: {} };
	const error = new GatewayFailure(failure, task);
	expect(error).toMatchObject({ message: 'timeOut', failure, task });
	expect(new GatewayFailure(failure).task).toBeUndefined();
});

test.each([
	['pending', false],
	['completed', true],
	['failed', true],
	['cancelled', true],
] as const)('a %s task has ended: %s', (status, expected) => {
	expect(isDone({ id: 'task_1', status, raw: {} })).toBe(expected);
});
