import type { IExecuteFunctions, IExecuteSingleFunctions } from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';

import { isAgentTool } from '../../run/agentTool';
import { InputError } from '../../shared/inputError';
import { at } from '../../shared/json';

/** What the engine's context has beside its declared type, in every n8n that can put an execution to wait from here. */
export type Waiting = IExecuteSingleFunctions &
	Pick<IExecuteFunctions, 'executeWorkflow' | 'putExecutionToWait'>;

/** n8n before 2.0 hands a waiting node's input on instead of its child's output; it has no such function. */
const HANDS_ON_OUTPUT = 'calculateWorkflowChecksum' in n8nWorkflow;

/**
 * How much later than the time-out, in milliseconds, the node may still be at work: n8n wakes an execution up to a minute
 * late, and the last check may take a download with it.
 */
const MARGIN_MS = 5 * 60_000;

/** Whether this n8n can put an execution to wait from here. */
export function canWait(context: IExecuteSingleFunctions): context is Waiting {
	return HANDS_ON_OUTPUT && 'executeWorkflow' in context && 'putExecutionToWait' in context;
}

/** Whether this n8n tells the workflow's settings here, beside what it declares. */
function tellsSettings(
	context: IExecuteSingleFunctions,
): context is IExecuteSingleFunctions & Pick<IExecuteFunctions, 'getWorkflowSettings'> {
	return 'getWorkflowSettings' in context;
}

/**
 * When n8n ends the execution for its time limit, in Unix milliseconds; the limit goes on while the execution waits. n8n
 * notes the moment, from the workflow's setting and from its own environment, but declares it nowhere: where it is not
 * found, the workflow's setting counts from now on.
 */
function endOfExecution(context: IExecuteSingleFunctions, now: number): number {
	const additional: unknown = 'additionalData' in context ? context.additionalData : undefined;
	const noted = at(additional, 'executionTimeoutTimestamp');
	if (typeof noted === 'number') return noted;
	const settings = tellsSettings(context) ? context.getWorkflowSettings() : undefined;
	const seconds = Number(at(settings, 'executionTimeout'));
	return seconds > 0 ? now + seconds * 1000 : Infinity;
}

/** A time in whole minutes, rounded down: what is left of one that has begun does not help. */
function minutesOf(ms: number): number {
	return Math.max(0, Math.floor(ms / 60_000));
}

/**
 * Checks whether the node can wait in the database where it stands, before anything is waited for.
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
	if (!canWait(context))
		throw new InputError(
			'Wait In',
			"cannot be 'In Database' in this version of n8n",
			`Update n8n, or: ${inMemory}`,
		);
	const now = Date.now();
	const left = endOfExecution(context, now) - now;
	if (left < timeoutMs + MARGIN_MS) {
		throw new InputError(
			'Wait In',
			`cannot be 'In Database' here: n8n ends the execution in ${minutesOf(left)} minutes, and the wait may take ${minutesOf(timeoutMs + MARGIN_MS)}`,
			"Raise 'Timeout Workflow' in the workflow's settings (or EXECUTIONS_TIMEOUT, where n8n sets it for all workflows), or lower 'Timeout' in the Wait Options",
		);
	}
}
