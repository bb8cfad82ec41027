/** What an item's error says, in an error that fails the node and in an item that stands for it: pure rules. */
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError, type NodeApiError } from 'n8n-workflow';
import { errorItem } from '../../nodes/KlingVideo/errors/errorItem.ts';
import {
	failedItem,
	nodeError,
	NOTHING_NOTED,
	type SubmissionNotes,
} from '../../nodes/KlingVideo/errors/itemErrors.ts';
import { tellOfEarlier } from '../../nodes/KlingVideo/errors/otherItems.ts';
import { plainApiError } from '../../nodes/KlingVideo/errors/plainApiError.ts';
import { ItemTry } from '../../nodes/KlingVideo/run/itemTry.ts';
import { NodeTry } from '../../nodes/KlingVideo/run/nodeTry.ts';
import { ExecutionCancelled } from '../../nodes/KlingVideo/run/tryClock.ts';
import { GatewayFailure, type Failure } from '../../nodes/KlingVideo/shared/failure.ts';
import { InputError } from '../../nodes/KlingVideo/shared/inputError.ts';
import type { ItemSettings } from '../../nodes/KlingVideo/shared/settings.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';

const node: INode = {
	id: '1',
	name: 'Kling Video',
	type: 'n8n-nodes-kling-video.klingVideo',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const task: Task = {
	id: 'task_1',
	status: 'completed',
	videoUrl: 'https://a.example/v.mp4',
	raw: { id: 'task_1' },
};

const SUBMIT = { offPeak: false, slotTimeoutMs: 0, asked: {} };
const WAIT = { timeoutMs: 90_000, onTimeout: 'fail', waitIn: 'memory' } as const;

interface Told {
	/** How many items the node has. */
	items?: number;
	task?: Task;
	taskId?: string;
	settings?: Partial<ItemSettings>;
	notes?: Partial<SubmissionNotes>;
	onError?: INode['onError'];
}

function itemOf({ items = 1, settings, ...about }: Told): ItemTry {
	const item = new ItemTry(items - 1, new NodeTry(items, 0, undefined));
	item.settings = { simplify: true, ...settings };
	if (about.task) item.task = about.task;
	if (about.taskId !== undefined) item.taskId = about.taskId;
	return item;
}

/** The error that fails the node. */
function told(thrown: unknown, about: Told = {}): NodeApiError {
	return nodeError(node, itemOf(about), thrown, { ...NOTHING_NOTED, ...about.notes });
}

/** The item that comes out instead. */
function itemFor(thrown: unknown, about: Told = {}): INodeExecutionData {
	const withError = { ...node, ...(about.onError && { onError: about.onError }) };
	const notes = about.notes && { ...NOTHING_NOTED, ...about.notes };
	return failedItem(withError, itemOf(about), thrown, notes);
}

const failure = (more: Partial<Failure> = {}) =>
	new GatewayFailure({ reason: 'timeOut', acceptance: 'unknown', ...more });

describe('a failure of the gateway', () => {
	it('is told with its task, its item and how long was waited', () => {
		const error = told(failure(), { items: 3, taskId: 'task_1', settings: { wait: WAIT } });
		expect(error.message).toBe(
			'The task did not finish within 1.5 minutes (task ID: task_1) [item 2]',
		);
		expect(error.context).toMatchObject({ itemIndex: 2, taskId: 'task_1', reason: 'timeOut' });
		expect(told(failure()).message).toBe('The task did not finish in time');
	});

	it('is one of the submission as long as there is no task', () => {
		const settings = { submit: { ...SUBMIT, modelName: 'Kling-2.6' } };
		const thrown = failure({ reason: 'modelUnavailable', acceptance: 'refused' });
		const text = 'The gateway does not allow the API key to';
		expect(told(thrown, { settings }).message).toBe(`${text} submit this task`);
		expect(told(thrown, { settings, taskId: 'task_1' }).message).toBe(
			`${text} do this (task ID: task_1)`,
		);
		expect(told(thrown).message).toBe(`${text} do this`);
		const named = failure({ reason: 'modelUnavailable', code: 'model_not_found', status: 503 });
		expect(told(named, { settings, taskId: 'task_1' }).message).toContain("the model 'Kling-2.6'");
		expect(told(named, { settings: { submit: SUBMIT }, taskId: 'a' }).message).toContain(
			'offer the model (task',
		);
	});

	it('of a file names the address of the video', () => {
		const thrown = new GatewayFailure({ reason: 'fileEmpty', acceptance: 'unknown' }, task);
		const error = told(thrown, { taskId: 'task_1' });
		expect(error.description).toMatch(/ Video: https:\/\/a\.example\/v\.mp4$/);
		expect(error.context.videoUrl).toBe('https://a.example/v.mp4');
		const without = new GatewayFailure({ reason: 'fileEmpty', acceptance: 'unknown' });
		expect(told(without).description).not.toContain('Video:');
		expect(told(without).context).not.toHaveProperty('videoUrl');
		const pending = new GatewayFailure({ reason: 'timeOut', acceptance: 'unknown' }, task);
		expect(told(pending).description).not.toContain('Video:');
	});

	it.each([
		['taskFailed', {}, 'Reason: "No".'],
		['taskCancelled', { status: 200 }, 'Reason: "No" (HTTP 200).'],
		['fileTooLarge', { status: 200 }, 'Reason: "No" (HTTP 200).'],
		['fileNotStored', { status: 200 }, 'Reason: "No" (HTTP 200).'],
		['fileInvalid', { status: 200 }, 'It begins with: "No" (HTTP 200).'],
		['supplierTrouble', { status: 500 }, 'The supplier said: "No" (HTTP 500).'],
		['fileUnavailable', { status: 500 }, 'The file server said: "No" (HTTP 500).'],
		['fileUnavailable', {}, 'Reason: "No".'],
		['unreachable', { code: 'EPIPE' }, 'Network error: "No" (EPIPE).'],
		['badKey', { status: 401 }, 'The gateway said: "No" (HTTP 401).'],
	] as Array<[Failure['reason'], Partial<Failure>, string]>)(
		'%s %j is told by who said it',
		(reason, more, words) => {
			expect(told(failure({ reason, text: 'No', ...more })).description).toContain(words);
			const mute = told(failure({ reason, requestId: 'r1' })).description;
			expect(mute?.endsWith('Request ID: r1.')).toBe(true);
			expect(mute).not.toContain('"');
			expect(told(failure({ reason })).description).not.toContain('Request ID');
		},
	);
});

it('refused input is told as it is', () => {
	const error = told(new InputError('Duration', 'must be 5 or 10', 'Choose one'), { items: 2 });
	expect(error.message).toBe("The value of 'Duration' must be 5 or 10 [item 1]");
	expect(error.description).toBe('Choose one');
	expect(error.context).toMatchObject({ itemIndex: 1, reason: 'invalidInput' });
});

describe('a cancelled execution', () => {
	const GOES_ON =
		'The task goes on at the gateway. Use the operation Wait or Get Status with its task ID to go on.';

	it('tells of the task that goes on', () => {
		const error = told(new ExecutionCancelled(), { taskId: 'task_1' });
		expect(error.message).toBe('The execution was cancelled (task ID: task_1)');
		expect(error.description).toBe(GOES_ON);
		expect(error.context).toEqual({ itemIndex: 0, reason: 'cancelled', taskId: 'task_1' });
	});

	it('tells of a task that may exist', () => {
		const error = told(new ExecutionCancelled(), { notes: { isUnknown: true } });
		expect(error.message).toBe('The execution was cancelled');
		expect(error.description).toBe(
			'The task was being submitted, so it may exist: look for it in the task log of the gateway.',
		);
		expect(
			told(new ExecutionCancelled(), { taskId: 'a', notes: { isUnknown: true } }),
		).toMatchObject({ description: GOES_ON });
	});

	it('has nothing to tell where nothing was sent', () => {
		const error = told(new ExecutionCancelled());
		expect(error.description).toBe('');
		expect(error.context).toStrictEqual({ itemIndex: 0, reason: 'cancelled' });
	});
});

describe('any other error', () => {
	it.each([
		[new Error('odd <b>thing</b>'), 'odd <b>thing</b>', ''],
		['a text', 'a text', ''],
		[
			new NodeOperationError(node, 'no field', { description: 'Set sk-Q1w2E3r4T5' }),
			'no field',
			'Set ***',
		],
		[plainApiError(node, { message: 'm', description: 'd', itemIndex: 0, details: {} }), 'm', 'd'],
		[new NodeOperationError(node, 'bare'), 'bare', ''],
		[Object.assign(new Error('other'), { description: 'not ours' }), 'other', ''],
	])('%# is told with its task, without what it refers to', (thrown, message, description) => {
		const error = told(thrown, { taskId: 'task_1', items: 2 });
		expect(error.message).toBe(`${message} (task ID: task_1) [item 1]`);
		expect(error.description).toBe(description);
		expect(error.context).toEqual({ itemIndex: 1, taskId: 'task_1' });
		expect(told(thrown).context).toStrictEqual({ itemIndex: 0 });
	});
});

// What an error quotes may be the key, typed into the wrong field, or cut.
it.each([
	[new InputError('Image', 'names the field Zq8Wn3Rt6Yp1', 'Not zq8wn3rt6yp1'), 'Image'],
	[new NodeOperationError(node, 'no field 8Wn3Rt6Yp1', { description: 'Not Zq8Wn3Rt6Y' }), 'no'],
	[new Error('no field Zq8Wn3Rt6Yp1'), 'no'],
	['Zq8Wn3Rt6Yp1 is no field', 'is'],
])('%# no error holds the key', (thrown, word) => {
	const item = itemOf({});
	item.nodeTry.secret = 'sk-Zq8Wn3Rt6Yp1';
	for (const { message, description, context } of [
		nodeError(node, item, thrown, NOTHING_NOTED),
		failedItem(node, item, thrown).json.error as unknown as NodeApiError,
	]) {
		expect(message).toContain(word);
		expect(message).toContain('***');
		expect(JSON.stringify([message, description, context])).not.toMatch(/Wn3Rt6Y/i);
	}
});

describe('what would be lost', () => {
	const others = { accepted: [{ itemIndex: 1, taskId: 'task_2' }], unknown: [3] };

	it('is told: earlier tasks of the item, and those of the others', () => {
		const error = told(new Error('odd'), { notes: { earlier: ['a', 'b'], others } });
		expect(error.description).toBe(
			"Earlier tasks of this item: a, b. Accepted tasks of other items: [item 1] task_2. For other items it is not known whether the gateway accepted their task, look for it in the gateway's task log: [item 3].",
		);
		expect(error.context).toMatchObject({
			earlierTasks: ['a', 'b'],
			acceptedTasks: [{ itemIndex: 1, taskId: 'task_2' }],
			unknownItems: [3],
		});
		expect(error.context.earlierTasks).not.toBe(others);
	});

	it('stands behind what is said already, and where nothing is', () => {
		const plain = (description?: string) => {
			const made = plainApiError(node, {
				message: 'm',
				description: description ?? '',
				itemIndex: 0,
				details: {},
			});
			if (description === undefined) made.description = undefined;
			return made;
		};
		expect(tellOfEarlier(plain('Said.'), ['a']).description).toBe(
			'Said. Earlier tasks of this item: a.',
		);
		expect(tellOfEarlier(plain(), ['a']).description).toBe('Earlier tasks of this item: a.');
		const untouched = tellOfEarlier(plain('Said.'), []);
		expect(untouched.description).toBe('Said.');
		expect(untouched.context).not.toHaveProperty('earlierTasks');
	});

	it('is not told in an item, which loses nothing of the others', () => {
		const { json } = itemFor(new Error('odd'), { notes: { earlier: ['a'], others } });
		expect(json).toEqual({
			earlier_task_ids: ['a'],
			error: { message: 'odd', description: 'Earlier tasks of this item: a.' },
		});
	});
});

describe('the item of an error', () => {
	it('has the task as last seen, or its id', () => {
		expect(itemFor(failure(), { task, taskId: 'task_1', items: 3 })).toEqual({
			json: {
				task_id: 'task_1',
				status: 'completed',
				done: true,
				video_url: task.videoUrl,
				error: {
					code: 'timeOut',
					reason: 'timeOut',
					message: 'The task did not finish in time (task ID: task_1) [item 2]',
					description:
						'The task goes on at the gateway. Use the operation Wait or Get Status with its task ID to go on, or wait longer next time.',
				},
			},
			pairedItem: { item: 2 },
		});
		expect(itemFor(new Error('odd'), { taskId: 'task_1' }).json).toEqual({
			task_id: 'task_1',
			error: { message: 'odd (task ID: task_1)' },
		});
		expect(itemFor(new Error('odd')).json).toStrictEqual({ error: { message: 'odd' } });
	});

	it('has no word of an error that is not ours', () => {
		const error = Object.assign(new Error('m'), { description: 'd', context: { code: 'c' } });
		const { json } = errorItem({ error, itemIndex: 0, onErrorOutput: false, earlierTaskIds: [] });
		expect(json).toStrictEqual({ error: { message: 'm' } });
		const ours = new NodeOperationError(node, 'm', { description: 'd' });
		Object.assign(ours.context, { code: 7, reason: 'r' });
		expect(errorItem({ error: ours, itemIndex: 0, onErrorOutput: false }).json).toEqual({
			error: { reason: 'r', message: 'm', description: 'd' },
		});
		ours.context.reason = 7;
		const about = { itemIndex: 0, onErrorOutput: false, task, taskId: 'task_2' };
		expect(errorItem({ error: ours, ...about }).json).toStrictEqual({
			...{ task_id: 'task_1', status: 'completed', done: true, video_url: task.videoUrl },
			error: { message: 'm', description: 'd' },
		});
	});

	it.each([undefined, 'continueRegularOutput'] as const)('is a plain one with %s', (onError) => {
		const item = itemFor(new Error('odd'), { onError });
		expect(Object.keys(item)).toEqual(['json', 'pairedItem']);
		expect(item.error).toBeUndefined();
		const json: IDataObject = { error: 'odd' };
		item.json = json;
		expect(item.json).toBe(json);
	});

	it('for the error output keeps its JSON when the engine replaces it', () => {
		const routed = () => itemFor(new Error('odd'), { onError: 'continueErrorOutput' });
		const kept = { error: { message: 'odd' } };
		const item = routed();
		expect(item.error?.message).toBe('odd');
		expect(Object.keys(item)).toEqual(['json', 'pairedItem']);
		expect({ ...item }).toEqual({ json: kept, pairedItem: { item: 0 } });
		item.json = { error: 'odd' };
		expect(item.json).toEqual(kept);
		expect(item.error).toBeUndefined();
		// It is a plain item from now on.
		expect(Object.getOwnPropertyDescriptor(item, 'json')).toEqual({
			value: kept,
			enumerable: true,
			configurable: true,
			writable: true,
		});
		expect({ ...item }).toEqual({ json: kept, pairedItem: { item: 0 } });
		item.json = { error: 'odd' };
		expect(item.json).toEqual({ error: 'odd' });
		Reflect.deleteProperty(item, 'json');
		expect('json' in item).toBe(false);
	});

	it.each([{ error: 'other' }, { error: 'odd', more: 1 }, { text: 'odd' }, {}])(
		'for the error output takes any other JSON: %j',
		(json) => {
			const item = itemFor(new Error('odd'), { onError: 'continueErrorOutput' });
			item.json = json as IDataObject;
			expect(item.json).toBe(json);
		},
	);

	it('for the error output may be taken apart before the engine has seen it', () => {
		const item = itemFor(new Error('odd'), { onError: 'continueErrorOutput' });
		expect(Object.getOwnPropertyDescriptor(item, 'error')).toMatchObject({
			enumerable: false,
			configurable: true,
		});
		expect(Object.getOwnPropertyDescriptor(item, 'json')).toMatchObject({
			enumerable: true,
			configurable: true,
		});
	});
});
