import vm from 'node:vm';
import type { INodeParameters } from 'n8n-workflow';
import type { FaultContext, GatewayTask } from '../../gateway/server.cts';
import { clientOf } from '../../gateway/testing/client.cts';
import type { GatewayOfTests } from '../support/localGateway.cts';
import type { ItemInput } from '../../dev/engine/nodeTypes.cts';
import { runWorkflow, type RunOptions } from '../../dev/engine/engine.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { isObject, promptOf } from './matrix/gatewayFacts.cts';

/** Submits each item with its name as the prompt. */
export const SUBMIT: INodeParameters = {
	operation: 'submit',
	scenario: 'textToVideo',
	prompt: '={{ $json.name }}',
};

/** The same, then waits; the file stays at the gateway. */
export const GENERATE: INodeParameters = { ...SUBMIT, operation: 'generate', downloadVideo: false };

/** Waits for the task of each item. */
export const WAIT: INodeParameters = { operation: 'wait' };

/** Retry On Fail, as a user would set it. */
export const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1000 };

/** One item for each name. */
export const named = (...names: string[]): ItemInput[] => names.map((name) => ({ json: { name } }));

/** Chooses the requests of one item. */
export const of =
	(name: string) =>
	({ body, task }: FaultContext): boolean =>
		promptOf(task?.body ?? body) === name;

/** The options that every run against the gateway needs. */
export function against({ server }: GatewayOfTests, more: RunOptions): RunOptions {
	const credentials = { apiKey: server.key, baseUrl: server.url };
	// Another time zone makes every expression ten times as slow.
	return { credentials, workflowSettings: { timezone: 'UTC' }, ...more };
}

/** Makes a task for each name without the node, and the items that lead to them. */
export async function makeTasks(
	{ server }: GatewayOfTests,
	...names: string[]
): Promise<ItemInput[]> {
	const client = clientOf(server);
	const items: ItemInput[] = [];
	for (const prompt of names) {
		const { data }: { data: unknown } = await client.post('/v1/videos', {
			model: 'Kling-2.6',
			prompt,
		});
		items.push({ json: { name: prompt, task_id: isObject(data) ? String(data.task_id) : '' } });
	}
	return items;
}

/** The prompts of all submissions that reached the gateway, refused ones too. */
export const prompts = ({ server }: GatewayOfTests): unknown[] =>
	server.submits.map(({ body }) => promptOf(body));

/** The ids of tasks, in their order. */
export const ids = (tasks: readonly GatewayTask[]): string[] => tasks.map(({ id }) => id);

/** The last task of an item. */
export function taskOf({ server }: GatewayOfTests, name: string): GatewayTask {
	const task = server.tasks.filter(({ body }) => promptOf(body) === name).at(-1);
	if (!task) throw new Error(`No task of ${name}`);
	return task;
}

/** Ends the test when a promise is rejected and nobody listens, as n8n's process may do then. */
export function noUnhandledRejections(): void {
	// Jest gives its tests a copy of the process, which hears nothing of this.
	const real = vm.runInThisContext('process') as NodeJS.Process;
	const seen: unknown[] = [];
	const note = (reason: unknown): void => {
		seen.push(reason);
	};
	beforeEach(() => {
		seen.length = 0;
		real.on('unhandledRejection', note);
	});
	afterEach(async () => {
		await new Promise((resolve) => setImmediate(resolve));
		real.off('unhandledRejection', note);
		expect(seen).toEqual([]);
	});
}

/** Lets the engine run once: it sets timers of its own then, which are none of ours. */
export function warmUp(gateway: GatewayOfTests): void {
	beforeAll(async () => {
		const options = against(gateway, { parameters: SUBMIT, items: named('first') });
		await withVirtualTime(async () => await runWorkflow(options));
	}, 60_000);
}
