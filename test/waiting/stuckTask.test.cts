import type { Answer } from '../../nodes/KlingVideo/shared/failure.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import type { GatewayClient } from '../../nodes/KlingVideo/transport/gatewayClient.ts';
import { StuckTask } from '../../nodes/KlingVideo/waiting/stuckTask.ts';

const taskOf = (more: Partial<Task>): Task => ({ id: 't', status: 'pending', raw: {}, ...more });
const AT_ITS_END = taskOf({ progress: 100 });
const COMPLETED = taskOf({ status: 'completed' });

/** The other route: what it answers, and with what it was asked. */
function otherRoute(answer: Answer<Task>) {
	const asked: unknown[][] = [];
	const client = {
		secondOpinion: async (...question: unknown[]) => {
			asked.push(question);
			return answer;
		},
	} as unknown as GatewayClient;
	return { client, asked };
}

/** At which of the polls, one each so many seconds, the other route is asked. */
async function askedAt(polls: Task[], everySeconds: number): Promise<number[]> {
	const stuck = new StuckTask();
	const { client, asked } = otherRoute({ ok: true, value: AT_ITS_END });
	const at: number[] = [];
	for (const [poll, task] of polls.entries()) {
		const before = asked.length;
		await stuck.opinion(client, {}, task, 1_000 * everySeconds * poll);
		if (asked.length > before) at.push(poll);
	}
	return at;
}

const times = (count: number, task: Task): Task[] => Array<Task>(count).fill(task);

describe('the other route is asked once', () => {
	test.each([
		['at the fourth poll, when a minute has passed', 20, [3]],
		['after a minute, when there were more polls', 10, [6]],
		['at the fourth poll, however long they take', 100, [3]],
	])('%s', async (_, seconds, expected) => {
		expect(await askedAt(times(12, AT_ITS_END), seconds)).toEqual(expected);
	});

	test.each([
		['moves', taskOf({ progress: 99 })],
		['tells no progress', taskOf({})],
		['has ended', taskOf({ status: 'completed', progress: 100 })],
	])('but not while the task %s', async (_, task) => {
		expect(await askedAt(times(12, task), 60)).toEqual([]);
		// From then on it is counted anew.
		const polls = [...times(3, AT_ITS_END), task, ...times(12, AT_ITS_END)];
		expect(await askedAt(polls, 20)).toEqual([7]);
		expect(await askedAt(polls, 30)).toEqual([7]);
	});
});

describe('the opinion', () => {
	const afterFour = async (answer: Answer<Task>) => {
		const { client, asked } = otherRoute(answer);
		const stuck = new StuckTask();
		for (const now of [0, 1, 2]) await stuck.opinion(client, {}, AT_ITS_END, now);
		return { task: await stuck.opinion(client, {}, AT_ITS_END, 60_000), asked };
	};

	test('counts where it tells of an end', async () => {
		const { task, asked } = await afterFour({ ok: true, value: COMPLETED });
		expect(task).toBe(COMPLETED);
		expect(asked).toEqual([['t', { untilMs: Infinity }]]);
	});

	test.each<[string, Answer<Task>]>([
		['pending', { ok: true, value: taskOf({ progress: 100 }) }],
		['no answer', { ok: false, failure: { reason: 'unreachable', acceptance: 'unknown' } }],
	])('does not: %s', async (_, answer) => {
		expect((await afterFour(answer)).task).toBe(AT_ITS_END);
	});
});
