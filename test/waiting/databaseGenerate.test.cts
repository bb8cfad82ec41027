import type { INodeParameters } from 'n8n-workflow';
import { retryExecution, runWorkflow, type RunOptions } from '../../dev/engine/engine.cts';
import { failure, faults } from '../../gateway/server.cts';
import { against, GENERATE, named, of, RETRY_ON_FAIL } from '../reliability/runs.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { DatabaseChild } from './databaseChild.cts';

const gateway = useGateway();

const IN_DATABASE: INodeParameters = { ...GENERATE, waitOptions: { waitIn: 'database' } };

/** Generate with one item for each name, up to the moment at which it is put to wait, and then to its end. */
async function generated(names: string[], more: RunOptions = {}) {
	return await withVirtualTime(async ({ elapsed }) => {
		const child = new DatabaseChild(gateway);
		const options = against(gateway, {
			parameters: IN_DATABASE,
			items: named(...names),
			executeWorkflow: child.executeWorkflow,
			...more,
		});
		const parent = await runWorkflow(options);
		const polledBefore = gateway.server.requestsTo('status').length;
		const isWaiting = parent.run.status === 'waiting';
		const end = isWaiting ? await child.toTheEnd() : undefined;
		return { parent, child, end, polledBefore, seconds: elapsed() / 1000 };
	});
}

const submissions = () => gateway.server.requestsTo('submit').length;
const ids = () => gateway.server.tasks.map(({ id }) => id);

const plan = (seconds: number) => {
	gateway.server.settings.plan = () => ({ seconds });
};

test('it submits, waits in one child, and comes out with the files', async () => {
	plan(200);
	const parameters = { ...IN_DATABASE, downloadVideo: true, outputField: 'clip' };
	const { parent, child, end } = await generated(['a', 'b'], { parameters });
	expect(parent.outputs[0]?.map(({ json }) => json)).toMatchObject(
		ids().map((id) => ({ task_id: id, done: false, waiting: expect.any(String) as unknown })),
	);
	expect(
		end?.items.map(({ json, binary }) => [json.task_id, json.status, binary?.clip?.mimeType]),
	).toEqual(ids().map((id) => [id, 'completed', 'video/mp4']));
	expect(child.called).toEqual(['Kling Video: check 2 tasks', 'Kling Video: download videos']);
	expect(submissions()).toBe(2);
	for (const { json } of end?.items ?? []) {
		expect(json).toMatchObject({ seconds: expect.any(Number) as unknown });
	}
});

test('what is missing in the prompt is told after the wait, too', async () => {
	plan(100);
	const parameters = { ...IN_DATABASE, prompt: '=A {{ $json.nothing }} fox' };
	const { end } = await generated(['a'], { parameters });
	expect(end?.items[0]?.json).toMatchObject({
		status: 'completed',
		warnings: [{ code: 'emptyExpression' }],
	});
});

test('a time-out counts from the acceptance', async () => {
	plan(Number.POSITIVE_INFINITY);
	const waitOptions = { waitIn: 'database', timeout: 7 };
	const parameters = { ...IN_DATABASE, waitOptions };
	const { end, seconds } = await generated(['a'], { parameters });
	expect(end?.items[0]?.json).toMatchObject({ done: false, error: { code: 'timeOut' } });
	expect(Math.round(seconds / 60)).toBe(7);
});

test('a failed task is an item with its error', async () => {
	gateway.server.settings.plan = ({ body }) => ({
		seconds: 30,
		...(body.prompt === 'a' && { outcome: failure('ModelGenerateFailed') }),
	});
	const { end } = await generated(['a', 'b']);
	expect(end?.items.map(({ json }) => json)).toMatchObject([
		{ task_id: ids()[0], status: 'failed', error: { code: 'ModelGenerateFailed' } },
		{ task_id: ids()[1], status: 'completed' },
	]);
});

test('items that wait for a free slot keep the execution running; it waits when the last one is accepted', async () => {
	plan(100);
	gateway.server.settings.slots = 1;
	const { parent, child, end } = await generated(['a', 'b', 'c']);
	expect(parent.run.status).toBe('waiting');
	expect(child.called).toEqual(['Kling Video: check 3 tasks']);
	expect(parent.outputs[0]?.map(({ json }) => json.status)).toEqual([
		'completed',
		'completed',
		'pending',
	]);
	expect(end?.items.map(({ json }) => [json.task_id, json.status])).toEqual(
		ids().map((id) => [id, 'completed']),
	);
	expect(ids()).toHaveLength(3);
});

test('a task that the account accepts and then fails for lack of room is submitted again', async () => {
	plan(300);
	gateway.server.settings.slots = 1;
	gateway.server.settings.over = 'failed';
	const { parent, child, end } = await generated(['a', 'b']);
	expect(parent.run.status).toBe('waiting');
	expect(child.called).toEqual(['Kling Video: check 2 tasks']);
	expect(end?.items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
	// Those that failed for lack of room were given back, and are told with the task that came after them.
	const told = end?.items.flatMap(({ json }) => [json.task_id, json.earlier_task_ids ?? []]);
	expect(told?.flat().sort()).toEqual(ids().sort());
	expect(ids().length).toBeGreaterThan(2);
});

describe('an item that is refused', () => {
	const refusal = () => {
		plan(100);
		gateway.server.faults.always('submit', faults.noAccountCredit(), of('b'));
	};

	test('fails the node before anything is waited for, and Retry pays for no task again', async () => {
		refusal();
		const { parent, child } = await generated(['a', 'b', 'c']);
		expect(child.called).toEqual([]);
		expect(parent.error?.message).toContain('out of credit [item 1]');
		for (const id of ids()) expect(parent.error?.description).toContain(id);
		expect(ids()).toHaveLength(2);
		gateway.server.faults.clear();
		const retried = await withVirtualTime(async () => await retryExecution(parent));
		expect(retried.run.status).toBe('waiting');
		expect(child.called).toEqual(['Kling Video: check 3 tasks']);
		expect(ids()).toHaveLength(3);
	});

	test.each([
		[{ onError: 'continueRegularOutput' as const }],
		[{ onError: 'continueRegularOutput' as const, ...RETRY_ON_FAIL }],
	])('is carried past the wait with %j', async (settings) => {
		refusal();
		const { child, end, parent } = await generated(['b', 'a'], { settings });
		expect(JSON.stringify(parent.outputs)).not.toContain('"error"');
		expect(child.called).toEqual(['Kling Video: check 1 task']);
		expect(end?.items.map(({ json }) => json)).toMatchObject([
			{ error: { code: expect.any(String) as unknown } },
			{ task_id: ids()[0], status: 'completed' },
		]);
		expect(ids()).toHaveLength(1);
	});
});
