import type {
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IExecutePaginationFunctions,
} from 'n8n-workflow';
import { errorItem } from '../../nodes/KlingVideo/errors/errorItem.ts';
import { failureError } from '../../nodes/KlingVideo/errors/failureError.ts';
import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';
import { inputFailureError } from '../../nodes/KlingVideo/errors/inputFailureError.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import { runWorkflow, type NodeSettings } from '../../dev/engine/engine.cts';
import { stopEngine } from '../../dev/engine/engineEnd.cts';

afterAll(stopEngine);

const failed: Task = {
	id: 'task_1',
	status: 'failed',
	progress: 30,
	error: { code: 'TaskTimeout', message: 'Too slow' },
	raw: { id: 'task_1' },
};

const ERROR_OF_FAILED = {
	code: 'TaskTimeout',
	reason: 'taskFailed',
	message: 'The task failed (task ID: task_1) [item 1]',
	description:
		'The video service did not finish in time: submit it again. Reason: "Too slow" (TaskTimeout).',
};

function failureOf(node: INode) {
	return failureError(
		node,
		{ reason: 'taskFailed', acceptance: 'unknown', code: 'TaskTimeout', text: 'Too slow' },
		{ itemIndex: 1, several: true, submitting: false, taskId: 'task_1' },
	);
}

/** A declarative node of which the second item fails and comes out as an error item. */
class SecondFails implements INodeType {
	description: INodeTypeDescription = {
		name: 'klingVideo',
		displayName: 'Kling Video',
		group: [],
		version: 1,
		description: '',
		defaults: { name: 'Kling Video' },
		inputs: ['main'],
		outputs: ['main'],
		requestDefaults: { baseURL: 'http://127.0.0.1:9' },
		requestOperations: {
			pagination: async function (this: IExecutePaginationFunctions) {
				const itemIndex = this.getItemIndex();
				const node = this.getNode();
				if (itemIndex !== 1)
					return [{ json: { task_id: `task_${itemIndex}` }, pairedItem: { item: itemIndex } }];
				const onErrorOutput = node.onError === 'continueErrorOutput';
				return [errorItem({ error: failureOf(node), task: failed, itemIndex, onErrorOutput })];
			},
		},
		properties: [
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: 'x',
				routing: { request: { url: '=/{{ $value }}' }, send: { paginate: true } },
			},
		],
	};
}

async function run(settings: NodeSettings) {
	const result = await runWorkflow({
		nodeType: new SecondFails(),
		parameters: { path: 'x' },
		items: [{ json: { order: 'a' } }, { json: { order: 'b' } }, { json: { order: 'c' } }],
		settings,
	});
	expect(result.error).toBeUndefined();
	return result;
}

const plain = (items: INodeExecutionData[] | undefined): unknown =>
	JSON.parse(JSON.stringify(items));

describe('through the engine', () => {
	test('Continue keeps the task id, the status and the reason, in its place among the items', async () => {
		const { outputs, stored } = await run({ onError: 'continueRegularOutput' });
		expect(plain(outputs[0])).toEqual([
			{ json: { task_id: 'task_0' }, pairedItem: { item: 0 } },
			{
				json: {
					task_id: 'task_1',
					status: 'failed',
					done: true,
					progress: 30,
					error: ERROR_OF_FAILED,
				},
				pairedItem: { item: 1 },
			},
			{ json: { task_id: 'task_2' }, pairedItem: { item: 2 } },
		]);
		expect(stored).toContain('task_1');
	});

	test('the error output gets the same beside what came in, the main output the rest', async () => {
		const { outputs, received, stored } = await run({ onError: 'continueErrorOutput' });
		expect(plain(outputs[0])).toEqual([
			{ json: { task_id: 'task_0' }, pairedItem: { item: 0 } },
			{ json: { task_id: 'task_2' }, pairedItem: { item: 2 } },
		]);
		expect(plain(outputs[1])).toEqual([
			{
				json: {
					order: 'b',
					task_id: 'task_1',
					status: 'failed',
					done: true,
					progress: 30,
					error: ERROR_OF_FAILED,
				},
				pairedItem: { item: 1 },
			},
		]);
		expect(received.error).toHaveLength(1);
		expect(received.error[0]?.item).toMatchObject({
			json: { task_id: 'task_1', error: ERROR_OF_FAILED },
		});
		expect(stored).toContain('task_1');
	});
});

const node: INode = {
	id: '1',
	name: 'Kling Video',
	type: 'x',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('on the error output, where the engine cannot copy the item', () => {
	const routed = () =>
		errorItem({ error: failureOf(node), task: failed, itemIndex: 1, onErrorOutput: true });

	test('it has an error, and the engine’s overwriting is passed over', () => {
		const item = routed();
		expect(item.error?.message).toBe(ERROR_OF_FAILED.message);
		item.json = { error: String(item.error?.message) };
		expect(item.json).toMatchObject({ task_id: 'task_1', error: ERROR_OF_FAILED });
		expect(item.error).toBeUndefined();
	});

	test('from then on, or when a node sets its JSON, it is a plain item', () => {
		const first = routed();
		first.json = { error: ERROR_OF_FAILED.message };
		first.json = { a: 1 };
		const second = routed();
		second.json = { error: 'mine' };
		expect([first, second]).toEqual([
			{ json: { a: 1 }, pairedItem: { item: 1 } },
			{ json: { error: 'mine' }, pairedItem: { item: 1 } },
		]);
	});

	test('copies of it are whole', () => {
		expect({ ...routed() }).toEqual({ json: routed().json, pairedItem: { item: 1 } });
		expect(structuredClone(routed())).toEqual({ json: routed().json, pairedItem: { item: 1 } });
	});
});

describe('the JSON', () => {
	test('with the task id alone', () => {
		const item = errorItem({
			error: failureOf(node),
			taskId: 'task_1',
			itemIndex: 1,
			onErrorOutput: false,
		});
		expect(item.json).toEqual({ task_id: 'task_1', error: ERROR_OF_FAILED });
	});

	test('without a task', () => {
		const error = inputFailureError(node, new InputError('Prompt', 'is empty', 'Fill it'), {
			itemIndex: 0,
			several: false,
		});
		expect(errorItem({ error, itemIndex: 0, onErrorOutput: false })).toEqual({
			json: {
				error: {
					code: 'invalidInput',
					reason: 'invalidInput',
					message: "The value of 'Prompt' is empty",
					description: 'Fill it',
				},
			},
			pairedItem: { item: 0 },
		});
	});

	test('of an error that is not ours', () => {
		expect(
			errorItem({ error: new Error('Other'), itemIndex: 0, onErrorOutput: false }).json,
		).toEqual({ error: { message: 'Other' } });
	});
});
