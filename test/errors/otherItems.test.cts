import { tellOfOthers } from '../../nodes/KlingVideo/errors/otherItems.ts';
import { plainApiError } from '../../nodes/KlingVideo/errors/plainApiError.ts';

const error = (description = 'Try later.') =>
	plainApiError(
		{ id: '1', name: 'Kling Video', type: 't', typeVersion: 1, position: [0, 0], parameters: {} },
		{ message: 'Refused [item 7]', description, itemIndex: 7, details: {} },
	);

test('lists every accepted task of the other items, uncut', () => {
	const accepted = Array.from({ length: 200 }, (_, itemIndex) => ({
		itemIndex,
		taskId: `task_${itemIndex}`,
	}));
	const told = tellOfOthers(error(), { accepted, unknown: [] });
	for (const { itemIndex, taskId } of accepted) {
		expect(told.description).toMatch(new RegExp(`\\[item ${itemIndex}\\] ${taskId}[,.]`));
	}
	expect(told.context.acceptedTasks).toEqual(accepted);
	expect(told.context).not.toHaveProperty('unknownItems');
});

test('names the items whose outcome is unknown', () => {
	const told = tellOfOthers(error(), { accepted: [], unknown: [2, 5] });
	expect(told.description).toBe(
		"Try later. For other items it is not known whether the gateway accepted their task, look for it in the gateway's task log: [item 2], [item 5].",
	);
	expect(told.context.unknownItems).toEqual([2, 5]);
	expect(told.context).not.toHaveProperty('acceptedTasks');
});

test('adds nothing where there is nothing to tell', () => {
	expect(tellOfOthers(error(''), { accepted: [], unknown: [] }).description).toBe('');
});
