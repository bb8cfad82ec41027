import type { IExecuteSingleFunctions, INodeExecutionData, IWorkflowBase } from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';
import { HeldBack } from '../../nodes/KlingVideo/run/heldBack.ts';
import type { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { joinTry } from '../../nodes/KlingVideo/run/joinTry.ts';
import { databaseWait } from '../../nodes/KlingVideo/waiting/database/databaseWait.ts';
import { fromJson } from '../../nodes/KlingVideo/waiting/database/storedTasks.ts';
import type { WaitingTask } from '../../nodes/KlingVideo/waiting/database/waitingTask.ts';
import { withVirtualTime } from '../support/virtualTime.cts';

const NOW = Date.UTC(2026, 0, 5, 12);
const S = 1_000;
const isWatched = 'WAIT_FOR_SUB_EXECUTION' in n8nWorkflow;

/** What the child hands back when it is put to wait, or has ended. */
interface Back {
	data: INodeExecutionData[][];
	waitTill?: Date;
	executionId?: string;
}

/** What is unusual about a node. */
interface Unusual {
	continueOnFail?: boolean;
	/** n8n offers nothing to wait with. */
	cannotWait?: boolean;
	/** `databaseWait` as it is in another n8n. */
	waitsBy?: typeof databaseWait;
}

/** A node with so many items, that puts itself to wait in an n8n which plays the child. */
function nodeWith(
	count: number,
	child: (tasks: WaitingTask[]) => Back,
	{ continueOnFail = false, cannotWait = false, waitsBy = databaseWait }: Unusual = {},
) {
	const input = { main: [Array.from({ length: count }, () => ({ json: { input: true } }))] };
	const executeData = { data: input };
	const called: Array<{ workflow: IWorkflowBase; tasks: WaitingTask[]; options: unknown }> = [];
	const pauses: Date[] = [];
	const customData = new Map<string, string>();
	const contextOf = (index: number) => ({
		getItemIndex: () => index,
		getExecutionId: () => '17',
		getWorkflow: () => ({ id: 'abc' }),
		getMode: () => 'webhook',
		getNode: () => ({ name: 'Video', type: 'kling.klingVideo', typeVersion: 1, parameters: {} }),
		getNodeParameter: (name: string) => (name === 'requestOptions' ? { timeout: 5 } : undefined),
		getExecuteData: () => executeData,
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => continueOnFail,
		evaluateExpression: () => undefined,
		getWorkflowDataProxy: () => ({
			$runIndex: 0,
			$execution: {
				customData: {
					get: (key: string) => customData.get(key),
					set: (key: string, value: string) => customData.set(key, value),
				},
			},
		}),
		executeWorkflow: async (
			{ code }: { code: IWorkflowBase },
			items: INodeExecutionData[],
			_callback: undefined,
			options: unknown,
		) => {
			const tasks = fromJson(items[0]?.json);
			called.push({ workflow: code, tasks, options });
			return child(tasks);
		},
		...(!cannotWait && { putExecutionToWait: async (until: Date) => void pauses.push(until) }),
	});
	const itemOf = (index: number, timeoutMs = 60 * S) => {
		const item = joinTry(contextOf(index) as unknown as IExecuteSingleFunctions);
		item.taskId = `task_${index}`;
		const wait = { timeoutMs, onTimeout: 'fail' as const, waitIn: 'database' as const };
		item.settings = { simplify: true, wait };
		return item;
	};
	const wait = async (item: ItemTry, acceptedAt?: number) =>
		await waitsBy(contextOf(item.index) as unknown as IExecuteSingleFunctions, item, acceptedAt);
	return { input, called, pauses, customData, itemOf, wait };
}

const done = (id: string) => ({ json: { task_id: id, done: true } });
const open = (id: string) => ({ json: { task_id: id, done: false } });

/** `databaseWait` in an n8n that watches over the children of waiting executions, or in one that does not. */
function waitIn(isWatchedOver: boolean): typeof databaseWait {
	const other: Record<string, unknown> = { ...n8nWorkflow };
	delete other.WAIT_FOR_SUB_EXECUTION;
	if (isWatchedOver) other.WAIT_FOR_SUB_EXECUTION = new Date(0);
	let loaded = databaseWait;
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => other);
		const file = '../../nodes/KlingVideo/waiting/database/databaseWait.ts';
		loaded = jest.requireActual<{ databaseWait: typeof databaseWait }>(file).databaseWait;
	});
	jest.dontMock('n8n-workflow');
	return loaded;
}

const inTime = async (story: () => Promise<void>) => await withVirtualTime(story);

describe('a node that waits in the database', () => {
	test('starts one child for all items, which n8n resumes it after', async () => {
		await inTime(async () => {
			const node = nodeWith(2, () => ({ data: [[done('task_0'), done('task_1')]] }));
			const [one, two] = [node.itemOf(0), node.itemOf(1, 90 * S)];
			const outputs = await Promise.all([node.wait(two, NOW - 10 * S), node.wait(one)]);
			expect(outputs).toEqual([done('task_1'), done('task_0')]);
			expect(node.called).toMatchObject([
				{
					workflow: { name: 'Kling Video: check 2 tasks for execution 17' },
					tasks: [
						{ taskId: 'task_0', since: NOW, giveUpAt: NOW + 60 * S },
						{ taskId: 'task_1', since: NOW - 10 * S, giveUpAt: NOW + 80 * S },
					],
					options: {
						parentExecution: { executionId: '17', workflowId: 'abc', shouldResume: true },
						executionMode: 'webhook',
					},
				},
			]);
			const checker = node.called[0]?.workflow.nodes.find(({ name }) => name === 'Check Tasks');
			expect(checker?.parameters.requestOptions).toEqual({ timeout: 5 });
			expect([...node.customData.values()].join()).toContain('task_1');
			expect([node.pauses, node.input.main[0]?.[0]?.json]).toEqual([[], { input: true }]);
		});
	});

	test('that gets nothing back for an item says that the wait was lost', async () => {
		await inTime(async () => {
			const node = nodeWith(1, () => ({ data: [] }));
			expect((await node.wait(node.itemOf(0))).json.error).toMatchObject({ code: 'waitCutOff' });
		});
	});

	test('is put to wait while a task is open, and shows where all stand', async () => {
		await inTime(async () => {
			const node = nodeWith(3, () => ({
				...{ data: [[open('task_0'), { json: { a: 1 } }, done('task_2')]], executionId: '18' },
				waitTill: new Date(NOW + 66 * S),
			}));
			const [one, two, three] = [node.itemOf(0), node.itemOf(1), node.itemOf(2, 600 * S)];
			// Item 1 was refused, and continues on fail.
			two.output = { json: { error: { code: 'invalidInput' } } };
			two.nodeTry.settle(two);
			const ends: string[] = [];
			for (const item of [one, two, three])
				item.atEnd.push((end) => ends.push(`${item.index} ${end}`));
			const outputs = await Promise.all([node.wait(one), node.wait(three)]);
			const waiting = expect.stringContaining('waits for 1 task, which execution 18') as unknown;
			expect(outputs).toEqual([
				{ json: { ...open('task_0').json, waiting }, pairedItem: { item: 0 } },
				{ json: { ...done('task_2').json, waiting }, pairedItem: { item: 2 } },
			]);
			// n8n would run the node again for the error of the first item.
			expect(two.output.json).toEqual({ waiting });
			expect(ends).toEqual(['0 putToWait', '2 putToWait']);
			expect(node.called[0]?.workflow.name).toBe('Kling Video: check 2 tasks for execution 17');
			expect(node.input.main[0]).toMatchObject([
				{ json: { task_id: 'task_0', error: { code: 'waitCutOff' } } },
				{ json: { error: { code: 'invalidInput' } } },
				{ json: { task_id: 'task_2', error: { code: 'waitCutOff' } } },
			]);
			const aDayLater = new Date(NOW + 600 * S + 24 * 3_600 * S);
			expect(node.pauses).toEqual(isWatched ? [] : [aDayLater]);
		});
	});

	test('that knows nothing of the child counts all tasks as open', async () => {
		await inTime(async () => {
			const node = nodeWith(2, () => ({ data: [], waitTill: new Date(NOW) }));
			const outputs = await Promise.all([node.itemOf(0), node.itemOf(1)].map((i) => node.wait(i)));
			for (const { json } of outputs)
				expect(json.waiting).toContain('waits for 2 tasks, which another execution');
		});
	});

	test('counts the tasks that are open', async () => {
		await inTime(async () => {
			const items = [open('task_0'), done('task_1'), open('task_2')];
			const node = nodeWith(3, () => ({ data: [items], waitTill: new Date(NOW) }));
			const all = [node.itemOf(0), node.itemOf(1), node.itemOf(2)];
			for (const { json } of await Promise.all(all.map((item) => node.wait(item))))
				expect(json.waiting).toContain('waits for 2 tasks');
		});
	});

	test('gives up a day after the last deadline, where n8n does not watch over the child', async () => {
		await inTime(async () => {
			for (const isWatchedOver of [false, true]) {
				const waitsBy = waitIn(isWatchedOver);
				const node = nodeWith(2, () => ({ data: [], waitTill: new Date(NOW) }), { waitsBy });
				const both = [node.itemOf(0, 600 * S), node.itemOf(1)];
				await Promise.all(both.map((item) => node.wait(item)));
				const aDayLater = new Date(NOW + 600 * S + 24 * 3_600 * S);
				expect(node.pauses).toEqual(isWatchedOver ? [] : [aDayLater]);
			}
		});
	});

	test('goes on without an item that n8n could not start', async () => {
		await inTime(async () => {
			const back = {
				data: [[open('task_0'), { json: {} }, open('task_2')]],
				waitTill: new Date(NOW),
			};
			const node = nodeWith(3, () => back, { continueOnFail: true });
			const both = [node.itemOf(0), node.itemOf(2)];
			const outputs = await Promise.all(both.map((item) => node.wait(item)));
			expect(outputs).toMatchObject([open('task_0'), open('task_2')]);
			expect(node.called[0]?.tasks.map(({ taskId }) => taskId)).toEqual(['task_0', '', 'task_2']);
			expect(node.input.main[0]).toHaveLength(3);
		});
	});

	test('waits for nothing where n8n has given up the try, as it could not start an item', async () => {
		await inTime(async () => {
			const node = nodeWith(2, () => ({ data: [] }));
			await expect(node.wait(node.itemOf(0))).rejects.toThrow(HeldBack);
			expect([node.called, node.pauses]).toEqual([[], []]);
		});
	});

	test('names the task where n8n cannot put it to wait', async () => {
		await inTime(async () => {
			const node = nodeWith(1, () => ({ data: [] }), { cannotWait: true });
			const { json } = await node.wait(node.itemOf(0));
			expect(json).toMatchObject({ task_id: 'task_0', error: { code: 'waitCutOff' } });
			expect(node.called).toEqual([]);
		});
	});

	test('waits for nothing where another item has failed the node', async () => {
		await inTime(async () => {
			const node = nodeWith(2, () => ({ data: [] }));
			const [one, two] = [node.itemOf(0), node.itemOf(1)];
			two.nodeTry.settle(two);
			await expect(node.wait(one)).rejects.toThrow(HeldBack);
			expect(node.called).toEqual([]);
		});
	});
});
