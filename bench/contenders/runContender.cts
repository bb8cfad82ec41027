import { setTimeout as pause } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import type { N8nApi } from '../../dev/n8n/n8nApi.cts';
import type { Execution } from '../../dev/n8n/workflowJson.cts';
import type { Contender, Place } from './contender.cts';

/** How a run ended. */
export interface ContenderRun {
	execution: Execution;
	/** From the execution's start to its end, as n8n's clock has it, in seconds. */
	seconds: number;
}

/** Seconds between two looks at the list of executions: seldom, as n8n's CPU time is measured. */
export const LOOK_SECONDS = 1;

/**
 * Runs a contender's workflow by hand, to its end.
 * @throws when the execution fails, with n8n's own words, or is not over in time
 */
export async function runContender(
	api: N8nApi,
	contender: Contender,
	place: Place,
	items: readonly IDataObject[],
	limitSeconds: number,
): Promise<ContenderRun> {
	const { id } = await api.createWorkflow(contender.workflow(place, items));
	const executionId = await api.run(id);
	const end = Date.now() + limitSeconds * 1000;
	// The list says whether it is over without handing out the items.
	for (;;) {
		await pause(LOOK_SECONDS * 1000);
		const summary = (await api.executions(id)).find((one) => one.id === executionId);
		if (summary && !['new', 'running', 'waiting'].includes(summary.status)) break;
		if (Date.now() > end) throw new Error(`${contender.name}: not over in ${limitSeconds} s`);
	}
	const execution = await api.execution(executionId);
	if (execution.status !== 'success') {
		const { error } = execution.data.resultData;
		throw new Error(
			`${contender.name}: ${execution.status}, ${error?.message ?? 'no error given'}`,
		);
	}
	const from = Date.parse(execution.startedAt ?? '');
	return { execution, seconds: (Date.parse(execution.stoppedAt ?? '') - from) / 1000 };
}
