import type { INodeParameters } from 'n8n-workflow';
import { failure } from '../../gateway/server.cts';
import { engineVersion } from '../../dev/engine/engineProcess.cts';
import { useGateway } from '../support/localGateway.cts';
import { instead, playedWait, type Wait } from './playedWait.cts';

const gateway = useGateway();

const played = async (wait: Wait) => await playedWait(gateway, wait);

const PENDING = { seconds: 30 };
const ENDED = { seconds: 0 };
const FAILED = { seconds: 0, outcome: failure('ModelGenerateFailed') };

/** The item in that place has no task ID. */
const withoutTask = (item: number): INodeParameters => ({
	taskId: `={{ $itemIndex === ${item} ? '' : $json.task_id }}`,
});

const inBatches: INodeParameters = {
	requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 1000 } } },
};

test('what n8n shows while the execution waits is true: the tasks as they stand, and no error', async () => {
	const { parent, ids } = await played({ plans: [FAILED, PENDING, ENDED] });
	expect(parent.outputs[0]?.map(({ json }) => json)).toMatchObject([
		{ task_id: ids[0], status: 'failed', done: true },
		{ task_id: ids[1], status: 'pending', done: false },
		{ task_id: ids[2], status: 'completed', done: true },
	]);
	for (const { json } of parent.outputs[0] ?? []) {
		expect(json).not.toHaveProperty('error');
		expect(json.waiting).toMatch(/waits for 1 task, which execution .* checks/);
	}
});

describe.each([
	['side by side', {}],
	['in batches', inBatches],
])('Retry On Fail, items %s', (_, request) => {
	test.each([0, 1])('starts one child, also where item %i is refused', async (item) => {
		const { parent, child, end, ids } = await played({
			plans: [PENDING, PENDING],
			parameters: { ...withoutTask(item), ...request },
			options: {
				settings: { onError: 'continueRegularOutput', retryOnFail: true, maxTries: 3 },
			},
		});
		expect(child.called).toEqual(['Kling Video: check 1 task']);
		expect(parent.run.status).toBe('waiting');
		expect(JSON.stringify(parent.outputs)).not.toContain('error');
		const refused = { error: { code: 'invalidInput' } };
		const done = (id?: unknown) => ({ task_id: id, status: 'completed' });
		expect(end?.items.map(({ json }) => json)).toMatchObject(
			item === 0 ? [refused, done(ids[1])] : [done(ids[0]), refused],
		);
	});

	test('starts one child where all is well', async () => {
		const settings = { retryOnFail: true, maxTries: 3 };
		const plans = [FAILED, PENDING];
		const { child, end } = await played({ plans, parameters: request, options: { settings } });
		expect(child.called).toEqual(['Kling Video: check 2 tasks']);
		expect(end?.items.map(({ json }) => json.status)).toEqual(['failed', 'completed']);
	});

	test.each([0, 1])('starts none where item %i fails the node', async (item) => {
		const { parent, child } = await played({
			plans: [PENDING, PENDING],
			parameters: { ...withoutTask(item), ...request },
			options: { settings: { retryOnFail: true, maxTries: 2 } },
		});
		expect(parent.error?.message).toContain(`'Task ID' is empty [item ${item}]`);
		expect(child.called).toEqual([]);
	});
});

describe.each([
	['side by side', {}],
	['in batches', inBatches],
])('an item that n8n cannot evaluate, items %s', (_, request) => {
	test.each([
		['first', 0],
		['midst', 1],
		['last', 2],
	])('keeps its place: %s', async (__, place) => {
		const { end, ids, parent, child } = await played({
			plans: [PENDING, PENDING, PENDING],
			parameters: {
				taskId: `={{ $itemIndex === ${place} ? $("Nobody").first().json.id : $json.task_id }}`,
				...request,
			},
			options: { settings: { onError: 'continueRegularOutput' } },
		});
		if (engineVersion === '2.8') {
			// n8n 2.8 hands the node's input on then.
			return expect([parent.run.status, child.called]).toEqual(['success', []]);
		}
		expect(end?.items.map(({ json }) => json)).toMatchObject(
			ids.map((id, index) =>
				index === place
					? { error: { message: expect.stringContaining('could not evaluate') as unknown } }
					: { task_id: id, status: 'completed' },
			),
		);
	});
});

test('with an error output a failed item is nothing but its error, by which n8n sends it there', async () => {
	const { parent, end, ids } = await played({
		plans: [{ ...PENDING, outcome: failure('ModelGenerateFailed') }, PENDING, PENDING],
		parameters: withoutTask(2),
		options: { settings: { onError: 'continueErrorOutput' } },
	});
	const error = { task_id: ids[0], code: 'ModelGenerateFailed' };
	expect(end?.items.map(({ json }) => json)).toMatchObject([
		{ error },
		{ task_id: ids[1], status: 'completed' },
		{ error: { code: 'invalidInput' } },
	]);
	expect(Object.keys(end?.items[0]?.json ?? {})).toEqual(['error']);
	expect(instead(parent).map(({ json }) => Object.keys(json))).toEqual([
		['error'],
		['error'],
		['error'],
	]);
});
