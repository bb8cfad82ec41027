import type { INode } from 'n8n-workflow';
import { checkWorkflow } from '../../nodes/KlingVideo/waiting/database/checkWorkflow.ts';
import { downloadWorkflow } from '../../nodes/KlingVideo/waiting/database/downloadWorkflow.ts';

const PARENT: INode = {
	...{ id: '7', name: 'Make Videos', type: 'kling.klingVideo', typeVersion: 1 },
	...{ position: [5, 5], parameters: { operation: 'wait' } },
	credentials: { klingVideoApi: { id: '1', name: 'Kling' } },
};
const REQUEST_OPTIONS = { timeout: 5 };

const START = {
	...{ id: 'Start', name: 'Start', type: 'n8n-nodes-base.executeWorkflowTrigger' },
	...{ typeVersion: 1.1, position: [0, 0], parameters: { inputSource: 'passthrough' } },
};

/** A node that does a custom operation in the name of the parent. */
const operation = (name: string, done: string, position: [number, number]) => ({
	...{ id: name, name, type: PARENT.type, typeVersion: 1, position },
	parameters: { operation: done, requestOptions: REQUEST_OPTIONS },
	forceCustomOperation: { resource: 'waiting', operation: done },
	credentials: PARENT.credentials,
});

/** A workflow that nobody stored, with settings of its own: no policy or time limit of the parent counts. */
const called = (saved: 'all' | 'none') => ({
	...{ id: '', active: false, isArchived: false, activeVersionId: null },
	createdAt: expect.any(Date) as unknown,
	updatedAt: expect.any(Date) as unknown,
	settings: {
		...{ executionOrder: 'v1', callerPolicy: 'any', executionTimeout: -1 },
		...{ saveExecutionProgress: false, saveManualExecutions: saved === 'all' },
		...{ saveDataErrorExecution: saved, saveDataSuccessExecution: saved },
	},
});

const to = (node: string) => [{ node, type: 'main', index: 0 }];

test('the child checks, and pauses, until its node hands on anything but tasks', () => {
	const isOver = {
		id: 'over',
		leftValue: '={{ $json.waitingTasks === undefined }}',
		rightValue: '',
		operator: { type: 'boolean', operation: 'true', singleValue: true },
	};
	const options = {
		...{ caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
	};
	expect(checkWorkflow(PARENT, REQUEST_OPTIONS, { executionId: '17', taskCount: 2 })).toEqual({
		...called('all'),
		name: 'Kling Video: check 2 tasks for execution 17',
		nodes: [
			START,
			{
				...{ id: 'All Ended', name: 'All Ended', type: 'n8n-nodes-base.if', typeVersion: 2.2 },
				position: [220, 0],
				parameters: {
					conditions: { options, conditions: [isOver], combinator: 'and' },
					options: {},
				},
			},
			{
				...{ id: 'Done', name: 'Done', type: 'n8n-nodes-base.noOp', typeVersion: 1 },
				...{ position: [440, -100], parameters: {} },
			},
			operation('Check Tasks', 'check', [440, 100]),
			{
				...{ id: 'Note', name: 'Note', type: 'n8n-nodes-base.stickyNote', typeVersion: 1 },
				position: [0, -320],
				parameters: {
					content: expect.stringMatching(
						/^## Checks 2 tasks for execution 17\nThe node \*\*Make Videos\*\* of that execution waits .*Leave this execution alone/,
					) as unknown,
					...{ width: 640, height: 160 },
				},
			},
		],
		connections: {
			Start: { main: [to('All Ended')] },
			'All Ended': { main: [to('Done'), to('Check Tasks')] },
			'Check Tasks': { main: [to('All Ended')] },
		},
	});
});

test('one task is told as one', () => {
	const { name } = checkWorkflow(PARENT, {}, { executionId: '17', taskCount: 1 });
	expect(name).toBe('Kling Video: check 1 task for execution 17');
});

test('a download is one node, in an execution of which nothing is kept', () => {
	expect(downloadWorkflow(PARENT, REQUEST_OPTIONS)).toEqual({
		...called('none'),
		name: 'Kling Video: download videos',
		nodes: [START, operation('Download Videos', 'download', [220, 0])],
		connections: { Start: { main: [to('Download Videos')] } },
	});
});

test('a node without a credential calls one without', () => {
	const without = { ...PARENT };
	delete without.credentials;
	expect(downloadWorkflow(without, {}).nodes[1]).not.toHaveProperty('credentials');
});
