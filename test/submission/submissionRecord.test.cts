import type { IContextObject, IExecuteSingleFunctions } from 'n8n-workflow';
import { SubmissionRecord } from '../../nodes/KlingVideo/submission/submissionRecord.ts';

/** Where a submission is asked about. */
interface Place {
	runIndex?: number;
	itemIndex?: number;
	/** n8n gives none to a call over MCP. */
	executionId?: string | undefined;
	isTool?: boolean;
	/** A person retries an execution in which n8n was killed while this node ran. */
	wasKilled?: boolean;
}

/** The record as the node finds it in n8n's context. */
function recordIn(stored: IContextObject, place: Place = {}): SubmissionRecord {
	const { runIndex = 0, itemIndex = 0, isTool = false, wasKilled = false } = place;
	const executionId = 'executionId' in place ? place.executionId : '17';
	const killed = { json: { isArtificialRecoveredEventItem: true } };
	const nodeNamed = () => ({ isExecuted: wasKilled, all: () => [killed] });
	return new SubmissionRecord({
		getContext: (kind: string) => (kind === 'node' ? stored : {}),
		getWorkflowDataProxy: () => ({ $runIndex: runIndex, $: nodeNamed }),
		getItemIndex: () => itemIndex,
		getExecutionId: () => executionId,
		getExecuteData: () => ({ source: { main: [{ previousNode: 'Rows' }] } }),
		getMode: () => 'retry',
		getNode: () => ({ name: 'Video', type: isTool ? 'kling.klingVideoTool' : 'kling.klingVideo' }),
	} as unknown as IExecuteSingleFunctions);
}

const request = (digest: string, origin = '') => ({ digest, origin });

/** Stores an accepted task, and leaves it. */
function accept(stored: IContextObject, place: Place, taskId: string, asked = request('d')): void {
	const open = recordIn(stored, place).open(asked);
	open.sending();
	open.accepted(taskId);
	open.close(false);
}

/** The task that an item would go on with. */
const known = (stored: IContextObject, place: Place, asked = request('d')) =>
	recordIn(stored, place).open(asked).known?.taskId;

describe('what n8n stores', () => {
	const entry = { digest: 'd', origin: 'o', executionId: '17', itemIndex: 3, runIndex: 1 };
	const place = { itemIndex: 3, runIndex: 1 };

	test('tells that a submission is under way, and then its task', () => {
		const stored: IContextObject = {};
		const open = recordIn(stored, place).open(request('d', 'o'));
		expect(stored).toEqual({ submissions: {} });
		open.sending();
		expect(stored).toEqual({ submissions: { '1/3/d': { ...entry, outcome: 'unknown' } } });
		open.accepted('task_1');
		const accepted = { ...entry, outcome: 'accepted', taskId: 'task_1' };
		expect(stored).toEqual({ submissions: { '1/3/d': accepted } });
	});

	test('is nothing of a refused submission, and of one that is over its task', () => {
		const stored: IContextObject = {};
		const open = recordIn(stored, place).open(request('d', 'o'));
		open.sending();
		open.refused();
		expect(stored.submissions).toEqual({});
		open.sending();
		open.accepted('task_1');
		open.over();
		const over = { ...entry, outcome: 'refused', earlier: ['task_1'] };
		expect(stored.submissions).toEqual({ '1/3/d': over });
		expect(open.earlier).toEqual(['task_1']);
		open.sending();
		open.accepted('task_2');
		expect(open.earlier).toEqual(['task_1']);
		open.refused();
		expect(open.earlier).toEqual(['task_1', 'task_2']);
	});

	test('is told of a website that answered, until another answer comes', () => {
		const stored: IContextObject = {};
		const open = recordIn(stored, place).open(request('d', 'o'));
		open.answeredByWebsite();
		expect(stored).toEqual({ submissions: {} });
		open.sending();
		open.answeredByWebsite();
		const unknown = { ...entry, outcome: 'unknown' };
		expect(stored.submissions).toEqual({ '1/3/d': { ...unknown, isWebsite: true } });
		open.sending();
		expect(stored.submissions).toEqual({ '1/3/d': unknown });
	});

	test('without anything before it, an item has no earlier tasks', () => {
		expect(recordIn({}).open(request('d')).earlier).toEqual([]);
	});

	test.each([[undefined], ['text'], [[1]]])('%j in its place is no record', (submissions) => {
		const stored = { submissions } as IContextObject;
		expect(recordIn(stored).open(request('d')).known).toBeUndefined();
		expect(stored.submissions).toEqual({});
	});

	test('is the same record for all items', () => {
		const stored: IContextObject = {};
		accept(stored, { itemIndex: 0 }, 'task_0');
		accept(stored, { itemIndex: 1 }, 'task_1');
		expect(Object.keys(stored.submissions as object)).toEqual(['0/0/d', '0/1/d']);
	});
});

describe('a later try of the same execution goes on', () => {
	test('with the task of its run and item, whatever the body', () => {
		const stored: IContextObject = {};
		accept(stored, { itemIndex: 2, runIndex: 1 }, 'task_1');
		const moved = request('another', 'another');
		expect(known(stored, { itemIndex: 2, runIndex: 1 }, moved)).toBe('task_1');
		expect(known(stored, { itemIndex: 1, runIndex: 1 })).toBeUndefined();
		expect(known(stored, { itemIndex: 2, runIndex: 0 })).toBeUndefined();
	});

	test('with the newest of them', () => {
		const entry = { outcome: 'accepted', itemIndex: 0, runIndex: 0, executionId: '17' };
		const submissions = {
			'0/0/a': { ...entry, taskId: 'task_1' },
			'0/0/b': { ...entry, taskId: 'task_2' },
			'0/0/c': 'nothing that can be read',
		};
		expect(known({ submissions }, {})).toBe('task_2');
	});
});

describe("a person's Retry is another execution, and goes on", () => {
	const before = (asked = request('d', 'o')) => {
		const stored: IContextObject = {};
		accept(stored, { executionId: '16' }, 'task_1', asked);
		return stored;
	};

	test.each([
		['with the task of an equal body', request('d', 'changed'), 'task_1'],
		['with the task of the same parameters and input', request('moved', 'o'), 'task_1'],
		['with none for a changed request', request('changed', 'changed'), undefined],
	])('%s', (_, asked, taskId) => {
		expect(known(before(), {}, asked)).toBe(taskId);
	});

	test('in its own place only', () => {
		const asked = request('d', 'o');
		expect(known(before(), { itemIndex: 1 }, asked)).toBeUndefined();
		expect(known(before(), { runIndex: 1 }, asked)).toBeUndefined();
	});

	test('with none whose origin is not known', () => {
		expect(known(before(request('d', '')), {}, request('moved', ''))).toBeUndefined();
	});

	test('with what this execution has sent since, before anything else', () => {
		const stored = before(request('d', 'o'));
		accept(stored, {}, 'task_2', request('changed', 'changed'));
		accept(stored, { executionId: '15' }, 'task_3', request('third', 'third'));
		expect(known(stored, {}, request('d', 'o'))).toBe('task_2');
	});

	test('as with its own from then on', () => {
		const stored = before();
		const record = recordIn(stored);
		const open = record.open(request('d', 'o'));
		expect(open.known && record.isOwn(open.known)).toBe(false);
		open.takeUp();
		expect(open.known && record.isOwn(open.known)).toBe(true);
		expect(open.known).toMatchObject({ outcome: 'accepted', taskId: 'task_1' });
	});

	test('but takes up nothing of which no task is known', () => {
		const stored: IContextObject = {};
		recordIn(stored, { executionId: '16' }).open(request('d')).sending();
		const open = recordIn(stored).open(request('d'));
		open.takeUp();
		expect(open.known).toMatchObject({ outcome: 'unknown', executionId: '16' });
		const fresh = recordIn({}).open(request('d'));
		fresh.takeUp();
		expect(fresh.known).toBeUndefined();
	});
});

describe("an agent's call", () => {
	const TOOL = { isTool: true };
	/** The keys of the calls that were made so far. */
	const keysIn = (stored: IContextObject) => Object.keys(stored.submissions as object);

	test('side by side with an equal one is a submission of its own', () => {
		const stored: IContextObject = {};
		for (const taskId of ['task_1', 'task_2', 'task_3']) {
			const open = recordIn(stored, TOOL).open(request('d'));
			expect(open.known).toBeUndefined();
			open.sending();
			open.accepted(taskId);
		}
		expect(keysIn(stored)).toEqual(['0/0/d', '0/0/d/2', '0/0/d/3']);
	});

	test('is told apart from one that has not sent yet', () => {
		const stored: IContextObject = {};
		const first = recordIn(stored, TOOL).open(request('d'));
		const second = recordIn(stored, TOOL).open(request('d'));
		second.sending();
		expect(first.known).toBeUndefined();
		expect(keysIn(stored)).toEqual(['0/0/d/2']);
	});

	test('that is tried again goes on with its task, and not with that of another body', () => {
		const stored: IContextObject = {};
		accept(stored, TOOL, 'task_1');
		expect(known(stored, TOOL, request('other'))).toBeUndefined();
		expect(known(stored, { ...TOOL, itemIndex: 1 })).toBeUndefined();
		// A call has no run of its own.
		expect(known(stored, { ...TOOL, runIndex: 5 })).toBe('task_1');
	});

	test('after the task of an equal one has come out is a new submission', () => {
		const stored: IContextObject = {};
		const open = recordIn(stored, TOOL).open(request('d'));
		open.accepted('task_1');
		open.close(true);
		expect(open.known).toMatchObject({ handedOver: true, taskId: 'task_1' });
		expect(known(stored, TOOL)).toBeUndefined();
		// Of anything but a tool the task stays what the next try goes on with.
		const other: IContextObject = {};
		const item = recordIn(other).open(request('d'));
		item.accepted('task_1');
		const before = JSON.stringify(other);
		item.close(true);
		expect(JSON.stringify(other)).toBe(before);
		expect(known(other, {})).toBe('task_1');
	});

	test('that ends without a task leaves nothing', () => {
		const stored: IContextObject = {};
		recordIn(stored, TOOL).open(request('d')).close(true);
		expect(stored.submissions).toEqual({});
	});
});

describe('what is told of the items of a run', () => {
	const stored: IContextObject = {};
	accept(stored, { itemIndex: 2 }, 'task_2');
	accept(stored, { itemIndex: 0 }, 'task_0');
	accept(stored, { itemIndex: 0, runIndex: 1 }, 'task_other_run');
	const two = recordIn(stored, { itemIndex: 1 }).open(request('d'));
	two.accepted('task_1a');
	two.over();
	two.accepted('task_1b');
	recordIn(stored, { itemIndex: 4 }).open(request('d')).sending();
	recordIn(stored, { itemIndex: 3 }).open(request('d')).sending();
	recordIn(stored, { itemIndex: 5, executionId: '16' }).open(request('d')).sending();
	recordIn(stored, { itemIndex: 6, runIndex: 1 }).open(request('d')).sending();
	(stored.submissions as IContextObject).other = 'nothing that can be read';

	test('their tasks, in the order of the items', () => {
		expect(recordIn(stored).acceptedTasks()).toEqual([
			{ itemIndex: 0, taskId: 'task_0' },
			{ itemIndex: 1, taskId: 'task_1a' },
			{ itemIndex: 1, taskId: 'task_1b' },
			{ itemIndex: 2, taskId: 'task_2' },
		]);
	});

	test('those of which it is not known whether this execution made a task', () => {
		expect(recordIn(stored).unknownItems()).toEqual([3, 4]);
	});
});

describe('how many an execution has sent', () => {
	test('counts over runs and items, what was refused left out', () => {
		const stored: IContextObject = {};
		recordIn(stored).countSent(1);
		recordIn(stored, { itemIndex: 1, runIndex: 2 }).countSent(1);
		expect(recordIn(stored).sentCount).toBe(2);
		recordIn(stored).open(request('a')).refused();
		expect(recordIn(stored).sentCount).toBe(1);
		recordIn(stored).open(request('b')).over();
		expect(recordIn(stored).sentCount).toBe(0);
		expect(stored.sent).toEqual({ executionId: '17', count: 0 });
	});

	test('begins anew in a Retry', () => {
		const stored: IContextObject = {};
		recordIn(stored, { executionId: '16' }).countSent(1);
		const record = recordIn(stored);
		expect(record.sentCount).toBe(0);
		record.countSent(1);
		expect(record.sentCount).toBe(1);
	});

	test.each([undefined, 'many', { executionId: '17' }, { executionId: '17', count: '3' }])(
		'%j is none',
		(sent) => {
			expect(recordIn({ sent } as IContextObject).sentCount).toBe(0);
		},
	);

	test('a call over MCP has no execution ID, and is counted all the same', () => {
		const stored: IContextObject = {};
		recordIn(stored, { executionId: undefined }).countSent(1);
		expect(stored.sent).toEqual({ executionId: '', count: 1 });
		expect(recordIn(stored, { executionId: undefined }).sentCount).toBe(1);
	});
});

describe('notes that were lost, as n8n was killed', () => {
	test('are told of in the first execution that is retried, and in no later one', () => {
		const stored: IContextObject = {};
		const killed = { wasKilled: true };
		expect(recordIn(stored, killed).isLost()).toBe(true);
		expect(recordIn(stored, { itemIndex: 1 }).isLost()).toBe(true);
		expect(recordIn(stored, { executionId: '18' }).isLost()).toBe(false);
		expect(recordIn(stored).isLost()).toBe(true);
		// Under this name, in executions that are stored.
		expect(stored).toEqual({ submissions: {}, lostTold: '17' });
	});

	test('are not those that are there, or that never were', () => {
		const stored: IContextObject = { submissions: {} };
		expect(recordIn(stored, { wasKilled: true }).isLost()).toBe(false);
		expect(recordIn({}).isLost()).toBe(false);
		expect(recordIn({}, { executionId: undefined }).isLost()).toBe(false);
	});
});
