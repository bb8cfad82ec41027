import type { IExecuteSingleFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { failure, faults, type PartialPlan } from '../../gateway/server.cts';
import { Relay } from '../reliability/matrix/relay.cts';
import { checkParking } from '../../nodes/KlingVideo/waiting/database/checkParking.ts';
import { against, makeTasks } from '../reliability/runs.cts';
import type { ItemInput } from '../support/nodeTypes.cts';
import { runWorkflow, type RunOptions, type RunResult } from '../support/engine.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { DatabaseChild, type Played } from './databaseChild.cts';

const gateway = useGateway();

/** How many tasks are made at a time. */
const SIDE_BY_SIDE = 100;

const NEVER = Number.POSITIVE_INFINITY;

/** A wait in the database for one task a plan, played to its end in virtual time. */
interface Wait {
	plans: PartialPlan[];
	waitOptions?: INodeParameters;
	parameters?: INodeParameters;
	options?: RunOptions;
	/** Before each further look. */
	between?: (look: number) => void;
}

async function played({ plans, waitOptions, parameters, options, between }: Wait) {
	return await withVirtualTime(async ({ elapsed }) => {
		gateway.server.settings.plan = ({ body }) => plans[Number(body.prompt)] ?? {};
		const items: ItemInput[] = [];
		for (let start = 0; start < plans.length; start += SIDE_BY_SIDE) {
			const names = plans.map((_, index) => String(index)).slice(start, start + SIDE_BY_SIDE);
			const made = await Promise.all(names.map(async (name) => await makeTasks(gateway, name)));
			items.push(...made.flat());
		}
		const child = new DatabaseChild(gateway);
		const parent = await runWorkflow(
			against(gateway, {
				parameters: {
					operation: 'wait',
					waitOptions: { waitIn: 'database', ...waitOptions },
					...parameters,
				},
				items,
				executeWorkflow: child.executeWorkflow,
				...options,
			}),
		);
		const end: Played | undefined =
			parent.run.waitTill === undefined || parent.run.waitTill === null
				? undefined
				: await child.toTheEnd(between);
		const ids = items.map(({ json }) => String(json.task_id));
		return { parent, child, end, ids, seconds: elapsed() / 1000 };
	});
}

const looks = () => gateway.server.requestsTo('status').length;

/** What n8n would hand on if the child never came back. */
function instead({ run }: RunResult): INodeExecutionData[] {
	return run.data.executionData?.nodeExecutionStack[0]?.data.main?.[0] ?? [];
}

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
		expect(child.called).toEqual(['Kling Video: wait in the database']);
		const waiting = plans.filter(({ seconds }) => seconds > 0).length;
		expect(looks()).toBe(count - waiting + 3 * waiting);
	},
	240_000,
);

test('what n8n would hand on without the child is cut off, not the input', async () => {
	const { parent, ids } = await played({ plans: [{ seconds: 30 }, { seconds: 30 }] });
	expect(parent.run.status).toBe('waiting');
	expect(instead(parent).map(({ json }) => json)).toEqual(
		ids.map((id) => ({
			task_id: id,
			status: 'pending',
			done: false,
			error: expect.objectContaining({
				code: 'waitCutOff',
				message: expect.stringContaining(id),
			}) as unknown,
		})),
	);
});

test('what n8n stores does not grow with the tasks from look to look', async () => {
	const growth = async (count: number) => {
		const plans = Array.from({ length: count }, () => ({ seconds: 250 }));
		const [first = '', , third = ''] = (await played({ plans })).child.stored;
		return (third.length - first.length) / first.length;
	};
	expect(await growth(100)).toBeLessThan((await growth(10)) / 5);
});

test('a child that crashes leaves an item for each task, none of them a result', async () => {
	const { child, ids } = await played({ plans: [{ seconds: 30 }, { seconds: 30 }] });
	expect(child.beforeTheEnd.map(({ json }) => json)).toMatchObject(
		ids.map((id) => ({ task_id: id, done: false, error: { code: 'waitCutOff' } })),
	);
});

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

	test('a time-out that fails is an item with its error, on the minute', async () => {
		const { end, ids, seconds } = await played({
			plans: [{ seconds: NEVER }],
			waitOptions: { timeout: 7 },
		});
		expect(end?.items[0]?.json).toMatchObject({
			...{ task_id: ids[0], status: 'pending', done: false },
			error: { code: 'timeOut', message: expect.stringContaining(String(ids[0])) as unknown },
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

	test('a task that is unknown for a moment is waited for', async () => {
		const { end } = await played({
			plans: [{ seconds: 90 }],
			between: (look) => {
				if (look === 2) gateway.server.faults.next('status', faults.taskNotExist());
			},
		});
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
			between: (look) => {
				if (look === start) gateway.server.faults.next('status', faults.dropped(), 12);
			},
		});
		expect(gateway.server.faults.left).toBe(0);
		expect(end?.items[0]?.json).toMatchObject({ status: 'completed' });
	});

	test('a completed task without its link is looked at once more', async () => {
		const { end } = await played({
			plans: [{ seconds: 30, dialect: { resultAt: [] } }],
		});
		expect(end?.pauses).toEqual([66, 66]);
		expect(end?.items[0]?.json).toMatchObject({ status: 'completed', done: true });
	});

	test.each([
		['the gateway then forgets', 60, faults.taskNotExist()],
		['is lost at the time-out', 1.5, undefined],
	])('a completed task without its link that %s is completed', async (_, timeout, trouble) => {
		const { end } = await played({
			plans: [{ seconds: 30, dialect: { resultAt: [] } }],
			waitOptions: { timeout },
			between: (look) => {
				if (look === 3 && trouble) gateway.server.faults.always('status', trouble);
			},
		});
		expect(end?.pauses).toHaveLength(timeout < 2 ? 1 : 2);
		expect(end?.items[0]?.json).toMatchObject({ status: 'completed', done: true });
		expect(end?.items[0]?.json).not.toHaveProperty('error');
	});
});

test('the looks take the Request Options of the parked node', async () => {
	const closed = await Relay.to(gateway.server.url);
	const { end } = await played({
		plans: [{ seconds: 0 }],
		waitOptions: { timeout: 2 },
		parameters: { requestOptions: { proxy: `={{ "${closed.url}" }}` } },
	});
	expect(end?.items[0]?.json.error).toMatchObject({
		description: expect.stringContaining('ECONNREFUSED') as unknown,
	});
	expect(looks()).toBe(0);
});

describe('the file', () => {
	const parameters = { downloadVideo: true, outputField: 'clip' };

	test('is fetched by an execution that n8n takes for a part of the parked one', async () => {
		const { end, child } = await played({ plans: [{ seconds: 30 }, { seconds: 100 }], parameters });
		expect(end?.items.map(({ binary }) => binary?.clip?.mimeType)).toEqual([
			'video/mp4',
			'video/mp4',
		]);
		expect(child.called).toEqual([
			'Kling Video: wait in the database',
			'Kling Video: fetch files',
			'Kling Video: fetch files',
		]);
		expect(gateway.server.requestsTo('result')).toHaveLength(2);
	});

	test('that cannot be had is an error beside the task', async () => {
		gateway.server.faults.always('result', faults.storage(403));
		gateway.server.faults.always('content', faults.emptyBody(404));
		const { end, ids } = await played({ plans: [{ seconds: 30 }, { seconds: 30 }], parameters });
		expect(end?.items[1]?.json).toMatchObject({
			...{ task_id: ids[1], status: 'completed', done: true },
			error: {
				code: 'fileUnavailable',
				message: expect.stringMatching(`${ids[1]}.*\\[item 1\\]`) as unknown,
			},
		});
		expect(end?.items[1]?.binary).toBeUndefined();
	});
});

describe('before anything is waited for', () => {
	test.each([
		[{ timeout: 0 }, "The value of 'Timeout' must be a number of minutes above 0"],
		[{ timeout: 'soon' }, "The value of 'Timeout' must be a number of minutes above 0"],
	])('%j is refused', async (waitOptions, message) => {
		const { parent, child } = await played({ plans: [{}], waitOptions });
		expect(parent.error?.message).toBe(message);
		expect(child.called).toEqual([]);
		expect(looks()).toBe(0);
	});

	test("a workflow's own timeout that is shorter is refused", async () => {
		const options = { workflowSettings: { timezone: 'UTC', executionTimeout: 600 } };
		const { parent, child } = await played({ plans: [{}], options });
		expect(parent.error?.message).toContain("'Wait In'");
		expect(child.called).toEqual([]);
	});

	test("an agent's tool is refused", () => {
		const context = { getNode: () => ({ type: 'n8n-nodes-kling-video.klingVideoTool' }) };
		const check = () => checkParking(context as IExecuteSingleFunctions, { timeoutMs: 60_000 });
		expect(check).toThrow("'Wait In' cannot be 'In Database' for an AI agent's tool");
	});

	test('an n8n that cannot park is refused', () => {
		const context = { getNode: () => ({ type: 'n8n-nodes-kling-video.klingVideo' }) };
		const check = () => checkParking(context as IExecuteSingleFunctions, { timeoutMs: 60_000 });
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
