import type { IExecuteSingleFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { errorItem } from '../errors/errorItem';
import type { AcceptedTask } from '../errors/failureError';
import { failureError } from '../errors/failureError';
import { InputError } from '../errors/inputError';
import { inputFailureError } from '../errors/inputFailureError';
import { plainApiError } from '../errors/plainApiError';
import { GatewayFailure } from '../gateway/failure';
import type { RunItem } from '../run/nodeRun';
import { ExecutionCancelled } from '../run/runClock';
import { SubmissionRecord } from '../submission/submissionRecord';

/** Every task that this run of the node knows of, in the order of the items. */
function tasksOfRun(context: IExecuteSingleFunctions, item: RunItem): AcceptedTask[] {
	const tasks = new Map<string, number>();
	for (const { itemIndex, taskId } of new SubmissionRecord(context).acceptedTasks()) tasks.set(taskId, itemIndex);
	for (const { index, taskId } of item.run.items.values()) if (taskId !== undefined) tasks.set(taskId, index);
	return [...tasks]
		.map(([taskId, itemIndex]) => ({ taskId, itemIndex }))
		.sort((one, other) => one.itemIndex - other.itemIndex);
}

/**
 * The error that the user sees for whatever ended an item.
 *
 * @param withOthers whether the other items' results are thrown away with it, so that it has to name their tasks
 */
export function userError(
	context: IExecuteSingleFunctions,
	item: RunItem,
	thrown: unknown,
	withOthers: boolean,
): NodeApiError | NodeOperationError {
	const node = context.getNode();
	const { several } = item.run;
	const about = { itemIndex: item.index, several };
	if (thrown instanceof GatewayFailure) {
		const operation = context.getNodeParameter('operation', '');
		const waitOptions = context.getNodeParameter('waitOptions.timeout', 60);
		const submits = operation === 'submit' || operation === 'generate';
		// The engine throws for a parameter that the operation does not have.
		const modelName: unknown = submits ? context.getNodeParameter('model', '', { extractValue: true }) : '';
		return failureError(node, thrown.failure, {
			...about,
			submitting: submits && item.taskId === undefined,
			waitedMinutes: Number(waitOptions),
			...(typeof modelName === 'string' && modelName !== '' && { modelName }),
			...(item.taskId !== undefined && { taskId: item.taskId }),
			...(thrown.task?.videoUrl !== undefined && { videoUrl: thrown.task.videoUrl }),
			...(withOthers && { acceptedTasks: tasksOfRun(context, item) }),
		});
	}
	if (thrown instanceof InputError) return inputFailureError(node, thrown, about);
	if (thrown instanceof ExecutionCancelled) {
		return plainApiError(node, {
			message: `The execution was cancelled${item.taskId === undefined ? '' : ` (task ID: ${item.taskId})`}`,
			description:
				item.taskId === undefined
					? 'If a task was being submitted, it may exist: look at the task log of the gateway.'
					: 'The task goes on at the gateway. Use the operation Wait or Get Status with its task ID to go on.',
			itemIndex: item.index,
			details: item.taskId === undefined ? {} : { taskId: item.taskId },
		});
	}
	if (thrown instanceof NodeApiError || thrown instanceof NodeOperationError) return thrown;
	return new NodeOperationError(node, thrown instanceof Error ? thrown : String(thrown), { itemIndex: item.index });
}

/** What comes out for a failed item with Continue on Fail. */
export function failedItem(
	context: IExecuteSingleFunctions,
	item: RunItem,
	thrown: unknown,
): INodeExecutionData {
	return errorItem({
		error: userError(context, item, thrown, false),
		itemIndex: item.index,
		onErrorOutput: context.getNode().onError === 'continueErrorOutput',
		...(item.task && { task: item.task }),
		...(item.taskId !== undefined && { taskId: item.taskId }),
	});
}
