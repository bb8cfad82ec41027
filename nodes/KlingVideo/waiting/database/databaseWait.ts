import type {
	ExecuteWorkflowData,
	IExecuteSingleFunctions,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';

import { noteTask } from '../../output/customData';
import { isGivenUp } from '../../run/givenUpTry';
import { HeldBack } from '../../run/heldBack';
import type { ItemTry } from '../../run/itemTry';
import type { NodeTry } from '../../run/nodeTry';
import { Together } from '../../run/together';
import { isObject } from '../../shared/json';
import type { Waiting } from './checkDatabaseWait';
import { canWait } from './checkDatabaseWait';
import { checkWorkflow } from './checkWorkflow';
import { executionOf, gatheredTasks, waitingTaskOf } from './gatheredTasks';
import { asJson } from './storedTasks';
import { lostItem, shownWhileWaiting } from './waitingItem';
import type { WaitingTask } from './waitingTask';

/**
 * How long after the last deadline, in milliseconds, the node gives up on a child that never came back. After an outage of
 * n8n that is longer, node and child wake at once, and the child comes too late.
 */
const CHILD_LATE_MS = 24 * 3600_000;

/** An n8n that knows this moment watches over the children of waiting executions by itself. */
const IS_WATCHED_BY_N8N = 'WAIT_FOR_SUB_EXECUTION' in n8nWorkflow;

const joined = new WeakMap<NodeTry, Together<WaitingTask, INodeExecutionData>>();

function togetherOf(nodeTry: NodeTry): Together<WaitingTask, INodeExecutionData> {
	const together = joined.get(nodeTry) ?? new Together(nodeTry);
	joined.set(nodeTry, together);
	return together;
}

/** With its expressions resolved: the child has none of the nodes that they refer to. */
function requestOptionsOf(context: IExecuteSingleFunctions): INodeParameters {
	const given: unknown = context.getNodeParameter('requestOptions', {});
	return isObject(given) ? (given as INodeParameters) : {};
}

async function startChild(
	context: Waiting,
	tasks: WaitingTask[],
	taskCount: number,
): Promise<ExecuteWorkflowData> {
	const execution = executionOf(context);
	const about = { executionId: execution.executionId, taskCount };
	return await context.executeWorkflow(
		{ code: checkWorkflow(context.getNode(), requestOptionsOf(context), about) },
		[{ json: asJson(tasks) }],
		undefined,
		{
			parentExecution: { ...execution, shouldResume: true },
			executionMode: context.getMode(),
		},
	);
}

/**
 * What the node shows while it waits. The engine takes the outputs when all items have theirs: those of items that are not
 * waited for are changed until then, as the engine would run the node again for the error of the first one.
 */
function showWaiting(nodeTry: NodeTry, shown: INodeExecutionData[]): void {
	shown.forEach(({ json }, itemIndex) => {
		const output = nodeTry.items.get(itemIndex)?.output;
		if (output) output.json = json;
	});
}

/**
 * Starts the child for the tasks of all items, and puts the execution to wait unless all have ended already.
 *
 * While it waits no code of this node runs, and n8n hands on the child's output in its place. So a failed task comes out as
 * an item; and what n8n would hand on without the child, the node's input, is replaced beforehand.
 *
 * @returns the outputs by the items' positions in `tasks`
 * @throws HeldBack when another item's error fails the node, or the engine has given up this try: then nothing is waited
 *   for
 */
async function waitForAll(
	context: Waiting,
	nodeTry: NodeTry,
	members: ItemTry[],
	tasks: WaitingTask[],
): Promise<INodeExecutionData[]> {
	if (nodeTry.hasFailed) throw new HeldBack();
	const [first] = members;
	if (first && (await isGivenUp(context, first, nodeTry.isComplete))) throw new HeldBack();
	const all = gatheredTasks(context, nodeTry, tasks);
	const { data, waitTill, executionId } = await startChild(context, all, tasks.length);
	const checked = data[0] ?? [];
	if (!waitTill) return tasks.map((task) => checked[task.itemIndex] ?? lostItem(task));
	for (const member of members) member.end('putToWait');
	const open = checked.filter(({ json }) => json.done === false).length || tasks.length;
	const shown = all.map((task) =>
		shownWhileWaiting(task, checked[task.itemIndex], open, executionId),
	);
	showWaiting(nodeTry, shown);
	context.getExecuteData().data.main = [all.map(lostItem)];
	if (!IS_WATCHED_BY_N8N) {
		const lastDeadline = Math.max(...tasks.map(({ giveUpAt }) => giveUpAt));
		await context.putExecutionToWait(new Date(lastDeadline + CHILD_LATE_MS));
	}
	return tasks.map((task) => shown[task.itemIndex] ?? lostItem(task));
}

/**
 * Waits in n8n's database: a child execution checks the tasks of all items, and n8n puts this one to wait until the child
 * has ended. `checkDatabaseWait` comes first.
 *
 * @param acceptedAt when this node submitted the item's task, if it did, in Unix milliseconds
 * @returns the item's output if all tasks have ended already; else what is shown while the execution waits
 * @throws HeldBack when another item's error fails the node
 */
export async function databaseWait(
	context: IExecuteSingleFunctions,
	item: ItemTry,
	acceptedAt?: number,
): Promise<INodeExecutionData> {
	const task = waitingTaskOf(context, item, acceptedAt);
	noteTask(context, task.taskId);
	const output = await togetherOf(item.nodeTry).join(item, task, async (tasks, members) =>
		canWait(context) ? await waitForAll(context, item.nodeTry, members, tasks) : [],
	);
	return output ?? lostItem(task);
}
