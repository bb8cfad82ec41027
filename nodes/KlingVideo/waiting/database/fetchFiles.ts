import type { IExecuteFunctions } from 'n8n-workflow';

import { endWithFailure, failureOf } from './endWithFailure';
import { fetchWorkflow } from './fetchWorkflow';
import type { WaitingTask } from './waitingTask';
import { asJson, fromJson } from './waitingTask';

/**
 * Has the files of completed tasks fetched. A file belongs to the execution that stored it and goes with it, so an
 * execution of its own fetches them in the name of the parked one: at its end n8n copies its files to the one it names.
 *
 * @param tasks completed ones; each has its outcome afterwards, a file or an error
 */
export async function fetchFiles(context: IExecuteFunctions, tasks: WaitingTask[]): Promise<void> {
	const [first] = tasks;
	if (!first) return;
	const fetching = context.executeWorkflow(
		{ code: fetchWorkflow(context.getNode()) },
		[{ json: asJson(tasks) }],
		undefined,
		{
			parentExecution: { ...first.parkedIn, shouldResume: false },
			executionMode: context.getMode(),
		},
	);
	const results = await fetching.then(({ data }) => data[0] ?? [], failureOf);
	tasks.forEach((task, place) => {
		if (!Array.isArray(results)) return endWithFailure(context, task, results);
		const result = results[place];
		task.outcome = fromJson(result?.json)[0]?.outcome;
		if (task.outcome && result?.binary) task.outcome.binary = result.binary;
		if (!task.outcome) endWithFailure(context, task, failureOf('n8n did not run the download'));
	});
}
