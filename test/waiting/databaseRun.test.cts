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

const checks = () => gateway.server.requestsTo('status').length;

const PENDING = { seconds: 30 };
const ENDED = { seconds: 0 };
const NEVER = Number.POSITIVE_INFINITY;
const HOUR_MS = 3600_000;

const nodesIn = ({ resultData }: IRunExecutionData) => Object.keys(resultData.runData);

test('what n8n would hand on without the child tells that the wait was lost, and is not the input', async () => {
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

test('what n8n stores does not grow with the tasks from check to check', async () => {
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

test('a child that is stopped amid a check makes up no outcome', async () => {
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

test('the child is the one that n8n resumes the waiting execution after', async () => {
	const { child, parent } = await played({ plans: [PENDING] });
	const { executionId, workflow } = parent;
	expect(child.calls.map(({ parentExecution }) => parentExecution)).toMatchObject([
		{ executionId, workflowId: workflow.id, shouldResume: true },
	]);
});

test('its settings are its own: saved, no time limit, nothing stored amid a check', async () => {
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

test('the checks take the Request Options of the node that waits', async () => {
	const closed = await Relay.to(gateway.server.url);
	const { end } = await played({
		plans: [{ seconds: 0 }],
		waitOptions: { timeout: 2 },
		parameters: { requestOptions: { proxy: `={{ "${closed.url}" }}` } },
	});
	expect(end?.items[0]?.json.error).toMatchObject({
		description: expect.stringContaining('ECONNREFUSED') as unknown,
	});
	expect(checks()).toBe(0);
});

test('their time-out is one of the Request Options, too', async () => {
	gateway.server.faults.next('status', faults.hang());
	const { seconds } = await played({
		plans: [ENDED],
		parameters: { requestOptions: { timeout: 5000 } },
	});
	expect(Math.round(seconds)).toBe(5 + 66);
});

test('the first deadline of all is the moment of a check', async () => {
	const { end } = await played({
		plans: [{ seconds: NEVER }, { seconds: NEVER }],
		waitOptions: { timeout: '={{ $itemIndex === 0 ? 60 : 3 }}' },
	});
	expect(end?.pauses.slice(0, 2)).toEqual([66, 114]);
	expect(end?.items.map(({ json }) => json.error)).toMatchObject([
		{ message: expect.stringContaining('60 minutes') as unknown },
		{ message: expect.stringContaining('3 minutes') as unknown },
	]);
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
			error: {
				message: expect.stringMatching(`'Base URL' of the .* credential .*${id}`) as unknown,
			},
		})),
	);
});

test('a person who opens the child sees what it is for', async () => {
	const { child, parent } = await played({ plans: [PENDING, PENDING] });
	const nodes = child.calls[0]?.workflow.nodes ?? [];
	const places = nodes.map(({ position }) => position.join());
	expect(new Set(places).size).toBe(nodes.length);
	const note = nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
	expect(note?.parameters.content).toContain(`2 tasks for execution ${parent.executionId}`);
	expect(note?.parameters.content).toContain('Leave this execution alone');
});

describe('the file', () => {
	const parameters = { downloadVideo: true, outputField: 'clip' };

	test('is fetched by an execution that n8n takes for a part of the waiting one', async () => {
		const { end, child, parent } = await played({
			plans: [{ seconds: 30 }, { seconds: 100 }],
			parameters,
		});
		expect(end?.items.map(({ binary }) => binary?.clip?.mimeType)).toEqual([
			'video/mp4',
			'video/mp4',
		]);
		expect(child.called).toEqual([
			'Kling Video: check 2 tasks',
			'Kling Video: download videos',
			'Kling Video: download videos',
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
				child.broken = 'Kling Video: download videos';
			},
		});
		expect(end?.items[0]?.json).toMatchObject({
			...{ task_id: ids[0], status: 'completed', done: true },
			error: { message: expect.stringContaining(String(ids[0])) as unknown },
		});
	});

	test('does not hold up the checks of the other tasks, whether it comes or not', async () => {
		const { server } = gateway;
		const isOf = (place: number, url: string) => url.includes(String(server.tasks[place]?.id));
		server.faults.always('result', faults.hang(), ({ request }) => isOf(0, request.url));
		server.faults.always('content', faults.hang(), ({ request }) => isOf(0, request.url));
		let checksOfOther = 0;
		const { end, ids } = await played({
			plans: [ENDED, { seconds: 5000 }],
			waitOptions: { timeout: 120 },
			parameters,
			between: (check) => {
				const polls = server.requestsTo('status').filter(({ url }) => isOf(1, url));
				if (check === 2) checksOfOther = polls.length;
			},
		});
		expect(checksOfOther).toBeGreaterThan(1);
		expect(end?.items[0]?.json).toMatchObject({ task_id: ids[0], error: {} });
		expect(end?.items[1]?.binary?.clip?.mimeType).toBe('video/mp4');
	});

	test('of a download that a person stops is made up by nobody', async () => {
		let stopped: DatabaseChild | undefined;
		const { end, ids } = await played({
			plans: [PENDING],
			parameters,
			between: (_, child) => {
				gateway.server.faults.always('result', faults.hang());
				stopped = child;
				setTimeout(() => child.stop(), 1000);
			},
		});
		expect(stopped?.lastItemsOf('Kling Video: download videos')).toEqual([]);
		expect(end?.items[0]?.json).toMatchObject({ task_id: ids[0], status: 'completed', error: {} });
		expect(end?.items[0]?.binary).toBeUndefined();
	});
});
