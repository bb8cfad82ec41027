/** Which entry of the custom data takes a task, with n8n's limits: the rule by itself. */
import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { noteTask } from '../../nodes/KlingVideo/output/customData.ts';

type Log = Array<[text: string, more: unknown]>;

/** An execution that has these entries, and gives nothing else where `execution` says so. */
function contextOf(entries: Record<string, string>, log: Log, execution?: unknown) {
	const customData = {
		get: (key: string) => entries[key],
		set: (key: string, value: string) => void (entries[key] = value),
	};
	return {
		getItemIndex: () => 3,
		getWorkflowDataProxy: (index: number) => ({
			$execution: index === 3 ? (execution ?? { customData }) : undefined,
		}),
		logger: { warn: (text: string, more: unknown) => log.push([text, more]) },
	} as unknown as IExecuteSingleFunctions;
}

function noted(taskIds: string[], before: Record<string, string> = {}): Record<string, string> {
	const entries = { ...before };
	const log: Log = [];
	for (const taskId of taskIds) noteTask(contextOf(entries, log), taskId);
	expect(log).toEqual([]);
	return entries;
}

const long = (letter: string, length: number) => letter.repeat(length);

test('tasks stand one behind the other', () => {
	expect(noted(['a', 'b'])).toEqual({ kling_tasks_1: 'a, b' });
});

test('a task is noted once, wherever it stands', () => {
	const before = { kling_tasks_1: 'a, b', kling_tasks_2: 'c' };
	expect(noted(['b', 'c'], before)).toEqual(before);
	// Part of an id is another task.
	expect(noted(['c_1'], before)).toEqual({ ...before, kling_tasks_2: 'c, c_1' });
});

test('an entry takes 255 characters, the next one what is more', () => {
	expect(noted([long('a', 252), 'b'])).toEqual({ kling_tasks_1: `${long('a', 252)}, b` });
	expect(noted([long('a', 253), 'b'])).toEqual({
		kling_tasks_1: long('a', 253),
		kling_tasks_2: 'b',
	});
	expect(noted([long('a', 255)])).toEqual({ kling_tasks_1: long('a', 255) });
});

const full = Object.fromEntries(
	[1, 2, 3, 4].map((place) => [`kling_tasks_${place}`, long(String(place), 250)]),
);
const MORE = ', …and more';
const room = 255 - MORE.length;

test('the last entry leaves room to say that there are more', () => {
	expect(noted([long('a', room)], full)).toEqual({ ...full, kling_tasks_5: long('a', room) });
	const last = { ...full, kling_tasks_5: long('a', room - 3) };
	expect(noted(['b'], last)).toEqual({ ...full, kling_tasks_5: `${long('a', room - 3)}, b` });
	expect(noted(['bc'], last)).toEqual({ ...full, kling_tasks_5: `${long('a', room - 3)}${MORE}` });
	const over = { ...full, kling_tasks_5: `x${MORE}` };
	expect(noted(['b'], over)).toEqual(over);
});

test('an entry before the last that is full by chance is passed over', () => {
	const before = { kling_tasks_1: long('a', 255), kling_tasks_2: long('b', 255) };
	expect(noted(['c'], before)).toEqual({ ...before, kling_tasks_3: 'c' });
});

test('a task that fits no entry is none', () => {
	expect(noted([long('a', 300)])).toEqual({});
});

test.each([
	undefined,
	null,
	'text',
	{},
	{ customData: null },
	{ customData: { get: () => '' } },
	{ customData: { set: () => '' } },
	{ customData: { get: 'text', set: () => '' } },
] as unknown[])('an n8n that has no custom data is left alone: %#', (execution) => {
	const log: Log = [];
	noteTask(contextOf({}, log, execution === undefined ? {} : execution), 'a');
	expect(log).toEqual([]);
});

test('it never fails: the task is paid for', () => {
	const log: Log = [];
	const error = new Error('full');
	const customData = {
		get: () => '',
		set: (): void => {
			throw error;
		},
	};
	noteTask(contextOf({}, log, { customData }), 'task_1');
	expect(log).toEqual([
		["Kling Video: task task_1 is not in the execution's custom data", { error }],
	]);
});
