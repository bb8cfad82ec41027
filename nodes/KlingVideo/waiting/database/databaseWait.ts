import type {
	ExecuteWorkflowData,
	IExecuteSingleFunctions,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { readDownload } from '../../parameters/downloadOptions';
import { isObject } from '../../parameters/inputCheck';
import type { WaitOptions } from '../../parameters/waitOptions';
import { Gathering } from '../../run/gathering';
import type { NodeRun, RunItem } from '../../run/nodeRun';
import type { Parking } from './checkParking';
import { canPark } from './checkParking';
import { childWorkflow } from './childWorkflow';
import { cutOff } from './cutOff';
import type { ParkedTask } from './parkedTask';
import { asJson } from './parkedTask';

/** How long after the last deadline, in milliseconds, the parked node gives up on a child that never came back. */
const CHILD_LATE_MS = 15 * 60_000;

const gatherings = new WeakMap<NodeRun, Gathering<ParkedTask, INodeExecutionData>>();

function gatheringOf(run: NodeRun): Gathering<ParkedTask, INodeExecutionData> {
	const gathering = gatherings.get(run) ?? new Gathering(run);
	gatherings.set(run, gathering);
	return gathering;
}

/** The item's task as the child needs it. */
function park(context: IExecuteSingleFunctions, item: RunItem, { timeoutMs, onTimeout }: WaitOptions): ParkedTask {
	const download = readDownload(context);
	const now = item.run.clock.now();
	return {
		taskId: item.taskId ?? '',
		itemIndex: item.index,
		parkedAt: now,
		giveUpAt: now + timeoutMs,
		onTimeout,
		simplify: context.getNodeParameter('simplify', true) !== false,
		...(download && { download }),
	};
}

function requestOptionsOf(context: IExecuteSingleFunctions): INodeParameters {
	const { requestOptions } = context.getNode().parameters;
	return isObject(requestOptions) ? (requestOptions as INodeParameters) : {};
}

async function startChild(context: Parking, tasks: ParkedTask[]): Promise<ExecuteWorkflowData> {
	return await context.executeWorkflow(
		{ code: childWorkflow(context.getNode(), requestOptionsOf(context)) },
		tasks.map((task, item) => ({ json: asJson(task), pairedItem: { item } })),
		undefined,
		{
			parentExecution: {
				executionId: context.getExecutionId(),
				workflowId: context.getWorkflow().id ?? '',
				shouldResume: true,
			},
			executionMode: context.getMode(),
		},
	);
}

/**
 * Starts the child for the tasks of all items, and parks the execution unless all have ended already.
 *
 * While it is parked no code of this node runs, and n8n hands on the child's output in its place. So a failed task
 * comes out as an item; and what n8n would hand on without the child, the node's input, is replaced beforehand.
 *
 * @returns the outputs by the items' positions in `tasks`
 */
async function waitForAll(context: Parking, tasks: ParkedTask[]): Promise<INodeExecutionData[]> {
	const { data, waitTill } = await startChild(context, tasks);
	if (!waitTill) return data[0] ?? [];
	const instead = tasks.map(cutOff);
	context.getExecuteData().data.main = [instead];
	const lastDeadline = Math.max(...tasks.map(({ giveUpAt }) => giveUpAt));
	await context.putExecutionToWait(new Date(lastDeadline + CHILD_LATE_MS));
	return instead;
}

/**
 * Waits in n8n's database: a child execution looks at the tasks of all items, and n8n parks this one until the child
 * has ended. `checkParking` comes first.
 *
 * @returns the item's output if its task has ended already; else it is not used, as the execution is parked
 */
export async function databaseWait(
	context: IExecuteSingleFunctions,
	item: RunItem,
	options: WaitOptions,
): Promise<INodeExecutionData> {
	const task = park(context, item, options);
	const output = await gatheringOf(item.run).join(item, task, async (tasks) =>
		canPark(context) ? await waitForAll(context, tasks) : [],
	);
	return output ?? cutOff(task);
}
