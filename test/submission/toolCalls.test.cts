import { faults } from '../../gateway/server.cts';
import { runWorkflow, type RunOptions, type RunResult } from '../../dev/engine/engine.cts';
import { against, GENERATE, RETRY_ON_FAIL, SUBMIT } from '../reliability/runs.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';

const gateway = useGateway();

const FOX = { prompt: 'A fox' };

/** The node as a tool whose prompt the agent fills in. */
async function agent(
	steps: RunOptions['agentSteps'],
	more: Partial<RunOptions> = {},
): Promise<RunResult> {
	const parameters = { ...SUBMIT, prompt: '={{ $fromAI("prompt") }}', ...more.parameters };
	return await withVirtualTime(
		async () => await runWorkflow(against(gateway, { agentSteps: steps, ...more, parameters })),
	);
}

/** What the agent was told, call by call. */
const answersOf = ({ received }: RunResult) =>
	received.main.map(({ item }) => String(item.json.answer ?? item.json.error));

const ids = () => gateway.server.tasks.map(({ id }) => id);

test('another call after one that failed with its task is a task of its own, even where every body differs', async () => {
	gateway.server.settings.plan = { seconds: 20 };
	gateway.server.faults.next('status', faults.modelForbidden('Kling-2.6'));
	const options = { metadata: '={{ { seed: Math.random() } }}' };
	const parameters = { ...GENERATE, prompt: '={{ $fromAI("prompt") }}', options };
	const answers = answersOf(await agent([[FOX], [{ prompt: 'A bear' }], [FOX]], { parameters }));
	expect(gateway.server.tasks.map(({ body }) => body.prompt)).toEqual(['A fox', 'A bear']);
	const [fox, bear] = ids();
	expect(answers).toEqual([
		expect.stringContaining(`${fox}`),
		expect.stringContaining(`${bear}`),
		expect.stringContaining(`${fox}`),
	]);
});

test('two equal calls side by side are two tasks, and each call gets its own', async () => {
	const answers = answersOf(await agent([[FOX, FOX]]));
	expect(ids()).toHaveLength(2);
	expect(ids().map((id) => answers.filter((answer) => answer.includes(id)).length)).toEqual([1, 1]);
});

test('an equal call after the first one came out is a new task', async () => {
	const answers = answersOf(await agent([[FOX], [FOX]]));
	expect(ids()).toHaveLength(2);
	ids().forEach((id, place) => expect(answers[place]).toContain(id));
});

test('a task that has come out is stored as such: no call of a Retry is given it again', async () => {
	expect((await agent([[FOX]])).stored).toContain('handedOver');
	gateway.server.faults.always('submit', faults.dropped({ accept: true }));
	expect((await agent([[FOX]])).stored).not.toContain('handedOver');
});

test('calls that have no execution ID, as over MCP, are submitted, each once', async () => {
	const answers = answersOf(await agent([[FOX], [FOX]], { hidesExecutionId: true }));
	expect(ids()).toHaveLength(2);
	ids().forEach((id, place) => expect(answers[place]).toContain(id));
});

test('a call without an execution ID that is tried again goes on with its own task', async () => {
	gateway.server.settings.plan = { seconds: 20 };
	gateway.server.faults.next('status', faults.modelForbidden('Kling-2.6'));
	const parameters = { ...GENERATE, prompt: '={{ $fromAI("prompt") }}' };
	const more = { parameters, settings: RETRY_ON_FAIL, hidesExecutionId: true };
	const answers = answersOf(await agent([[FOX]], more));
	expect(ids()).toHaveLength(1);
	expect(answers[0]).toContain(ids()[0]);
});

test('a retry of a call goes on with its own task', async () => {
	gateway.server.settings.plan = { seconds: 20 };
	gateway.server.faults.next('status', faults.modelForbidden('Kling-2.6'));
	const parameters = { ...GENERATE, prompt: '={{ $fromAI("prompt") }}' };
	const answers = answersOf(await agent([[FOX]], { parameters, settings: RETRY_ON_FAIL }));
	expect(ids()).toHaveLength(1);
	expect(answers[0]).toContain(ids()[0]);
});

test('a retry of one of two equal calls is no third task', async () => {
	gateway.server.settings.plan = { seconds: 20 };
	gateway.server.faults.next('status', faults.modelForbidden('Kling-2.6'));
	const parameters = { ...GENERATE, prompt: '={{ $fromAI("prompt") }}' };
	const answers = answersOf(await agent([[FOX, FOX]], { parameters, settings: RETRY_ON_FAIL }));
	expect(ids()).toHaveLength(2);
	expect(ids().map((id) => answers.filter((answer) => answer.includes(id)).length)).toEqual([1, 1]);
});

test('a call of unknown outcome whose body differs at every try is not sent again by its retries', async () => {
	gateway.server.faults.next('submit', faults.dropped({ accept: true }));
	const parameters = { options: { metadata: '={{ { seed: Math.random() } }}' } };
	const answers = answersOf(await agent([[FOX]], { settings: RETRY_ON_FAIL, parameters }));
	expect(gateway.server.submits).toHaveLength(1);
	expect(answers).toEqual([expect.stringContaining('not known')]);
});

test('a call of unknown outcome is not sent again by its retries, nor by the other call', async () => {
	gateway.server.faults.next('submit', faults.dropped({ accept: true }));
	const answers = answersOf(await agent([[FOX, FOX]], { settings: RETRY_ON_FAIL }));
	expect(gateway.server.submits).toHaveLength(2);
	expect(answers.filter((answer) => answer.includes('not known'))).toHaveLength(1);
	expect(answers.filter((answer) => answer.includes('task_'))).toHaveLength(1);
});
