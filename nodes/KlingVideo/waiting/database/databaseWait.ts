import type {
	ExecuteWorkflowData,
	IExecuteSingleFunctions,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';

import { failedItem } from '../../errors/itemErrors';
import { isObject } from '../../shared/json';
import type { WaitSettings } from '../../shared/settings';
import { Together } from '../../run/together';
import type { ItemTry } from '../../run/itemTry';
import type { NodeTry } from '../../run/nodeTry';
import type { Parking } from './checkDatabaseWait';
import { canPark } from './checkDatabaseWait';
import { childWorkflow } from './childWorkflow';
import { cutOff } from './cutOff';
import type { WaitingTask } from './waitingTask';
import { asJson } from './waitingTask';

/**
 * How long after the last deadline, in milliseconds, the parked node gives up on a child that never came back. After an
 * outage of n8n that is longer, node and child wake at once, and the child comes too late.
 */
const CHILD_LATE_MS = 24 * 3600_000;

/** An n8n that knows this moment watches over the children of parked executions by itself. */
const IS_WATCHED_BY_N8N = 'WAIT_FOR_SUB_EXECUTION' in n8nWorkflow;

const joined = new WeakMap<NodeTry, Together<WaitingTask, INodeExecutionData>>();

function togetherOf(run: NodeTry): Together<WaitingTask, INodeExecutionData> {
	const gathering = joined.get(run) ?? new Together(run);
	joined.set(run, gathering);
	return gathering;
}

function executionOf(context: IExecuteSingleFunctions): WaitingTask['parkedIn'] {
	return { executionId: context.getExecutionId(), workflowId: context.getWorkflow().id ?? '' };
}

/** The item's task as the child needs it. */
function park(
	context: IExecuteSingleFunctions,
	item: ItemTry,
	{ timeoutMs, onTimeout }: WaitSettings,
): WaitingTask {
	const { download, simplify } = item.settings;
	const now = Date.now();
	return {
		taskId: item.taskId ?? '',
		itemIndex: item.index,
		several: item.nodeTry.several,
		parkedIn: executionOf(context),
		parkedAt: now,
		giveUpAt: now + timeoutMs,
		onTimeout,
		simplify,
		...(download && { download: { outputField: download.outputField, options: download } }),
	};
}

/** With its expressions resolved: the child has none of the nodes that they refer to. */
function requestOptionsOf(context: IExecuteSingleFunctions): INodeParameters {
	const given: unknown = context.getNodeParameter('requestOptions', {});
	return isObject(given) ? (given as INodeParameters) : {};
}

async function startChild(context: Parking, tasks: WaitingTask[]): Promise<ExecuteWorkflowData> {
	return await context.executeWorkflow(
		{ code: childWorkflow(context.getNode(), requestOptionsOf(context)) },
		[{ json: asJson(tasks) }],
		undefined,
		{
			parentExecution: { ...executionOf(context), shouldResume: true },
			executionMode: context.getMode(),
		},
	);
}

/** Refused items of a node that goes on despite them: the child carries their outputs past the wait. */
function refusedItems(context: IExecuteSingleFunctions, run: NodeTry): WaitingTask[] {
	return [...run.items.values()].flatMap((item) => {
		if (!item.problem) return [];
		const { json } = failedItem(context.getNode(), item, item.problem);
		const now = Date.now();
		return [
			{
				taskId: item.taskId ?? '',
				itemIndex: item.index,
				several: run.several,
				parkedIn: executionOf(context),
				parkedAt: now,
				giveUpAt: now,
				onTimeout: 'fail',
				simplify: true,
				outcome: { json },
			},
		];
	});
}

/**
 * Starts the child for the tasks of all items, and parks the execution unless all have ended already.
 *
 * While it is parked no code of this node runs, and n8n hands on the child's output in its place. So a failed task
 * comes out as an item; and what n8n would hand on without the child, the node's input, is replaced beforehand.
 *
 * @returns the outputs by the items' positions in `tasks`
 */
async function waitForAll(
	context: Parking,
	run: NodeTry,
	tasks: WaitingTask[],
): Promise<INodeExecutionData[]> {
	const all = [...tasks, ...refusedItems(context, run)];
	all.sort((one, other) => one.itemIndex - other.itemIndex);
	const { data, waitTill } = await startChild(context, all);
	if (!waitTill) return tasks.map((task) => data[0]?.[all.indexOf(task)] ?? cutOff(task));
	context.getExecuteData().data.main = [all.map(cutOff)];
	if (!IS_WATCHED_BY_N8N) {
		const lastDeadline = Math.max(...tasks.map(({ giveUpAt }) => giveUpAt));
		await context.putExecutionToWait(new Date(lastDeadline + CHILD_LATE_MS));
	}
	return tasks.map(cutOff);
}

/**
 * Waits in n8n's database: a child execution looks at the tasks of all items, and n8n parks this one until the child
 * has ended. `checkDatabaseWait` comes first.
 *
 * @returns the item's output if its task has ended already; else it is not used, as the execution is parked
 */
export async function databaseWait(
	context: IExecuteSingleFunctions,
	item: ItemTry,
): Promise<INodeExecutionData> {
	const { wait } = item.settings;
	if (!wait) throw new Error('There is nothing to wait for');
	const task = park(context, item, wait);
	const output = await togetherOf(item.nodeTry).join(item, task, async (tasks) =>
		canPark(context) ? await waitForAll(context, item.nodeTry, tasks) : [],
	);
	return output ?? cutOff(task);
}
