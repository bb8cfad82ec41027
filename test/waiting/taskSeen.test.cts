import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import { logChange } from '../../nodes/KlingVideo/waiting/logChange.ts';
import { taskFailure } from '../../nodes/KlingVideo/waiting/taskFailure.ts';

const taskOf = (more: Partial<Task>): Task => ({ id: 't', status: 'pending', raw: {}, ...more });

describe('the log of a task', () => {
	/** The lines for one task as seen before and now. */
	function linesOf(before: Task | undefined, now: Task): string[] {
		const lines: string[] = [];
		const note = (level: string) => (message: string) => lines.push(`${level}: ${message}`);
		const logger = Object.fromEntries(
			['error', 'warn', 'info', 'debug'].map((level) => [level, note(level)]),
		);
		logChange({ logger } as unknown as Parameters<typeof logChange>[0], before, now);
		return lines;
	}

	const half = taskOf({ progress: 50 });
	test.each<[string, Task | undefined, Task, string[]]>([
		['at first', undefined, half, ['info: Kling Video: task t is pending, 50%']],
		['without a progress', undefined, taskOf({}), ['info: Kling Video: task t is pending']],
		['nothing new', half, taskOf({ progress: 50 }), []],
		['progress', half, taskOf({ progress: 60 }), ['debug: Kling Video: task t is pending, 60%']],
		[
			'another status',
			half,
			taskOf({ status: 'failed', progress: 50 }),
			['info: Kling Video: task t is failed, 50%'],
		],
	])('%s', (_, before, now, lines) => {
		expect(linesOf(before, now)).toEqual(lines);
	});
});

describe('the failure that a task stands for', () => {
	test.each<[Partial<Task>, object]>([
		[{ status: 'failed' }, { reason: 'taskFailed' }],
		[{ status: 'cancelled' }, { reason: 'taskCancelled' }],
		[
			{ status: 'failed', error: { message: 'No', code: 'X' } },
			{ reason: 'taskFailed', text: 'No', code: 'X' },
		],
		[
			{ status: 'failed', error: { message: 'No' } },
			{ reason: 'taskFailed', text: 'No' },
		],
	])('%j is %j', (task, failure) => {
		expect(taskFailure(taskOf(task))).toStrictEqual({ acceptance: 'unknown', ...failure });
	});
});
