import { asJson, fromJson } from '../../nodes/KlingVideo/waiting/database/storedTasks.ts';

const TASK = {
	...{ taskId: 'task_1', itemIndex: 0, several: true, since: 1_000, giveUpAt: 2_000 },
	...{ waitsIn: { executionId: '17', workflowId: 'abc' }, onTimeout: 'fail', simplify: true },
};

const stored = (...tasks: unknown[]) => ({ waitingTasks: JSON.stringify(tasks) });

test('tasks are carried as one text, and come back as they were', () => {
	const tasks = fromJson(stored(TASK, { ...TASK, itemIndex: 1, isOver: true }));
	expect(tasks).toEqual([TASK, { ...TASK, itemIndex: 1, isOver: true }]);
	expect(asJson(tasks)).toEqual({ waitingTasks: JSON.stringify(tasks) });
});

test.each([
	['taskId', 7],
	['itemIndex', '0'],
	['several', 'yes'],
	['waitsIn', '17'],
	['since', '1000'],
	['giveUpAt', null],
])('without %s, or with another, there is no task', (key, other) => {
	const without: object = { ...TASK };
	Reflect.deleteProperty(without, key);
	expect(fromJson(stored(without, { ...TASK, [key]: other }, TASK))).toEqual([TASK]);
});

test.each([[null], ['text'], [[stored(TASK)]], [{}], [{ waitingTasks: [TASK] }], [stored()]])(
	'in %j there is none',
	(json) => {
		expect(fromJson(json)).toEqual([]);
	},
);

describe('as version 0.1 stored it', () => {
	const { waitsIn, since, ...same } = TASK;
	const FIRST = { ...same, parkedIn: waitsIn, parkedAt: since };
	const read = (more: object) => fromJson({ parked: JSON.stringify([{ ...FIRST, ...more }]) })[0];

	test('a task has the same without what is not known', () => {
		expect(read({})).toStrictEqual(TASK);
		const parts = { download: 1, seen: 'x', outcome: null, fileIsWanted: false };
		expect(read(parts)).toStrictEqual(TASK);
	});

	test('is read under the present name too, and what is new counts', () => {
		expect(fromJson(stored(FIRST))).toEqual([TASK]);
		expect(fromJson({ ...stored(TASK), parked: JSON.stringify([FIRST, FIRST]) })).toEqual([TASK]);
	});

	test('the download, with and without options', () => {
		const options = { fileName: 'clip', maxSizeMb: 5 };
		const download = { outputField: 'data', ...options };
		expect(read({ download: { outputField: 'data', options } })).toEqual({ ...TASK, download });
		expect(read({ download: { outputField: 'data' } })?.download).toEqual({ outputField: 'data' });
		expect(read({ fileIsWanted: true })?.isDownloading).toBe(true);
	});

	test('an item that is over, with its output', () => {
		const output = { json: { task_id: 'task_1', status: 'failed' } };
		expect(read({ outcome: output })).toEqual({ ...TASK, isOver: true, output });
	});

	test('the task as last seen, from the JSON of an output', () => {
		const seen = {
			...{ task_id: 'task_1', status: 'completed', done: true, progress: 100 },
			...{ video_url: 'https://a.example/1.mp4', model: 'kling', raw: { a: 1 } },
			...{ created_at: 'then', completed_at: 'now' },
		};
		expect(read({ seen })?.task).toStrictEqual({
			...{ id: 'task_1', status: 'completed', progress: 100 },
			...{ videoUrl: 'https://a.example/1.mp4', model: 'kling' },
			...{ createdAt: 'then', completedAt: 'now', raw: { a: 1 } },
		});
		const nothing = { id: '', status: 'pending', raw: {} };
		expect(read({ seen: {} })?.task).toStrictEqual(nothing);
		const strange = { status: 'odd', progress: '50', video_url: 1, model: '', raw: 'x' };
		expect(read({ seen: strange })?.task).toStrictEqual(nothing);
		for (const status of ['pending', 'failed', 'cancelled'])
			expect(read({ seen: { status } })?.task?.status).toBe(status);
	});
});
