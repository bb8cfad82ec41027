import fc from 'fast-check';

import { runWorkflow, type NodeSettings, type RunResult } from '../../dev/engine/engine.cts';
import type { GatewayTask } from '../../gateway/server.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { promptOf, tasksOf } from './matrix/gatewayFacts.cts';
import {
	faultOf,
	randomGateway,
	secretsShownBy,
	STORIES,
	STORIES_LIMIT_MS,
} from './randomGateway.cts';
import { against, GENERATE, noUnhandledRejections, SUBMIT, warmUp } from './runs.cts';

const gateway = useGateway();
noUnhandledRejections();
warmUp(gateway);
const { atSubmit, atStatus, plan } = randomGateway(gateway);

const PROMPTS = ['A fox', 'A bear'];

const story = fc.record({
	operation: fc.constantFrom('submit', 'generate'),
	/** The prompts of the calls: those of a step side by side, many of them equal. */
	steps: fc.array(fc.array(fc.constantFrom(...PROMPTS), { minLength: 1, maxLength: 3 }), {
		minLength: 1,
		maxLength: 3,
	}),
	/** In the order in which requests come, whoever sends them. */
	submits: fc.array(atSubmit, { maxLength: 6 }),
	polls: fc.array(atStatus, { maxLength: 10 }),
	plans: fc.array(plan, { minLength: 1, maxLength: 4 }),
	settings: fc.constantFrom<NodeSettings>(
		{},
		{ retryOnFail: true, maxTries: 3, waitBetweenTries: 500 },
	),
	/** As over MCP. */
	hidesExecutionId: fc.boolean(),
	/** Another body at every try of the same call. */
	moves: fc.boolean(),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

async function play(told: Story): Promise<RunResult> {
	const { server } = gateway;
	server.reset();
	const plans = [...told.plans];
	server.settings.plan = () => plans.shift() ?? {};
	const queues = { submit: [...told.submits], status: [...told.polls] };
	server.faults.hook = ({ route }) =>
		route === 'submit' || route === 'status' ? faultOf(queues[route].shift()) : undefined;
	return await runWorkflow(
		against(gateway, {
			agentSteps: told.steps.map((calls) => calls.map((prompt) => ({ prompt }))),
			hidesExecutionId: told.hidesExecutionId,
			settings: told.settings,
			parameters: {
				...(told.operation === 'submit' ? SUBMIT : GENERATE),
				prompt: '={{ $fromAI("prompt") }}',
				...(told.moves && { options: { metadata: '={{ { seed: Math.random() } }}' } }),
			},
		}),
	);
}

const endsBadly = ({ plan: { outcome } }: GatewayTask) => outcome.status !== 'completed';

const isUnknown = (answer: string) => answer.includes('not known');

/** One answer a call, one living task a call at the most, and none that neither the agent nor the log is told of. */
function checkCalls({ steps }: Story, result: RunResult): void {
	const calls = steps.flat();
	const answers = result.received.main.map(({ item }) =>
		String(item.json.answer ?? item.json.error),
	);
	expect(answers).toHaveLength(calls.length);
	for (const prompt of PROMPTS) {
		const living = tasksOf(gateway.server, prompt).filter((task) => !endsBadly(task));
		expect(living.length).toBeLessThanOrEqual(calls.filter((one) => one === prompt).length);
	}
	const told = `${answers.join(' ')} ${JSON.stringify(result.log)}`;
	const hidden = gateway.server.tasks.filter(({ id }) => !told.includes(id));
	expect(hidden.length).toBeLessThanOrEqual(answers.filter(isUnknown).length);
	const videos = result.received.main.map(({ item }) => String(item.json.answer ?? ''));
	for (const task of gateway.server.tasks.filter((one) => !endsBadly(one))) {
		const owners = calls.filter((_, place) => videos[place]?.includes(task.id));
		// A second one would have been given another's video.
		expect(owners.length).toBeLessThanOrEqual(1);
		if (owners.length > 0) expect(owners).toEqual([promptOf(task.body)]);
	}
}

test(
	"whatever the gateway does, an agent's calls are a task each, and each call gets its own",
	async () => {
		const check = async (told: Story): Promise<void> => {
			await withVirtualTime(
				async (time) => {
					const result = await play(told);
					const requests = gateway.server.requests.length;
					await time.sleep(600_000);
					expect(gateway.server.requests).toHaveLength(requests);
					expect(time.pendingTimers()).toBe(0);
					checkCalls(told, result);
					expect(secretsShownBy(gateway, result)).toEqual([]);
					expect(gateway.server.leaks).toEqual([]);
				},
				{ limit: 6 * 3600_000 },
			);
		};
		await fc.assert(fc.asyncProperty(story, check), STORIES);
	},
	STORIES_LIMIT_MS,
);
