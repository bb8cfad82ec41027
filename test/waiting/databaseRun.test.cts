import type { IRunExecutionData } from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';
import { faults } from '../../gateway/server.cts';
import { Relay } from '../reliability/matrix/relay.cts';
import { useGateway } from '../support/localGateway.cts';
import { fromStored } from '../../dev/engine/storedRunData.cts';
import type { DatabaseChild } from './databaseChild.cts';
import { instead, playedWait, type Wait } from './playedWait.cts';

const gateway = useGateway();

const played = async (wait: Wait) => await playedWait(gateway, wait);

const looks = () => gateway.server.requestsTo('status').length;

const PENDING = { seconds: 30 };
const ENDED = { seconds: 0 };
const HOUR_MS = 3600_000;

const nodesIn = ({ resultData }: IRunExecutionData) => Object.keys(resultData.runData);

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

test('a child that crashes leaves an item for each task: what is known, and no result that is not', async () => {
	const { child, ids } = await played({ plans: [PENDING, ENDED, PENDING] });
	expect(child.beforeTheEnd.map(({ json }) => json)).toMatchObject([
		{ task_id: ids[0], done: false, error: { code: 'waitCutOff' } },
		{ task_id: ids[1], done: true, status: 'completed' },
		{ task_id: ids[2], done: false, error: { code: 'waitCutOff' } },
	]);
	expect(child.beforeTheEnd[1]?.json).not.toHaveProperty('error');
	expect(child.beforeTheEnd.map(({ pairedItem }) => pairedItem)).toEqual(
		ids.map((_, item) => ({ item })),
	);
});

test('a child that is stopped amid a look makes up no outcome', async () => {
	let stopped: DatabaseChild | undefined;
	const end = played({
		plans: [PENDING],
		between: (_, child) => {
			gateway.server.faults.always('status', faults.hang());
			stopped = child;
			setTimeout(() => child.stop(), 1000);
		},
	});
	await expect(end).rejects.toThrow('The child failed');
	expect(stopped?.lastItems).toEqual([]);
});

test('every node has run before the first pause: for one that has not, a crash makes n8n invent an output', async () => {
	const { child } = await played({ plans: [{ seconds: 100 }] });
	const [first = '', second = ''] = child.stored;
	expect(nodesIn(fromStored(first))).toEqual(nodesIn(fromStored(second)));
});

test('the child is the one that n8n resumes the parked execution after', async () => {
	const { child, parent } = await played({ plans: [PENDING] });
	const { executionId, workflow } = parent;
	expect(child.calls.map(({ parentExecution }) => parentExecution)).toMatchObject([
		{ executionId, workflowId: workflow.id, shouldResume: true },
	]);
});

test('its settings are its own: saved, no time limit, nothing stored amid a look', async () => {
	const workflowSettings = {
		timezone: 'UTC',
		executionTimeout: 7200,
		callerPolicy: 'none' as const,
	};
	const { child } = await played({ plans: [PENDING], options: { workflowSettings } });
	expect(child.calls[0]?.workflow.settings).toMatchObject({
		...{ callerPolicy: 'any', executionTimeout: -1, saveExecutionProgress: false },
		...{ saveDataErrorExecution: 'all', saveDataSuccessExecution: 'all' },
	});
});

test('an n8n that does not watch over the child wakes the node a day after the last deadline', async () => {
	const { parent } = await played({
		plans: [PENDING, PENDING],
		waitOptions: { timeout: '={{ 60 * ($itemIndex + 1) }}' },
	});
	const start = new Date('2026-01-05T12:00:00Z').getTime();
	const wakes = parent.run.waitTill ?? undefined;
	if ('WAIT_FOR_SUB_EXECUTION' in n8nWorkflow) {
		expect(wakes).toEqual(n8nWorkflow.WAIT_FOR_SUB_EXECUTION);
	} else {
		expect(Math.round(((wakes?.getTime() ?? 0) - start) / HOUR_MS)).toBe(26);
	}
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

test('their time-out is one of the Request Options, too', async () => {
	gateway.server.faults.next('status', faults.hang());
	const { seconds } = await played({
		plans: [ENDED],
		parameters: { requestOptions: { timeout: 5000 } },
	});
	expect(Math.round(seconds)).toBe(5 + 66);
});

test('a credential that cannot be used any more ends the wait with the task IDs', async () => {
	const { end, ids } = await played({
		plans: [PENDING, PENDING],
		between: (_, child) => {
			child.credentials = { apiKey: '', baseUrl: '' };
		},
	});
	expect(end?.items.map(({ json }) => json)).toMatchObject(
		ids.map((id) => ({
			...{ task_id: id, done: false },
			error: { message: expect.stringContaining(id) as unknown },
		})),
	);
});

describe('the file', () => {
	const parameters = { downloadVideo: true, outputField: 'clip' };

	test('is fetched by an execution that n8n takes for a part of the parked one', async () => {
		const { end, child, parent } = await played({
			plans: [{ seconds: 30 }, { seconds: 100 }],
			parameters,
		});
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
		const { executionId, workflow } = parent;
		for (const { parentExecution } of child.calls.slice(1)) {
			expect(parentExecution).toMatchObject({
				...{ executionId, workflowId: workflow.id, shouldResume: false },
			});
		}
		expect(child.calls.at(-1)?.workflow.settings).toMatchObject({
			...{ saveDataErrorExecution: 'none', saveDataSuccessExecution: 'none' },
		});
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
				description: expect.stringContaining(String(end?.items[1]?.json.video_url)) as unknown,
			},
		});
		expect(end?.items[1]?.binary).toBeUndefined();
	});

	test('that n8n cannot fetch is an error beside the task', async () => {
		const { end, ids } = await played({
			plans: [PENDING],
			parameters,
			between: (_, child) => {
				child.broken = 'Kling Video: fetch files';
			},
		});
		expect(end?.items[0]?.json).toMatchObject({
			...{ task_id: ids[0], status: 'completed', done: true },
			error: { message: expect.stringContaining(String(ids[0])) as unknown },
		});
	});
});
