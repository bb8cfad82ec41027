import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { OVER_LIMIT, type GatewayTask, type OverLimit } from '../../gateway/server.cts';
import {
	retryExecution,
	runWorkflow,
	type NodeSettings,
	type RunResult,
} from '../../dev/engine/engine.cts';
import { useGateway } from '../support/localGateway.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { isObject, promptOf, submissionsOf, tasksOf } from './matrix/gatewayFacts.cts';
import {
	faultOf,
	randomGateway,
	secretsShownBy,
	STORIES,
	STORIES_LIMIT_MS,
} from './randomGateway.cts';
import {
	against,
	GENERATE,
	makeTasks,
	named,
	noUnhandledRejections,
	SUBMIT,
	WAIT,
	warmUp,
} from './runs.cts';

const gateway = useGateway();
noUnhandledRejections();
warmUp(gateway);

const { atSubmit, atStatus, plan } = randomGateway(gateway);

const item = fc.record({
	submits: fc.array(atSubmit, { maxLength: 4 }),
	looks: fc.array(atStatus, { maxLength: 8 }),
	plan,
});

const settings: fc.Arbitrary<NodeSettings> = fc.constantFrom<NodeSettings>(
	{},
	{ retryOnFail: true, maxTries: 3, waitBetweenTries: 500 },
	{ onError: 'continueRegularOutput' },
	{ onError: 'continueErrorOutput' },
	{ onError: 'continueErrorOutput', retryOnFail: true, maxTries: 2 },
);

const story = fc.record({
	operation: fc.constantFrom('submit', 'wait', 'generate'),
	items: fc.array(item, { minLength: 1, maxLength: 4 }),
	settings,
	batching: fc.constantFrom<INodeParameters | undefined>(
		undefined,
		{ batchSize: 1, batchInterval: 700 },
		{ batchSize: 1, batchInterval: '={{ "700" }}' },
	),
	/** Another body at every try, of the same item. */
	moves: fc.boolean(),
	/** How often a person presses Retry, as long as there is something to retry. */
	personRetries: fc.constantFrom(0, 0, 1, 2),
	account: fc.constantFrom<{ slots: number; over: OverLimit } | undefined>(
		undefined,
		undefined,
		...OVER_LIMIT.map((over, place) => ({ slots: 1 + (place % 3), over })),
	),
	waitOptions: fc.constantFrom({}, { timeout: 2 }, { timeout: 3, pollInterval: 10 }),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

const nameOf = (index: number): string => `item ${index}`;

/** Lets every item's requests meet their behaviours in order, then the real answer. */
function program({ items }: Story): void {
	const queues = new Map(
		items.map(({ submits, looks }, index) => [
			nameOf(index),
			{ submit: [...submits], status: [...looks] },
		]),
	);
	gateway.server.faults.hook = ({ route, body, task }) => {
		if (route !== 'submit' && route !== 'status') return undefined;
		return faultOf(queues.get(String(promptOf(task?.body ?? body)))?.[route].shift());
	};
}

/** Differs at every evaluation. */
const MOVING = '={{ { seed: Math.random(), at: $now.toMillis() } }}';

async function play(told: Story): Promise<RunResult> {
	const { operation, batching, waitOptions } = told;
	const { server } = gateway;
	const names = told.items.map((_, index) => nameOf(index));
	server.reset();
	const account = operation === 'wait' ? undefined : told.account;
	Object.assign(server.settings, account ?? { slots: Number.POSITIVE_INFINITY });
	server.settings.plan = ({ body }) => told.items[names.indexOf(String(body.prompt))]?.plan ?? {};
	const items = operation === 'wait' ? await makeTasks(gateway, ...names) : named(...names);
	program(told);
	return await runWorkflow(
		against(gateway, {
			parameters: {
				...{ submit: SUBMIT, wait: WAIT, generate: GENERATE }[operation],
				...(operation !== 'wait' && told.moves && { options: { metadata: MOVING } }),
				...(operation !== 'submit' && { waitOptions }),
				...(batching && { requestOptions: { batching: { batch: batching } } }),
			},
			items,
			settings: told.settings,
		}),
	);
}

/** Every item comes out exactly once, or the node fails: one of both. */
function checkOneOutcome({ items }: Story, { error, outputs }: RunResult): void {
	const out = outputs
		.flat()
		.map(({ pairedItem }) => (isObject(pairedItem) ? pairedItem.item : '?'));
	expect(out.sort()).toEqual(error ? [] : items.map((_, index) => index));
}

const shownBy = ({ error, outputs }: RunResult) =>
	`${error?.message} ${error?.description} ${JSON.stringify(outputs)}`;

const UNKNOWN = 'not known whether the gateway accepted';

/** One living task an item at the most, and none that the user is not told of. */
function checkPaidOnce({ items, operation }: Story, results: RunResult[]): void {
	const shown = results.map(shownBy).join(' ');
	const logged = JSON.stringify(results.map(({ log }) => log));
	// A person who presses Retry after "not known" has looked, and wants it sent again.
	const sentAgain = results.slice(0, -1).filter((one) => shownBy(one).includes('not known')).length;
	const endsBadly = ({ plan: { outcome } }: GatewayTask) => outcome.status !== 'completed';
	items.forEach((_, index) => {
		const tasks = tasksOf(gateway.server, nameOf(index));
		// Only a task that ended badly may be submitted anew.
		const living = tasks.slice(0, -1).filter((task) => !endsBadly(task));
		expect(living.length).toBeLessThanOrEqual(sentAgain);
		expect(tasks.length).toBeLessThanOrEqual(submissionsOf(gateway.server, nameOf(index)));
		const last = tasks.at(-1);
		if (last && !shown.includes(last.id)) expect(shown).toContain(UNKNOWN);
		// A task of unknown outcome that a person sent again is known to nobody.
		const hidden = tasks.slice(0, -1).filter(({ id }) => !logged.includes(id));
		expect(hidden.length).toBeLessThanOrEqual(sentAgain);
		if (operation === 'wait') expect(tasks).toHaveLength(1);
	});
}

test(
	'whatever the gateway does, there is one outcome, one task an item, and silence after it',
	async () => {
		const check = async (told: Story): Promise<void> => {
			await withVirtualTime(
				async (time) => {
					const results = [await play(told)];
					for (let retry = 0; retry < told.personRetries; retry += 1) {
						const last = results.at(-1);
						if (last?.error && !last.run.finished) results.push(await retryExecution(last));
					}
					const result = results[results.length - 1]!;
					const requests = gateway.server.requests.length;
					await time.sleep(1_000);
					await time.sleep(600_000);
					expect(gateway.server.requests).toHaveLength(requests);
					expect(gateway.server.inFlight('status').now).toBe(0);
					expect(time.pendingTimers()).toBe(0);
					checkOneOutcome(told, result);
					checkPaidOnce(told, results);
					expect(results.flatMap((one) => secretsShownBy(gateway, one))).toEqual([]);
					expect(gateway.server.leaks).toEqual([]);
				},
				{ limit: 6 * 3600_000 },
			);
		};
		await fc.assert(fc.asyncProperty(story, check), STORIES);
	},
	STORIES_LIMIT_MS,
);
