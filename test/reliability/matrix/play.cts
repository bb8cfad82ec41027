import { clientOf } from '../../../gateway/testing/client.cts';
import type { FaultContext, LocalGateway } from '../../../gateway/server.cts';
import { retryExecution, runWorkflow, type RunResult } from '../../../dev/engine/engine.cts';
import { withVirtualTime, type VirtualTime } from '../../support/virtualTime.cts';
import { STRUCK, type MatrixCase } from './cases.cts';
import { isObject, promptOf } from './gatewayFacts.cts';
import type { Relay } from './relay.cts';

/** What one case came to. */
export interface Played {
	first: RunResult;
	retried?: RunResult;
	/** Timers that were still set at the end. */
	timersLeft: number;
}

/** Where a case is played. */
export interface Stage {
	gateway: LocalGateway;
	relay: Relay;
}

const parameters = {
	submit: { scenario: 'textToVideo', prompt: '={{ $json.name }}' },
	getStatus: {},
	wait: { waitOptions: { timeout: 3 } },
	generate: {
		scenario: 'textToVideo',
		prompt: '={{ $json.name }}',
		waitOptions: { timeout: 3 },
	},
};

/** How long the gateway cannot be reached, in ms. */
const UNREACHABLE_FOR = 500;

/** Runs one case from a fresh gateway to the end. */
export async function playCase(stage: Stage, matrixCase: MatrixCase): Promise<Played> {
	stage.gateway.reset();
	await stage.relay.close();
	return await withVirtualTime(async (time) => await play(time, stage, matrixCase));
}

async function play(time: VirtualTime, stage: Stage, matrixCase: MatrixCase): Promise<Played> {
	const { gateway, relay } = stage;
	const { fault, target, mode } = matrixCase;
	planTasks(gateway, matrixCase);
	const isSubmitting = target.operation === 'submit' || target.operation === 'generate';
	const ids = isSubmitting ? {} : await submitByHand(gateway, mode.items);
	if (!isSubmitting) await time.sleep(10_000);
	programFault(gateway, matrixCase);
	const baseUrl = fault.unreachable ? relay.url : gateway.url;
	if (fault.unreachable) void time.sleep(UNREACHABLE_FOR).then(async () => await relay.open());
	const first = await runWorkflow({
		parameters: { operation: target.operation, ...parameters[target.operation] },
		items: mode.items.map((name) => ({ json: { name, ...(ids[name] && { task_id: ids[name] }) } })),
		settings: mode.settings,
		credentials: { apiKey: gateway.key, baseUrl },
		// Another time zone makes every expression ten times as slow.
		workflowSettings: { timezone: 'UTC' },
	});
	let retried: RunResult | undefined;
	if (mode.personRetries && first.error) {
		gateway.faults.clear();
		await relay.open();
		retried = await retryExecution(first);
	}
	// What is left sleeping of a run that has ended wakes up within a second.
	await time.sleep(1000);
	return { first, retried, timersLeft: time.pendingTimers() };
}

/** The struck item's first task goes the fault's way, every other one is done after 20 seconds. */
function planTasks(gateway: LocalGateway, { fault }: MatrixCase): void {
	let isStruckYet = false;
	gateway.settings.plan = ({ body }) => {
		if (promptOf(body) !== STRUCK || isStruckYet || !fault.plan) return { seconds: 20 };
		isStruckYet = true;
		return fault.plan;
	};
}

async function submitByHand(
	gateway: LocalGateway,
	names: string[],
): Promise<Record<string, string | undefined>> {
	const client = clientOf(gateway);
	const ids: Record<string, string> = {};
	for (const name of names) {
		const { data }: { data: unknown } = await client.post('/v1/videos', {
			model: 'Kling-2.6',
			prompt: name,
		});
		if (isObject(data) && typeof data.task_id === 'string') ids[name] = data.task_id;
	}
	return ids;
}

const TIMES = { refused: 1, waited: 2, unknown: 1, hidden: 1, passes: 2, final: 1, badEnd: 1 };

function programFault(gateway: LocalGateway, { fault, target }: MatrixCase): void {
	if (!fault.answer) return;
	const means = fault[target.struck]?.means ?? 'passes';
	const times = means === 'saturated' || means === 'forever' ? Infinity : TIMES[means];
	const isStruck = ({ body, task }: FaultContext) => promptOf(task?.body ?? body) === STRUCK;
	gateway.faults.next(target.struck, fault.answer(gateway), times, isStruck);
	// A gateway that is away for good is so on its other route as well.
	if (means === 'forever') gateway.faults.always('generations', fault.answer(gateway));
}
