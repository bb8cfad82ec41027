import type { IExecuteSingleFunctions } from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';
import {
	canWait,
	checkDatabaseWait,
} from '../../nodes/KlingVideo/waiting/database/checkDatabaseWait.ts';
import {
	lostItem,
	outputOf,
	shownWhileWaiting,
} from '../../nodes/KlingVideo/waiting/database/waitingItem.ts';
import type { WaitingTask } from '../../nodes/KlingVideo/waiting/database/waitingTask.ts';
import { withVirtualTime } from '../support/virtualTime.cts';

const BINARY = { data: { data: '', mimeType: 'video/mp4' } };
const WAITING: WaitingTask = {
	...{ taskId: 'task_1', itemIndex: 3, several: true, simplify: true, onTimeout: 'fail' },
	...{ waitsIn: { executionId: '17', workflowId: 'abc' }, since: 0, giveUpAt: 1 },
};
const TASK = { id: 'task_1', status: 'completed' as const, raw: { big: true } };
const SHOWN = { task_id: 'task_1', status: 'completed', done: true };
const pairedItem = { item: 3 };

describe('what comes out for an item', () => {
	test.each<[string, Partial<WaitingTask>, object]>([
		['the task', { task: TASK }, { json: SHOWN, pairedItem }],
		[
			'the task with its file and what is known of that',
			{
				...{ task: TASK, binary: BINARY, facts: { seconds: 10 }, asked: { seconds: 5 } },
				...{ earlierTaskIds: ['task_0'] },
			},
			{
				json: {
					...{ ...SHOWN, seconds: 10, earlier_task_ids: ['task_0'] },
					warnings: [expect.objectContaining({ code: 'otherLength' })],
				},
				...{ binary: BINARY, pairedItem },
			},
		],
		[
			'with the body of the gateway',
			{ task: TASK, simplify: false },
			{ json: { ...SHOWN, raw: TASK.raw }, pairedItem },
		],
		[
			'a task that was never seen',
			{},
			{ json: { task_id: 'task_1', status: 'pending', done: false }, pairedItem },
		],
		['nothing, without a task', { taskId: '' }, { json: {}, pairedItem }],
		[
			'the task with its error',
			{ task: TASK, error: { code: 'x' } },
			{ json: { ...SHOWN, error: { code: 'x' } }, pairedItem },
		],
		[
			'what was known before, of an item that was not waited for',
			{ ...{ task: TASK, binary: BINARY, error: { code: 'x' } }, output: { json: { a: 1 } } },
			{ ...{ json: { a: 1 }, binary: BINARY, pairedItem } },
		],
		[
			'the same with its file',
			{ output: { json: { a: 1 }, binary: BINARY } },
			{ json: { a: 1 }, binary: BINARY, pairedItem },
		],
		[
			'for an error output: nothing but the error, with the task in it',
			{ task: TASK, error: { code: 'x' }, hasErrorOutput: true },
			{ json: { error: { task_id: 'task_1', code: 'x' } }, pairedItem },
		],
		[
			'for an error output: an error without a task',
			{ taskId: '', error: { code: 'x' }, hasErrorOutput: true },
			{ json: { error: { code: 'x' } }, pairedItem },
		],
		[
			'for an error output: no error',
			{ task: TASK, hasErrorOutput: true },
			{ json: SHOWN, pairedItem },
		],
	])('%s', (_, more, item) => {
		expect(outputOf({ ...WAITING, ...more })).toStrictEqual(item);
	});

	test('a wait that was lost is an error, not a result', () => {
		const { json } = lostItem({ ...WAITING, task: { ...TASK, status: 'pending' } });
		expect(json).toEqual({
			...{ task_id: 'task_1', status: 'pending', done: false },
			error: {
				code: 'waitCutOff',
				message: 'The wait in the database has not come to its end (task ID: task_1)',
				description: expect.stringMatching(/not affected: .*Wait or Get Status/) as unknown,
			},
		});
	});

	test('of an item that is over nothing is lost', () => {
		expect(lostItem({ ...WAITING, task: TASK, isOver: true })).toEqual({ json: SHOWN, pairedItem });
	});
});

describe('what is shown while the execution waits', () => {
	const waiting = (tasks: string, child: string) => ({
		waiting: `This execution waits for ${tasks}, which ${child} checks. The result comes out of the node when all have ended.`,
	});

	test.each<[string, Partial<WaitingTask>, object | undefined, object]>([
		['the item as the child has it', {}, { ...SHOWN, error: 'x' }, SHOWN],
		['the item as known, where the child has no task', { task: TASK }, { a: 1 }, SHOWN],
		['the item as known, without a child', { task: TASK }, undefined, SHOWN],
		[
			'what an item came to that is not waited for',
			{ output: { json: { a: 1, error: 'x' } } },
			{},
			{ a: 1 },
		],
	])('%s', (_, more, checked, json) => {
		const item = checked && { json: checked as { [key: string]: string } };
		const shown = shownWhileWaiting({ ...WAITING, ...more }, item, 2, '18');
		expect(shown).toEqual({ json: { ...json, ...waiting('2 tasks', 'execution 18') }, pairedItem });
	});

	test('without the number of the child', () => {
		const { json } = shownWhileWaiting({ ...WAITING, task: TASK }, undefined, 1, undefined);
		expect(json).toEqual({ ...SHOWN, ...waiting('1 task', 'another execution') });
	});
});

describe('whether the node can wait in the database', () => {
	const MINUTE = 60_000;
	const able = { executeWorkflow: () => {}, putExecutionToWait: () => {} };
	const node = (type = 'kling.klingVideo') => ({ getNode: () => ({ type }) });
	/** Why it cannot, for a time-out of 10 minutes, in virtual time. */
	const refusal = async (context: object) =>
		await withVirtualTime(async () => {
			try {
				checkDatabaseWait(context as IExecuteSingleFunctions, { timeoutMs: 10 * MINUTE });
				return undefined;
			} catch (error) {
				const { message, description } = error as Error & { description: string };
				return `${message}. ${description}`;
			}
		});
	const limited = (seconds: unknown) => ({
		...{ ...node(), ...able },
		getWorkflowSettings: () => ({ executionTimeout: seconds }),
	});
	const until = (at: unknown) => ({
		...{ ...limited(1), additionalData: { executionTimeoutTimestamp: at } },
	});
	const NOW = Date.UTC(2026, 0, 5, 12);
	// n8n before 2.0 never can.
	const isNew = 'calculateWorkflowChecksum' in n8nWorkflow;

	test('not as a tool of an agent', async () => {
		expect(await refusal({ ...able, ...node('kling.klingVideoTool') })).toBe(
			"The value of 'Wait In' cannot be 'In Database' for an AI agent's tool. Set 'Wait In' to 'In Memory'",
		);
	});

	test.each([{}, { executeWorkflow: () => {} }, { putExecutionToWait: () => {} }])(
		'not in an n8n that offers %j alone',
		async (offered) => {
			expect(canWait(offered as IExecuteSingleFunctions)).toBe(false);
			expect(await refusal({ ...offered, ...node() })).toBe(
				"The value of 'Wait In' cannot be 'In Database' in this version of n8n. Update n8n, or: Set 'Wait In' to 'In Memory'",
			);
		},
	);

	test('in one that can, without a limit', async () => {
		expect(canWait(able as unknown as IExecuteSingleFunctions)).toBe(isNew);
		expect((await refusal({ ...able, ...node() })) === undefined).toBe(isNew);
	});

	test.each<[string, object, boolean]>([
		['no limit', limited(undefined), true],
		['a limit of zero', limited(0), true],
		['a limit below zero', limited(-1), true],
		['a limit behind the time-out and five minutes', limited(15 * 60), true],
		['a limit as text', limited('900'), true],
		['a limit before that', limited(15 * 60 - 1), false],
		['an end that n8n has noted, whatever the settings say', until(NOW + 15 * MINUTE), true],
		['an end that n8n has noted before that', until(NOW + 15 * MINUTE - 1), false],
		['an end that is none: the settings count', until('soon'), false],
	])('with %s', async (_, context, expected) => {
		expect((await refusal(context)) === undefined).toBe(expected && isNew);
	});

	test('the times are told in whole minutes that are left', async () => {
		if (!isNew) return;
		const told = "'Timeout Workflow' in the workflow's settings";
		const soon = await refusal(until(NOW + 2 * MINUTE - 1));
		expect(soon).toContain('n8n ends the execution in 1 minutes, and the wait may take 15. Raise');
		expect(soon).toContain(told);
		expect(soon).toMatch(/^The value of 'Wait In' cannot be 'In Database' here/);
		expect(await refusal(until(NOW - 5 * MINUTE))).toContain('in 0 minutes');
	});
});
