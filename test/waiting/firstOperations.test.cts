import type { IExecutePaginationFunctions, INodeProperties } from 'n8n-workflow';
import { firstOperations } from '../../nodes/KlingVideo/waiting/database/firstOperations.ts';
import { asJson, fromJson } from '../../nodes/KlingVideo/waiting/database/storedTasks.ts';
import type { WaitingTask } from '../../nodes/KlingVideo/waiting/database/waitingTask.ts';

const OVER: WaitingTask = {
	...{ taskId: 'task_1', itemIndex: 0, several: false, simplify: true, onTimeout: 'fail' },
	...{ waitsIn: { executionId: '17', workflowId: 'abc' }, since: 0, giveUpAt: 1, isOver: true },
	output: { json: { task_id: 'task_1' } },
};

/** What an operation of version 0.1 comes to for one task, by its stored name. */
async function run(name: string, task: WaitingTask) {
	const context = {
		getContext: () => ({}),
		getInputData: () => ({ json: asJson([task]) }),
		getExecutionCancelSignal: () => undefined,
		getNode: () => ({ name: 'Look', type: 'kling.klingVideo' }),
		getCredentials: async () => ({ apiKey: 'sk-12345678', baseUrl: 'https://g.example' }),
		// As of a declared operation: without the place of an item.
		getNodeParameter: (_name: string, fallback: unknown) => fallback,
	};
	const field = operationsOf(name);
	const { pagination } = field.routing?.operations ?? {};
	if (typeof pagination !== 'function') throw new Error(`No operation ${name}`);
	return await pagination.call(context as unknown as IExecutePaginationFunctions, {} as never);
}

function operationsOf(name: string): INodeProperties {
	const field = firstOperations.find(({ displayOptions }) =>
		displayOptions?.show?.operation?.includes(name),
	);
	if (!field) throw new Error(`No operation ${name}`);
	return field;
}

test.each(['look', 'fetch'])('the operation %s of version 0.1 is a hidden field', (name) => {
	expect(operationsOf(name)).toMatchObject({
		...{ displayName: 'Stored Operation', name: 'storedOperation', type: 'hidden', default: '' },
		displayOptions: { show: { operation: [name] } },
		routing: { send: { paginate: true } },
	});
	expect(firstOperations).toHaveLength(2);
});

test('one of them checks tasks', async () => {
	expect(await run('look', OVER)).toEqual([
		{ json: { task_id: 'task_1' }, pairedItem: { item: 0 } },
	]);
});

test('the other one downloads files', async () => {
	const [item] = await run('fetch', { ...OVER, isOver: undefined });
	expect(JSON.stringify(fromJson(item?.json))).toContain('nothing to download');
});
