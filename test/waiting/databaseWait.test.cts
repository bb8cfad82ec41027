import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { failure, faults } from '../../gateway/server.cts';
import { checkDatabaseWait } from '../../nodes/KlingVideo/waiting/database/checkDatabaseWait.ts';
import { useGateway } from '../support/localGateway.cts';
import { instead, playedWait, type Wait } from './playedWait.cts';

const waiting = (count: number) => (count === 1 ? '1 task' : `${count} tasks`);

const PENDING = { seconds: 30 };
const NEVER = Number.POSITIVE_INFINITY;

const gateway = useGateway();

const played = async (wait: Wait) => await playedWait(gateway, wait);

const checks = () => gateway.server.requestsTo('status').length;

test.each([1, 50, 1000])(
	'%i items wait in one child, and each comes out once',
	async (count) => {
		const plans = Array.from({ length: count }, (_, index) => ({
			seconds: index % 10 === 0 ? 100 : 0,
		}));
		const { child, end, ids } = await played({ plans });
		expect(end?.items.map(({ json }) => json.task_id)).toEqual(ids);
		expect(end?.items.map(({ pairedItem }) => pairedItem)).toEqual(
			ids.map((_, item) => ({ item })),
		);
		expect(new Set(end?.items.map(({ json }) => json.status))).toEqual(new Set(['completed']));
		expect(child.called).toEqual([`Kling Video: check ${waiting(count)}`]);
		const lasting = plans.filter(({ seconds }) => seconds > 0).length;
		expect(checks()).toBe(count - lasting + 3 * lasting);
	},
	240_000,
);

test('tasks that have ended already come out at once', async () => {
	const plans = [{ seconds: 0 }, { seconds: 0, outcome: failure('ModelGenerateFailed') }];
	const { parent, end } = await played({ plans });
	expect(end).toBeUndefined();
	expect(parent.outputs[0]).toMatchObject([
		{ json: { status: 'completed', done: true }, pairedItem: { item: 0 } },
		{ json: { status: 'failed', done: true }, pairedItem: { item: 1 } },
	]);
	expect(parent.received.main).toHaveLength(2);
});

test('without Simplify the body of the gateway comes along', async () => {
	const plans = [{ seconds: 30 }];
	const whole = await played({ plans, parameters: { simplify: false } });
	expect(whole.end?.items[0]?.json.raw).toEqual(expect.any(Object));
	const simple = await played({ plans });
	expect(simple.end?.items[0]?.json).not.toHaveProperty('raw');
});

describe('outcomes', () => {
	test.each([
		['failed', failure('ModelGenerateFailed', 'It failed'), 'ModelGenerateFailed'],
		['cancelled', { status: 'cancelled' as const }, 'taskCancelled'],
	])('a %s task is an item with its error', async (status, outcome, code) => {
		const { end, ids } = await played({ plans: [{ seconds: 30, outcome }, { seconds: 30 }] });
		expect(end?.items[0]?.json).toMatchObject({ task_id: ids[0], status, done: true });
		expect(end?.items[0]?.json.error).toMatchObject({
			code,
			message: expect.stringContaining(String(ids[0])) as unknown,
		});
		expect(end?.items[1]?.json).toMatchObject({ status: 'completed', done: true });
		expect(end?.items[1]?.json).not.toHaveProperty('error');
	});

	test('a task that failed without a reason has that of the second route', async () => {
		const outcome = failure('ModelGenerateFailed', 'It failed');
		const plan = { seconds: 30, outcome, dialect: { failedError: 'absent' as const } };
		const { end } = await played({ plans: [plan] });
		expect(end?.items[0]?.json.error).toMatchObject({
			reason: 'taskFailed',
			description: expect.stringContaining('Reason: "It failed"') as unknown,
		});
		expect(gateway.server.requestsTo('generations')).toHaveLength(1);
	});

	test('a time-out that fails is an item with its error, on the minute', async () => {
		const { end, ids, seconds } = await played({
			plans: [{ seconds: NEVER }],
			waitOptions: { timeout: 7 },
		});
		expect(end?.items[0]?.json).toMatchObject({
			...{ task_id: ids[0], status: 'pending', done: false },
			error: {
				code: 'timeOut',
				message: expect.stringMatching(`7 minutes.*${ids[0]}`) as unknown,
			},
		});
		expect(Math.round(seconds)).toBe(7 * 60);
	});

	test('a time-out that goes on is the task as last seen', async () => {
		const { end } = await played({
			plans: [{ seconds: NEVER }],
			waitOptions: { timeout: 5, onTimeout: 'returnStatus' },
		});
		expect(end?.items[0]?.json).toMatchObject({ status: 'pending', done: false });
		expect(end?.items[0]?.json).not.toHaveProperty('error');
	});

	test('a task that the gateway does not know is given up after more than a minute', async () => {
		const unknown = () => gateway.server.faults.always('status', faults.taskNotExist());
		const { end, ids } = await played({ plans: [{ seconds: 90 }], between: unknown });
		expect(end?.pauses).toEqual([66, 66]);
		expect(end?.items[0]?.json).toMatchObject({
			...{ task_id: ids[0], done: false },
			error: { code: expect.any(String) as unknown },
		});
	});

	test('a task that is unknown for a moment, twice, is waited for', async () => {
		const { end } = await played({
			plans: [{ seconds: 230 }],
			between: (check) => {
				if (check === 2 || check === 4) gateway.server.faults.next('status', faults.taskNotExist());
			},
		});
		expect(end?.items[0]?.json).toMatchObject({ status: 'completed' });
	});

	test('a task that is unknown for a moment, in trouble for long, and unknown again is waited for', async () => {
		const { end } = await played({
			plans: [{ seconds: 400 }],
			between: (check) => {
				if (check === 2 || check === 5) gateway.server.faults.next('status', faults.taskNotExist());
				if (check === 3 || check === 4) gateway.server.faults.next('status', faults.dropped());
			},
		});
		expect(gateway.server.faults.left).toBe(0);
		expect(end?.items[0]?.json).toMatchObject({ status: 'completed' });
	});

	test('a key that is revoked meanwhile ends the wait with the task ID', async () => {
		const revoke = () => gateway.server.faults.always('status', faults.invalidToken());
		const { end, ids } = await played({ plans: [{ seconds: NEVER }], between: revoke });
		expect(end?.pauses).toEqual([66]);
		expect(end?.items[0]?.json).toMatchObject({
			...{ task_id: ids[0], status: 'pending', done: false, error: { code: 'badKey' } },
		});
	});

	test('a gateway that is down for an hour is waited for', async () => {
		const start = 3;
		const { end } = await played({
			plans: [{ seconds: 2 * 3600 }],
			waitOptions: { timeout: 300 },
			between: (check) => {
				if (check === start) gateway.server.faults.next('status', faults.dropped(), 12);
			},
		});
		expect(gateway.server.faults.left).toBe(0);
		expect(end?.items[0]?.json).toMatchObject({ status: 'completed' });
	});

	test('a completed task without its link is checked once more', async () => {
		const { end } = await played({
			plans: [{ seconds: 30, dialect: { resultAt: [] } }],
		});
		expect(end?.pauses).toEqual([66, 66]);
		expect(end?.items[0]?.json).toMatchObject({ status: 'completed', done: true });
	});

	test.each([
		['nobody may see any more', 60, faults.invalidToken()],
		['is lost at the time-out', 1.5, undefined],
	])('a completed task without its link that %s is completed', async (_, timeout, trouble) => {
		const { end } = await played({
			plans: [{ seconds: 30, dialect: { resultAt: [] } }],
			waitOptions: { timeout },
			between: (check) => {
				if (check === 3 && trouble) gateway.server.faults.always('status', trouble);
			},
		});
		expect(end?.pauses).toHaveLength(timeout < 2 ? 1 : 2);
		expect(end?.items[0]?.json).toMatchObject({ status: 'completed', done: true });
		expect(end?.items[0]?.json).not.toHaveProperty('error');
	});
});

describe('before anything is waited for', () => {
	test.each([
		[{ timeout: 0 }, "The value of 'Timeout' must be a number of minutes above 0"],
		[{ timeout: '={{ Infinity }}' }, "The value of 'Timeout' must be a number of minutes above 0"],
		[{ timeout: 'soon' }, "The value of 'Timeout' must be a number of minutes above 0"],
	])('%j is refused', async (waitOptions, message) => {
		const { parent, child } = await played({ plans: [{}], waitOptions });
		expect(parent.error?.message).toContain(message);
		expect(child.called).toEqual([]);
		expect(checks()).toBe(0);
	});

	test.each([
		[60, 3600],
		[60, 3600 + 299],
		[10, 600],
	])('%i minutes are refused where n8n ends the execution after %i s', async (timeout, limit) => {
		const options = { workflowSettings: { timezone: 'UTC', executionTimeout: limit } };
		const wait = { plans: [PENDING], waitOptions: { timeout }, options };
		const { parent, child } = await played(wait);
		expect(parent.error?.message).toMatch(/'Wait In'.*n8n ends the execution in \d+ minutes/);
		expect(child.called).toEqual([]);
	});

	test('a limit with a margin behind the time-out is none', async () => {
		const options = { workflowSettings: { timezone: 'UTC', executionTimeout: 3900 } };
		expect((await played({ plans: [PENDING], options })).parent.run.status).toBe('waiting');
	});

	test('time that the execution has used up counts, and a limit of all workflows', () => {
		const context = {
			getNode: () => ({ type: 'n8n-nodes-kling-video.klingVideo' }),
			executeWorkflow: async () => {},
			putExecutionToWait: async () => {},
			getWorkflowSettings: () => ({ executionTimeout: 7200 }),
			additionalData: { executionTimeoutTimestamp: Date.now() + 30 * 60_000 },
		};
		const check = (timeoutMs: number) => () =>
			// The engine hands over an object that inherits from the context.
			checkDatabaseWait(Object.create(context) as IExecuteSingleFunctions, { timeoutMs });
		expect(check(26 * 60_000)).toThrow(/ends the execution in (29|30) minutes.* may take 31/);
		expect(check(24 * 60_000)).not.toThrow();
	});

	test("an agent's tool is refused", () => {
		const context = { getNode: () => ({ type: 'n8n-nodes-kling-video.klingVideoTool' }) };
		const check = () =>
			checkDatabaseWait(context as IExecuteSingleFunctions, { timeoutMs: 60_000 });
		expect(check).toThrow("'Wait In' cannot be 'In Database' for an AI agent's tool");
	});

	test('an n8n that cannot put an execution to wait is refused', () => {
		const context = { getNode: () => ({ type: 'n8n-nodes-kling-video.klingVideo' }) };
		const check = () =>
			checkDatabaseWait(context as IExecuteSingleFunctions, { timeoutMs: 60_000 });
		expect(check).toThrow("'Wait In' cannot be 'In Database' in this version of n8n");
	});

	test('one bad item refuses all', async () => {
		const parameters = { taskId: "={{ $itemIndex === 1 ? '' : $json.task_id }}" };
		const { parent, child } = await played({ plans: [{}, {}], parameters });
		expect(parent.error?.message).toContain("'Task ID'");
		expect(parent.error?.message).toContain('[item 1]');
		expect(child.called).toEqual([]);
	});

	test('with Continue on Fail a bad item is carried past the wait', async () => {
		const { parent, end, ids } = await played({
			plans: [{ seconds: 30 }, {}, { seconds: 0 }],
			parameters: { taskId: "={{ $itemIndex === 1 ? '' : $json.task_id }}" },
			options: { settings: { onError: 'continueRegularOutput' } },
		});
		expect(end?.items.map(({ json }) => json)).toMatchObject([
			{ task_id: ids[0], status: 'completed' },
			{ error: { code: 'invalidInput' } },
			{ task_id: ids[2], status: 'completed' },
		]);
		expect(instead(parent).map(({ json }) => json)).toMatchObject([
			{ task_id: ids[0], error: { code: 'waitCutOff' } },
			{ error: { code: 'invalidInput' } },
			{ task_id: ids[2], error: { code: 'waitCutOff' } },
		]);
	});
});
