import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import {
	executionOf,
	gatheredTasks,
	waitingTaskOf,
} from '../../nodes/KlingVideo/waiting/database/gatheredTasks.ts';
import { itemTryOf, roundOf } from '../../nodes/KlingVideo/waiting/database/waitingItemTry.ts';
import { withVirtualTime } from '../support/virtualTime.cts';

const NOW = Date.UTC(2026, 0, 5, 12);
const TASK: Task = { id: 'task_1', status: 'pending', progress: 5, raw: { big: true } };

function contextWith(onError?: string, workflowId: string | undefined = 'abc') {
	return {
		getExecutionId: () => '17',
		getWorkflow: () => ({ id: workflowId }),
		getNode: () => ({ onError }),
	} as unknown as IExecuteSingleFunctions;
}

const wait = { timeoutMs: 5_000, onTimeout: 'returnStatus' as const, waitIn: 'database' as const };

/** An item that waits, in a try with so many. */
function itemOf(count: number, settings: Partial<ItemTry['settings']> = {}): ItemTry {
	const item = new ItemTry(count - 1, new NodeTry(count, 0, undefined));
	item.settings = { simplify: true, wait, ...settings };
	return item;
}

const at = async <T,>(work: () => T): Promise<T> => await withVirtualTime(async () => work());

describe('the task of an item as the child gets it', () => {
	const least = {
		...{ taskId: 'task_1', itemIndex: 0, several: false, simplify: true },
		...{ waitsIn: { executionId: '17', workflowId: 'abc' }, since: NOW, giveUpAt: NOW + 5_000 },
		onTimeout: 'returnStatus',
	};

	test('that was given by its ID: it is waited for from now on', async () => {
		const item = itemOf(1);
		item.taskId = 'task_1';
		expect(await at(() => waitingTaskOf(contextWith(), item, undefined))).toStrictEqual(least);
	});

	test('that this node submitted: from its acceptance on, with everything that is known', async () => {
		const download = { outputField: 'data' };
		const submit = { offPeak: false, slotTimeoutMs: 0, asked: { seconds: 5 } };
		const item = itemOf(3, { download, submit });
		Object.assign(item, { taskId: 'task_1', task: TASK, earlierTaskIds: ['task_0'] });
		const warnings = [{ code: 'otherLength' as const, message: 'Longer' }];
		item.warnings.push(...warnings);
		const context = contextWith('continueErrorOutput');
		expect(await at(() => waitingTaskOf(context, item, NOW - 4_000))).toStrictEqual({
			...{ ...least, itemIndex: 2, several: true, hasErrorOutput: true },
			...{ since: NOW - 4_000, giveUpAt: NOW + 1_000, isOurs: true },
			...{ download, asked: { seconds: 5 }, earlierTaskIds: ['task_0'], warnings },
			task: { ...TASK, raw: {} },
		});
	});

	test('without Simplify keeps the body of the gateway', async () => {
		const item = itemOf(1, { simplify: false });
		item.task = TASK;
		const waiting = await at(() => waitingTaskOf(contextWith(), item, undefined));
		expect(waiting).toMatchObject({ taskId: '', simplify: false, task: TASK });
	});

	test('is nothing where nothing is waited for', () => {
		const item = itemOf(1, { wait: undefined });
		expect(() => waitingTaskOf(contextWith(), item, undefined)).toThrow('nothing to wait for');
	});
});

test('a workflow that nobody stored has no ID', () => {
	const context = { getExecutionId: () => '1', getWorkflow: () => ({}) };
	const execution = executionOf(context as unknown as IExecuteSingleFunctions);
	expect(execution).toEqual({ executionId: '1', workflowId: '' });
});

test('all items have their place: waited for, refused, or not started by n8n', async () => {
	const nodeTry = new NodeTry(3, 0, undefined);
	const [first, last] = [new ItemTry(0, nodeTry), new ItemTry(2, nodeTry)];
	const json = { error: { code: 'invalidInput' } };
	first.output = { json, binary: { data: { data: '', mimeType: 'video/mp4' } } };
	last.settings = { simplify: true, wait };
	last.taskId = 'task_2';
	const gathered = await at(() => {
		const waiting = waitingTaskOf(contextWith(), last, undefined);
		const all = gatheredTasks(contextWith(), nodeTry, [waiting]);
		expect(all[2]).toBe(waiting);
		return all;
	});
	const carried = {
		...{ taskId: '', several: true, isOver: true, onTimeout: 'fail', simplify: true },
		...{ since: NOW, giveUpAt: NOW, waitsIn: { executionId: '17', workflowId: 'abc' } },
	};
	const message = 'n8n could not evaluate the parameters of the item [item 1]';
	expect(gathered.slice(0, 2)).toStrictEqual([
		{ ...carried, itemIndex: 0, output: first.output },
		{ ...carried, itemIndex: 1, output: { json: { error: { code: 'invalidInput', message } } } },
	]);
	const without = { json };
	first.output = without;
	expect(gatheredTasks(contextWith(), nodeTry, [])[0]?.output).toStrictEqual(without);
});

describe('an item of the child', () => {
	test('has everything that it had in the node that waits', async () => {
		const download = { outputField: 'data' };
		const item = itemOf(3, { download });
		Object.assign(item, { taskId: 'task_1', task: TASK, earlierTaskIds: ['task_0'] });
		const waiting = await at(() => waitingTaskOf(contextWith(), item, undefined));
		const again = itemTryOf(roundOf([waiting], undefined), waiting);
		expect(again).toMatchObject({ index: 2, taskId: 'task_1', earlierTaskIds: ['task_0'] });
		expect(again.task).toEqual({ ...TASK, raw: {} });
		expect(again.settings).toStrictEqual({ wait, download, simplify: true });
	});

	test('without a download or earlier tasks has none', async () => {
		const waiting = await at(() => waitingTaskOf(contextWith(), itemOf(1), undefined));
		const again = itemTryOf(roundOf([waiting], undefined), waiting);
		expect(again.earlierTaskIds).toEqual([]);
		expect(again.settings).toStrictEqual({ wait, simplify: true });
	});

	test.each([
		[[false], 1],
		[[true], 2],
		[[true, true, true], 3],
		[[false, true], 2],
	])('is one of several where it was: %j', async (several, count) => {
		const waiting = await at(() => waitingTaskOf(contextWith(), itemOf(1), undefined));
		const tasks = several.map((one) => ({ ...waiting, several: one }));
		expect(roundOf(tasks, undefined).itemCount).toBe(count);
	});

	test('is cancelled with the child, and is not started in batches', async () => {
		const execution = new AbortController();
		const round = roundOf([], execution.signal);
		execution.abort();
		expect(round.clock.cancelled).toBe(true);
		await withVirtualTime(async () => {
			const waiting = waitingTaskOf(contextWith(), itemOf(3), undefined);
			const two = roundOf([waiting, waiting], undefined);
			// Of two items one is missing.
			expect(await two.allChecked(itemTryOf(two, waiting))).toBe(false);
		});
	});
});
