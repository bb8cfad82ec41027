import type { IContextObject, IExecuteSingleFunctions } from 'n8n-workflow';
import { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';
import { submissionNotes } from '../../nodes/KlingVideo/submission/submissionNotes.ts';

const entry = (itemIndex: number, more: object) => ({
	...{ executionId: '17', runIndex: 0, itemIndex, ...more },
});

/** As n8n stored it: item 1 failed after two tasks, 2 and 4 are not known, 3 has a task. */
const stored: IContextObject = {
	submissions: {
		'0/3/d': entry(3, { outcome: 'accepted', taskId: 'task_3' }),
		'0/1/d': entry(1, { outcome: 'accepted', taskId: 'task_1b', earlier: ['task_1a'] }),
		'0/2/d': entry(2, { outcome: 'unknown' }),
		'0/4/d': entry(4, { outcome: 'unknown' }),
	},
};

/** What the error of an item names; item 0 waits for a task that it did not submit. */
function notesOf(index: number, withOthers: boolean) {
	const context = {
		getContext: () => stored,
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getItemIndex: () => index,
		getExecutionId: () => '17',
		getNode: () => ({ type: 'kling.klingVideo' }),
	};
	const nodeTry = new NodeTry(5, 0, undefined);
	const items = [0, 1, 2, 3, 4].map((one) => new ItemTry(one, nodeTry));
	const known = new Map(items.map((item) => [item.index, item]));
	Object.assign(known.get(0) ?? {}, { taskId: 'task_0' });
	Object.assign(known.get(1) ?? {}, { taskId: 'task_1b' });
	Object.assign(known.get(4) ?? {}, { taskId: 'task_4' });
	const item = items[index];
	if (!item) throw new Error(`No item ${index}`);
	return submissionNotes(context as unknown as IExecuteSingleFunctions, item, withOthers);
}

const task = (itemIndex: number, taskId = `task_${itemIndex}`) => ({ taskId, itemIndex });

test('an error names the earlier tasks of its item, and all tasks of the others in their order', () => {
	expect(notesOf(1, true)).toEqual({
		earlier: ['task_1a'],
		isUnknown: false,
		others: { accepted: [task(0), task(3), task(4)], unknown: [2, 4] },
	});
});

test('an error of an item without a task that is known names those of all others', () => {
	expect(notesOf(2, true)).toEqual({
		earlier: [],
		isUnknown: true,
		others: {
			accepted: [task(0), task(1, 'task_1a'), task(1, 'task_1b'), task(3), task(4)],
			unknown: [4],
		},
	});
});

test('where the others come out by themselves, an error names its own only', () => {
	expect(notesOf(1, false)).toEqual({
		earlier: ['task_1a'],
		isUnknown: false,
		others: { accepted: [], unknown: [] },
	});
	expect(notesOf(4, false).isUnknown).toBe(true);
});
