import type { Answer, Failure, FailureReason } from '../../nodes/KlingVideo/shared/failure.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import type { GatewayClient } from '../../nodes/KlingVideo/transport/gatewayClient.ts';
import { pollOnce } from '../../nodes/KlingVideo/waiting/pollOnce.ts';

const COMPLETED: Task = { id: 'task_1', status: 'completed', raw: {} };

const failed = (reason: FailureReason, more: Partial<Failure> = {}): Answer<Task> => ({
	...{ ok: false, failure: { reason, acceptance: 'unknown', ...more } },
});

/** One look at a task whose gateway answers so, one answer after the other. */
async function looked(...answers: Array<Answer<Task>>) {
	const asked: string[] = [];
	const pauses: number[] = [];
	const item: { taskId: string; task?: Task } = { taskId: 'task_1' };
	const client = {
		item,
		status: async (taskId: string) => {
			asked.push(taskId);
			return answers[asked.length - 1] ?? { ok: true, value: COMPLETED };
		},
		clock: { sleep: async (ms: number) => void pauses.push(ms) },
	};
	const end = await pollOnce(client as unknown as GatewayClient).catch((error: unknown) => error);
	return { end, asked, pauses, seen: item.task };
}

test('an answer is noted with the item', async () => {
	const { end, asked, pauses, seen } = await looked();
	expect([end, seen]).toEqual([COMPLETED, COMPLETED]);
	expect([asked, pauses]).toEqual([['task_1'], []]);
});

test.each<FailureReason>(['unreachable', 'gatewayTrouble', 'saturated', 'taskUnknown'])(
	'%s is asked through twice',
	async (reason) => {
		const passing = await looked(failed(reason), failed(reason));
		expect(passing).toMatchObject({ end: COMPLETED, pauses: [1_000, 3_000] });
		const lasting = await looked(failed(reason), failed(reason), failed(reason));
		expect(lasting.asked).toHaveLength(3);
		expect(lasting.end).toMatchObject({ failure: { reason } });
		expect(lasting.seen).toBeUndefined();
	},
);

test.each<FailureReason>(['badKey', 'noCredit', 'modelUnavailable', 'redirected'])(
	'%s is not asked through',
	async (reason) => {
		const { end, pauses } = await looked(failed(reason));
		expect(end).toMatchObject({ failure: { reason } });
		expect(pauses).toEqual([]);
	},
);

test('the gateway is given the time that it asks for, up to half a minute', async () => {
	const asking = (retryAfterMs: number) => failed('saturated', { retryAfterMs });
	const { pauses } = await looked(asking(7_000), asking(100_000));
	expect(pauses).toEqual([7_000, 30_000]);
});
