import type { ExecuteWorkflowData, IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { InputError } from '../../errors/inputError';
import { inputFailureError } from '../../errors/inputFailureError';
import { wantedDownload } from '../../parameters/downloadOptions';
import { isObject } from '../../parameters/inputCheck';
import { checkedTaskId } from '../../parameters/taskId';
import { checkedWaitOptions } from '../../parameters/waitOptions';
import { isAgentTool } from '../../run/agentTool';
import { childWorkflow } from './childWorkflow';
import type { ParkedTask } from './parkedTask';
import { asJson } from './parkedTask';

/** How long after the last deadline, in milliseconds, the parked node gives up on a child that never came back. */
const CHILD_LATE_MS = 15 * 60_000;

function park(context: IExecuteFunctions, itemIndex: number, now: number): ParkedTask {
	const given: unknown = context.getNodeParameter('waitOptions', itemIndex, {});
	const { timeoutMs, onTimeout } = checkedWaitOptions(given);
	const download = wantedDownload((name, fallback) => context.getNodeParameter(name, itemIndex, fallback));
	return {
		taskId: checkedTaskId(context.getNodeParameter('taskId', itemIndex, '')),
		parkedAt: now,
		giveUpAt: now + timeoutMs,
		onTimeout,
		simplify: context.getNodeParameter('simplify', itemIndex, true) !== false,
		...(download && { download }),
	};
}

/**
 * The tasks of all items, checked before anything is waited for.
 *
 * @throws NodeApiError naming the item and the parameter
 */
function parkAll(context: IExecuteFunctions): ParkedTask[] {
	const items = context.getInputData();
	const now = Date.now();
	return items.map((_, itemIndex) => {
		const { task, problem } = parkOne(context, itemIndex, now);
		if (task) return task;
		throw inputFailureError(context.getNode(), problem, { itemIndex, several: items.length > 1 });
	});
}

type Parking = { task: ParkedTask; problem?: undefined } | { task?: undefined; problem: InputError };

function parkOne(context: IExecuteFunctions, itemIndex: number, now: number): Parking {
	try {
		if (isAgentTool(context)) {
			throw new InputError('Wait In', "cannot be 'In Database' for an AI agent's tool", "Choose 'In Memory'");
		}
		return { task: park(context, itemIndex, now) };
	} catch (error) {
		if (error instanceof InputError) return { problem: error };
		return { problem: new InputError('Task ID', `cannot be read: ${error instanceof Error ? error.message : String(error)}`) };
	}
}

/** What comes out if the child never comes back: nothing that looks like a result. */
function cutOff({ taskId }: ParkedTask, item: number): INodeExecutionData {
	return {
		json: {
			task_id: taskId,
			status: 'pending',
			done: false,
			error: {
				code: 'waitCutOff',
				message: `The wait in the database was cut off (task ID: ${taskId})`,
				description:
					'The execution that waited in its place was stopped, deleted or crashed. The task itself is not affected. Use the operation Wait or Get Status with its task ID to go on.',
			},
		},
		pairedItem: { item },
	};
}

function requestOptionsOf(context: IExecuteFunctions): INodeParameters {
	const { requestOptions } = context.getNode().parameters;
	return isObject(requestOptions) ? (requestOptions as INodeParameters) : {};
}

async function startChild(context: IExecuteFunctions, tasks: ParkedTask[]): Promise<ExecuteWorkflowData> {
	const items = tasks.map((task, item) => ({ json: asJson(task), pairedItem: { item } }));
	return await context.executeWorkflow(
		{ code: childWorkflow(context.getNode(), requestOptionsOf(context)) },
		items,
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
 * Waits in n8n's database: a child execution looks at the tasks, and n8n parks this one until the child has ended.
 *
 * While it is parked no code of this node runs, and n8n hands on the child's output in its place. So a failed task
 * comes out as an item; and what n8n would hand on without the child, the node's input, is replaced beforehand.
 *
 * @throws NodeApiError before anything is waited for, when a parameter is bad
 */
export async function databaseWait(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const tasks = parkAll(this);
	const { data, waitTill } = await startChild(this, tasks);
	if (!waitTill) {
		return [(data[0] ?? []).map((output, item) => ({ ...output, pairedItem: { item } }))];
	}
	const instead = tasks.map(cutOff);
	this.getExecuteData().data.main = [instead];
	const lastDeadline = Math.max(...tasks.map(({ giveUpAt }) => giveUpAt));
	await this.putExecutionToWait(new Date(lastDeadline + CHILD_LATE_MS));
	return [instead];
}
