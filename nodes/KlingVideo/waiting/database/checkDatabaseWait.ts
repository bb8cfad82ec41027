import type { IExecuteFunctions, IExecuteSingleFunctions } from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';

import { InputError } from '../../shared/inputError';
import { isObject } from '../../shared/json';
import { isAgentTool } from '../../run/agentTool';

/** What the engine's context has beside its declared type, in every n8n that can park an execution. */
export type Parking = IExecuteSingleFunctions &
	Pick<IExecuteFunctions, 'executeWorkflow' | 'putExecutionToWait'>;

/** n8n before 2.0 hands a parked node's input on instead of its child's output; it has no such function. */
const HANDS_ON_OUTPUT = 'calculateWorkflowChecksum' in n8nWorkflow;

/** Whether this n8n can park an execution from here. */
export function canPark(context: IExecuteSingleFunctions): context is Parking {
	return HANDS_ON_OUTPUT && 'executeWorkflow' in context && 'putExecutionToWait' in context;
}

/** n8n's own limit for the execution, in milliseconds; it goes on while the execution is parked. */
function executionLimitMs(context: IExecuteSingleFunctions): number {
	const settings: unknown =
		'getWorkflowSettings' in context && typeof context.getWorkflowSettings === 'function'
			? context.getWorkflowSettings()
			: {};
	const seconds = isObject(settings) ? Number(settings.executionTimeout) : 0;
	return seconds > 0 ? seconds * 1000 : Infinity;
}

/**
 * Looks whether the node can wait in the database where it stands, before anything is waited for.
 *
 * @throws InputError that says why not
 */
export function checkDatabaseWait(
	context: IExecuteSingleFunctions,
	{ timeoutMs }: { timeoutMs: number },
): void {
	const inMemory = "Set 'Wait In' to 'In Memory'";
	if (isAgentTool(context))
		throw new InputError('Wait In', "cannot be 'In Database' for an AI agent's tool", inMemory);
	if (!canPark(context))
		throw new InputError(
			'Wait In',
			"cannot be 'In Database' in this version of n8n",
			`Update n8n, or: ${inMemory}`,
		);
	if (executionLimitMs(context) < timeoutMs) {
		throw new InputError(
			'Wait In',
			"cannot be 'In Database' here: the workflow's own timeout is shorter than the wait's",
			"Raise 'Timeout Workflow' in the workflow's settings, or lower 'Timeout' in the Wait Options",
		);
	}
}
