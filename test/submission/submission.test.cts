import {
	asStored,
	readSubmission,
	tasksOf,
	type Submission,
} from '../../nodes/KlingVideo/submission/submission.ts';

const SUBMISSION: Submission = {
	...{ outcome: 'accepted', taskId: 'task_2', earlier: ['task_1'], executionId: '17' },
	...{ itemIndex: 3, runIndex: 1, digest: 'd1', origin: 'o1', handedOver: true },
};

test.each<Partial<Submission>>([
	{},
	{ outcome: 'unknown', taskId: undefined },
	{ outcome: 'refused', taskId: undefined },
	{ earlier: [] },
	{ handedOver: false },
	{ executionId: '' },
	{ isWebsite: true },
])('a submission with %j is read as it was stored', (changes) => {
	const submission = JSON.parse(JSON.stringify({ ...SUBMISSION, ...changes })) as Submission;
	expect(readSubmission('1/3/other', asStored(submission))).toEqual(submission);
});

test('what says nothing is not stored', () => {
	const stored = asStored({ ...SUBMISSION, earlier: [], handedOver: false });
	expect(Object.keys(stored)).not.toContain('earlier');
	expect(Object.keys(stored)).not.toContain('handedOver');
});

test('version 0.1 stored neither origin nor digest: that is at the end of the key', () => {
	const first = { outcome: 'unknown', executionId: '17', itemIndex: 3, runIndex: 1 };
	const read = { ...first, earlier: [], origin: '', handedOver: false };
	expect(readSubmission('1/3/abc', first)).toEqual({ ...read, digest: 'abc' });
	expect(readSubmission('1/3', first)).toEqual({ ...read, digest: '' });
});

test.each([
	['nothing', undefined],
	['a text', 'accepted'],
	['a list', [SUBMISSION]],
	['another outcome', { ...SUBMISSION, outcome: 'lost' }],
	['no outcome', { ...SUBMISSION, outcome: undefined }],
	['an execution ID of another type', { ...SUBMISSION, executionId: 17 }],
	['an item that is no number', { ...SUBMISSION, itemIndex: '3' }],
	['a run that is no number', { ...SUBMISSION, runIndex: '1' }],
])('%s is no submission', (_, stored) => {
	expect(readSubmission('1/3/d1', stored)).toBeUndefined();
});

test('parts of another type are left out', () => {
	const stored = {
		...SUBMISSION,
		taskId: 2,
		earlier: ['task_1', 7],
		handedOver: 'yes',
		isWebsite: 'yes',
	};
	expect(readSubmission('1/3/d0', { ...stored, digest: 1, origin: null })).toEqual({
		...{ outcome: 'accepted', executionId: '17', itemIndex: 3, runIndex: 1 },
		...{ earlier: ['task_1'], digest: 'd0', origin: '', handedOver: false },
	});
	expect(readSubmission('1/3/d1', { ...SUBMISSION, earlier: 'task_1' })?.earlier).toEqual([]);
});

test('all its tasks, the present one last', () => {
	expect(tasksOf(SUBMISSION)).toEqual(['task_1', 'task_2']);
	expect(tasksOf({ ...SUBMISSION, taskId: undefined })).toEqual(['task_1']);
});
