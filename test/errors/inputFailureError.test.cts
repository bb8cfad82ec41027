import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';
import { inputFailureError } from '../../nodes/KlingVideo/errors/inputFailureError.ts';

const node: INode = {
	id: '1',
	name: 'Kling Video',
	type: 'x',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

test('names the parameter as shown, the problem and what to do', () => {
	const problem = new InputError('Duration', 'must be 5 or 10 seconds', 'Choose one of the two');
	const error = inputFailureError(node, problem, { itemIndex: 2, several: true, runIndex: 1 });
	expect(error).toBeInstanceOf(NodeApiError);
	expect(error.message).toBe("The value of 'Duration' must be 5 or 10 seconds [item 2]");
	expect(error.description).toBe('Choose one of the two');
	expect(error.context).toEqual({
		itemIndex: 2,
		runIndex: 1,
		reason: 'invalidInput',
		code: 'invalidInput',
		parameter: 'Duration',
	});
	expect(error.httpCode).toBeNull();
});

test('a single item is not named, and there is always advice', () => {
	const error = inputFailureError(node, new InputError('Prompt', 'is empty'), {
		itemIndex: 0,
		several: false,
	});
	expect(error.message).toBe("The value of 'Prompt' is empty");
	expect(error.description).toBe("Check the parameter 'Prompt' and run the node again");
});

test('keeps words in which n8n sees a system error', () => {
	const problem = new InputError(
		'Image',
		'is not a link: enoent:ECONNREFUSED',
		'Use http or https',
	);
	const error = inputFailureError(node, problem, { itemIndex: 0, several: false });
	expect(error.message).toBe("The value of 'Image' is not a link: enoent:ECONNREFUSED");
	expect(error.description).toBe('Use http or https');
});
