import type { INodeParameters } from 'n8n-workflow';

import { faults } from '../../gateway/server.cts';
import {
	retryExecution,
	runWorkflow,
	type RunOptions,
	type RunResult,
} from '../../dev/engine/engine.cts';
import { against, GENERATE, named, RETRY_ON_FAIL, SUBMIT } from '../reliability/runs.cts';
import { promptOf } from '../reliability/matrix/gatewayFacts.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway();

/** Another prompt at every try. */
const MOVING = { prompt: '={{ $json.name }} at {{ $now.toMillis() }} {{ Math.random() }}' };

async function run(options: RunOptions): Promise<RunResult> {
	return await withVirtualTime(async () => await runWorkflow(against(gateway, options)));
}

async function retry(failed: RunResult, parameters?: INodeParameters): Promise<RunResult> {
	const startAt = new Date('2026-01-05T13:00:00Z');
	const changes = parameters && { parameters };
	return await withVirtualTime(async () => await retryExecution(failed, changes), { startAt });
}

const moving = (parameters: INodeParameters): INodeParameters => ({ ...parameters, ...MOVING });

test.each([
	['an answer that got lost', () => faults.dropped({ accept: true })],
	['a time-out', () => faults.hang({ accept: true })],
])('with $now in the prompt, %s is paid once, whatever Retry On Fail says', async (_, fault) => {
	gateway.server.faults.next('submit', fault());
	const { error } = await run({
		parameters: moving(SUBMIT),
		items: named('a'),
		settings: RETRY_ON_FAIL,
	});
	expect(gateway.server.submits).toHaveLength(1);
	expect(error?.description).toContain('earlier try of this execution');
});

test('a poll that is refused leads back to the same task', async () => {
	gateway.server.settings.plan = { seconds: 20 };
	gateway.server.faults.next('status', faults.modelForbidden('Kling-2.6'));
	const { outputs } = await run({
		parameters: moving(GENERATE),
		items: named('a'),
		settings: RETRY_ON_FAIL,
	});
	expect(gateway.server.submits).toHaveLength(1);
	expect(outputs[0]?.[0]?.json.task_id).toBe(gateway.server.task().id);
});

describe("a person's Retry", () => {
	const failed = async (parameters: INodeParameters) => {
		gateway.server.faults.hook = ({ route, nth }) =>
			route === 'submit' && nth === 2 ? faults.invalidRequest() : undefined;
		return await run({ parameters, items: named('a', 'b') });
	};

	test('goes on with the accepted task though its body moves', async () => {
		const retried = await retry(await failed(moving(SUBMIT)));
		expect(gateway.server.tasks).toHaveLength(2);
		expect(retried.outputs[0]?.map(({ json }) => json.task_id)).toEqual(
			gateway.server.tasks.map(({ id }) => id),
		);
	});

	test('of a changed prompt is another request', async () => {
		await retry(await failed(SUBMIT), { ...SUBMIT, prompt: '={{ $json.name }} at night' });
		expect(gateway.server.tasks).toHaveLength(3);
	});

	test('of an option that changes nothing in the request is the same request', async () => {
		const parameters = { ...SUBMIT, options: { size: '', metadata: '' } };
		await retry(await failed(SUBMIT), parameters);
		expect(gateway.server.tasks).toHaveLength(2);
	});

	test('twice, with a moving body and Retry On Fail, pays nothing again', async () => {
		const first = await failed(moving(SUBMIT));
		gateway.server.faults.hook = ({ route, body }) =>
			route === 'submit' && String(promptOf(body)).startsWith('b')
				? faults.invalidRequest()
				: undefined;
		const second = await retry(first);
		gateway.server.faults.hook = undefined;
		await retry(second);
		expect(gateway.server.tasks).toHaveLength(2);
	});
});

test('a batch interval that comes as text loses no item', async () => {
	const batching = { batch: { batchSize: 1, batchInterval: '={{ "2000" }}' } };
	const { outputs } = await run({
		parameters: { ...SUBMIT, requestOptions: { batching } },
		items: named('a', 'b', 'c', 'd', 'e'),
	});
	expect(outputs[0]?.map(({ json }) => json.task_id)).toEqual(
		gateway.server.tasks.map(({ id }) => id),
	);
	expect(gateway.server.tasks).toHaveLength(5);
});
