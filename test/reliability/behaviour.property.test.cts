import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import {
	failure,
	faults,
	OVER_LIMIT,
	type Fault,
	type GatewayTask,
	type OverLimit,
	type PartialPlan,
} from '../../gateway/server.cts';
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

/** What the gateway does with one request; nothing stands for its real answer. */
interface Behaviour {
	name: string;
	/** Made when the request comes in; the delay is in virtual ms. */
	fault?: () => Fault;
	delay: number;
}

const behaviour = (named: Array<[string, (() => Fault)?]>): fc.Arbitrary<Behaviour> =>
	fc
		.record({
			delay: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 45_000 })),
			kind: fc.constantFrom(...named),
		})
		.map(({ delay, kind: [name, fault] }) => ({ name, fault, delay }));

const maybe = (name: string, fault: (accept: boolean) => Fault): Array<[string, () => Fault]> => [
	[name, () => fault(false)],
	[`${name}, task made`, () => fault(true)],
];

const atSubmit = behaviour([
	['answer'],
	['answer'],
	['answer'],
	['400', () => faults.invalidRequest()],
	['401', () => faults.invalidToken(gateway.server.key)],
	['403', () => faults.noKeyCredit()],
	...maybe('408', (accept) => faults.emptyBody(408, { accept })),
	['429', () => faults.emptyBody(429)],
	['429', () => faults.saturated({ retryAfter: 30 })],
	['307', () => faults.redirect(gateway.server.resultOrigin, 307)],
	['model_not_found', () => faults.modelNotFound('Kling-2.6')],
	...maybe('dropped', (accept) => faults.dropped({ accept })),
	...maybe('hang', (accept) => faults.hang({ accept })),
	...maybe('502', (accept) => faults.html(502, { accept })),
	...maybe('empty 200', (accept) => faults.emptyBody(200, { accept })),
	...maybe('500', (accept) => faults.json(500, { error: 'y' }, { accept })),
	['500 of the gateway', () => faults.e2(500, 'x', 'y')],
	['no room', () => faults.e2(400, '1303', 'y')],
	['cut', () => faults.truncated(30)],
	['dropped within the answer', () => faults.droppedAfterHeaders()],
]);

const atStatus = behaviour([
	['answer'],
	['answer'],
	['401', () => faults.invalidToken()],
	['429', () => faults.saturated({ retryAfter: 20 })],
	['task_not_exist', () => faults.taskNotExist()],
	['dropped', () => faults.dropped()],
	['hang', () => faults.hang()],
	['502', () => faults.html(502)],
	['empty 200', () => faults.emptyBody(200)],
	['200 with an error', () => faults.okWithError('busy')],
	['success: false', () => faults.unsuccessful('busy')],
	['cut', () => faults.truncated(30)],
	['no status', () => faults.json(200, { id: 'x' })],
]);

const plan: fc.Arbitrary<PartialPlan> = fc.record({
	seconds: fc.integer({ min: 1, max: 400 }),
	outcome: fc.constantFrom(
		{ status: 'completed' } as const,
		{ status: 'completed' } as const,
		{ status: 'cancelled' } as const,
		failure('ModelGenerateFailed'),
	),
	dialect: fc.constantFrom(
		{},
		{ progress: 'hundredEarly', completedWithoutUrlGets: 2 } as const,
		{ unknownSeconds: 30, progress: 'absent' } as const,
	),
});

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
		const next = queues.get(String(promptOf(task?.body ?? body)))?.[route].shift();
		const fault = next?.fault?.();
		if (!next?.delay) return fault;
		return faults.hold(new Promise((resolve) => setTimeout(resolve, next.delay)), fault);
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

function checkSecrets(result: RunResult): void {
	const secret = gateway.server.key.slice(3, 12);
	const places = [result.stored, result.error?.text, result.log, result.outputs, result.context];
	for (const place of places) expect(JSON.stringify(place) ?? '').not.toContain(secret);
	expect(gateway.server.leaks).toEqual([]);
}

test('whatever the gateway does, there is one outcome, one task an item, and silence after it', async () => {
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
				results.forEach(checkSecrets);
			},
			{ limit: 6 * 3600_000 },
		);
	};
	await fc.assert(fc.asyncProperty(story, check), {
		numRuns: Number(process.env.PROPERTY_RUNS ?? 60),
		endOnFailure: process.env.PROPERTY_SHRINK !== '1',
	});
}, 300_000);
