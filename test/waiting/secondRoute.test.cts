import type { Answer, FailureReason } from '../../nodes/KlingVideo/shared/failure.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import type { GatewayClient } from '../../nodes/KlingVideo/transport/gatewayClient.ts';
import { endElsewhere, withReason } from '../../nodes/KlingVideo/waiting/secondRoute.ts';
import type { Trouble } from '../../nodes/KlingVideo/waiting/trouble.ts';

const taskOf = (more: Partial<Task>): Task => ({ id: 't', status: 'pending', raw: {}, ...more });
const FAILED = taskOf({ status: 'failed' });
const COMPLETED = taskOf({ status: 'completed' });
const REASON = { message: 'Blocked' };

/** The other route: what it answers, and with what it was asked. */
function otherRoute(answer: Task | FailureReason) {
	const asked: unknown[][] = [];
	const told: Answer<Task> =
		typeof answer === 'string'
			? { ok: false, failure: { reason: answer, acceptance: 'unknown' } }
			: { ok: true, value: answer };
	const client = {
		secondOpinion: async (...question: unknown[]) => {
			asked.push(question);
			return told;
		},
	} as unknown as GatewayClient;
	return { client, asked };
}

describe('the end of a task that only the older route may know', () => {
	test.each<[string, Task | FailureReason, Task | undefined]>([
		['completed', COMPLETED, COMPLETED],
		['failed', FAILED, FAILED],
		['pending', taskOf({}), undefined],
		['no such route', 'taskUnknown', undefined],
	])('%s', async (_, answer, expected) => {
		const { client, asked } = otherRoute(answer);
		expect(await endElsewhere(client, {}, 't', 5_000)).toBe(expected);
		await endElsewhere(client, {}, 't');
		expect(asked).toEqual([
			['t', { untilMs: 5_000 }],
			['t', { untilMs: Infinity }],
		]);
	});

	test.each<[FailureReason, number]>([
		['taskUnknown', 1],
		['badKey', 1],
		['unreachable', 2],
		['saturated', 2],
	])('a route that answers %s is asked %d times in two', async (reason, times) => {
		const { client, asked } = otherRoute(reason);
		const trouble: Trouble = {};
		await endElsewhere(client, trouble, 't');
		await endElsewhere(client, trouble, 't');
		expect(asked).toHaveLength(times);
	});
});

describe('the reason of a failed task', () => {
	test('is asked for where the task has none', async () => {
		const { client, asked } = otherRoute({ ...FAILED, error: REASON });
		expect(await withReason(client, {}, FAILED)).toEqual({ ...FAILED, error: REASON });
		expect(asked).toEqual([['t', { untilMs: Infinity }]]);
	});

	test.each<[string, Task | FailureReason]>([
		['tells none either', FAILED],
		['does not know the task', 'taskUnknown'],
	])('stays unknown where the other route %s', async (_, answer) => {
		expect(await withReason(otherRoute(answer).client, {}, FAILED)).toBe(FAILED);
	});

	test.each<[string, Task]>([
		['pending', taskOf({})],
		['completed', COMPLETED],
		['cancelled', taskOf({ status: 'cancelled' })],
		['failed with a reason', { ...FAILED, error: { message: 'No' } }],
	])('is not asked for of a task that is %s', async (_, task) => {
		const { client, asked } = otherRoute({ ...FAILED, error: REASON });
		expect(await withReason(client, {}, task)).toBe(task);
		expect(asked).toEqual([]);
	});
});
