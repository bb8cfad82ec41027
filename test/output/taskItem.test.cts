import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import { taskJson } from '../../nodes/KlingVideo/output/taskItem.ts';

const raw = { id: 'task_1', status: 'SUCCESS', seed: 7 };

test('has every value the task has, under its public name', () => {
	const task: Task = {
		id: 'task_1',
		status: 'completed',
		progress: 100,
		videoUrl: 'https://a.example/1.mp4',
		model: 'kling-2.6-720p-noref-mute',
		createdAt: '2026-01-31T12:00:00.000Z',
		completedAt: '2026-01-31T12:02:41.000Z',
		raw,
	};
	expect(taskJson(task, { simplify: true })).toEqual({
		task_id: 'task_1',
		status: 'completed',
		done: true,
		progress: 100,
		video_url: 'https://a.example/1.mp4',
		model: 'kling-2.6-720p-noref-mute',
		created_at: '2026-01-31T12:00:00.000Z',
		completed_at: '2026-01-31T12:02:41.000Z',
	});
});

test('leaves out what has no value', () => {
	const json = taskJson({ id: 'task_1', status: 'pending', progress: 0, raw }, { simplify: true });
	expect(Object.entries(json)).toEqual([
		['task_id', 'task_1'],
		['status', 'pending'],
		['done', false],
		['progress', 0],
	]);
});

test.each(['failed', 'cancelled'] as const)('a %s task is done and tells why', (status) => {
	const error = { code: 'TaskTimeout', message: 'Too slow' };
	expect(taskJson({ id: 'task_1', status, error, raw }, { simplify: true })).toEqual({
		task_id: 'task_1',
		status,
		done: true,
		error,
	});
});

test('a task that failed for lack of room says so, for a workflow to queue it again', () => {
	const error = { code: '1303', message: 'parallel task over resource pack limit' };
	const failed = { id: 'task_1', status: 'failed', raw } as const;
	expect(
		taskJson({ ...failed, error: { ...error, noRoom: true } }, { simplify: true }).error,
	).toEqual({ ...error, reason: 'noRoom' });
	expect(taskJson({ ...failed, error }, { simplify: true }).error).toEqual(error);
});

test('holds the gateway’s own body when it is not simplified', () => {
	expect(taskJson({ id: 'task_1', status: 'pending', raw }, { simplify: false })).toMatchObject({
		raw,
	});
	expect(taskJson({ id: 'task_1', status: 'pending', raw }, { simplify: true })).not.toHaveProperty(
		'raw',
	);
});

test('tells what came of the video, beside the task', () => {
	const warning = { code: 'otherLength', message: 'Asked for 5 seconds' } as const;
	const extras = {
		simplify: true,
		facts: { seconds: 5.04, width: 1280, height: 720 },
		warnings: [warning],
		earlierTaskIds: ['task_0'],
	};
	const json = taskJson({ id: 'task_1', status: 'completed', raw }, extras);
	expect(json).toEqual({
		task_id: 'task_1',
		status: 'completed',
		done: true,
		seconds: 5.04,
		width: 1280,
		height: 720,
		warnings: [warning],
		earlier_task_ids: ['task_0'],
	});
	// What a workflow changes in its item is its own.
	expect((json.warnings as unknown[])[0]).not.toBe(warning);
	expect(json.earlier_task_ids).not.toBe(extras.earlierTaskIds);
});

test('an error without a code has none', () => {
	const error = { message: 'Too slow' };
	const json = taskJson({ id: 'a', status: 'failed', error, raw }, { simplify: true });
	expect(json.error).toStrictEqual({ message: 'Too slow' });
});
