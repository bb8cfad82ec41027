import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { NodeTry } from '../../run/nodeTry';
import { downloadWorkflow } from './downloadWorkflow';
import { endWithFailure } from './endWithFailure';
import { requestOptionsOf } from './requestOf';
import { asJson, fromJson } from './storedTasks';
import { itemTryOf } from './waitingItemTry';
import type { WaitingTask } from './waitingTask';

/**
 * Has the files of completed tasks downloaded. A file belongs to the execution that stored it and goes with it, so an
 * execution of its own downloads them in the name of the one that waits: at its end n8n copies its files to the one it
 * names.
 *
 * @param tasks completed ones; each is over afterwards, with a file or an error
 */
export async function downloadFiles(
	context: IExecuteFunctions,
	round: NodeTry,
	tasks: [WaitingTask, ...WaitingTask[]],
): Promise<void> {
	const [{ waitsIn }] = tasks;
	const downloading = context.executeWorkflow(
		{ code: downloadWorkflow(context.getNode(), requestOptionsOf(context)) },
		[{ json: asJson(tasks) }],
		undefined,
		{
			parentExecution: { ...waitsIn, shouldResume: false },
			executionMode: context.getMode(),
		},
	);
	const results = await downloading.then(
		({ data }) => data[0],
		(error: unknown) => (error instanceof Error ? error : new Error(String(error))),
	);
	tasks.forEach((task, place) => {
		const { json, binary }: Partial<INodeExecutionData> =
			(Array.isArray(results) ? results[place] : undefined) ?? {};
		const [done] = fromJson(json);
		task.isOver = true;
		if (done) {
			task.error = done.error;
			task.facts = done.facts;
			task.binary = binary;
		} else {
			const problem = results instanceof Error ? results : 'n8n did not run the download';
			endWithFailure(context.getNode(), itemTryOf(round, task), task, problem);
		}
	});
}
