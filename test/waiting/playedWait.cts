import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { PartialPlan } from '../../gateway/server.cts';
import { against, makeTasks } from '../reliability/runs.cts';
import { runWorkflow, type RunOptions, type RunResult } from '../../dev/engine/engine.cts';
import type { GatewayOfTests } from '../support/localGateway.cts';
import type { ItemInput } from '../../dev/engine/nodeTypes.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { DatabaseChild, type Played } from './databaseChild.cts';

/** How many tasks are made at a time. */
const SIDE_BY_SIDE = 100;

/** A wait in the database for one task a plan. */
export interface Wait {
	plans: PartialPlan[];
	waitOptions?: INodeParameters;
	parameters?: INodeParameters;
	options?: RunOptions;
	/** Before each further check. */
	between?: (check: number, child: DatabaseChild) => void;
}

/** Plays a wait to its end, in virtual time. */
export async function playedWait(
	gateway: GatewayOfTests,
	{ plans, waitOptions, parameters, options, between = () => {} }: Wait,
) {
	return await withVirtualTime(async ({ elapsed, sleep }) => {
		gateway.server.settings.plan = ({ body }) => plans[Number(body.prompt)] ?? {};
		const items: ItemInput[] = [];
		for (let start = 0; start < plans.length; start += SIDE_BY_SIDE) {
			const names = plans.map((_, index) => String(index)).slice(start, start + SIDE_BY_SIDE);
			const made = await Promise.all(names.map(async (name) => await makeTasks(gateway, name)));
			items.push(...made.flat());
		}
		const child = new DatabaseChild(gateway);
		const parent = await runWorkflow(
			against(gateway, {
				parameters: {
					operation: 'wait',
					waitOptions: { waitIn: 'database', ...waitOptions },
					...parameters,
				},
				items,
				executeWorkflow: child.executeWorkflow,
				...options,
			}),
		);
		const end: Played | undefined =
			parent.run.waitTill === undefined || parent.run.waitTill === null
				? undefined
				: await child.toTheEnd((check) => between(check, child));
		const ids = items.map(({ json }) => String(json.task_id));
		const seconds = elapsed() / 1000;
		// Nothing may begin once the node has ended.
		await sleep(60_000);
		return { parent, child, end, ids, seconds };
	});
}

/** What n8n would hand on if the child never came back. */
export function instead({ run }: RunResult): INodeExecutionData[] {
	return run.data.executionData?.nodeExecutionStack[0]?.data.main?.[0] ?? [];
}
