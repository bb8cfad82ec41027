import type { NodeSettings } from '../../../dev/engine/engine.cts';
import type { MatrixFault } from './faults.cts';

/** Which operation runs, and which of its requests is struck. */
export interface Target {
	name: string;
	operation: 'submit' | 'getStatus' | 'wait' | 'generate';
	struck: 'submit' | 'status';
}

export const TARGETS: Target[] = [
	{ name: 'Submit', operation: 'submit', struck: 'submit' },
	{ name: 'Get Status', operation: 'getStatus', struck: 'status' },
	{ name: 'Wait', operation: 'wait', struck: 'status' },
	{ name: 'Generate, submitting', operation: 'generate', struck: 'submit' },
	{ name: 'Generate, waiting', operation: 'generate', struck: 'status' },
];

/** How the node is set up, and with how many items; with several, the one named "b" is struck. */
export interface Mode {
	name: string;
	items: string[];
	settings: NodeSettings;
	/** A person presses Retry when the execution has failed; the gateway is well again by then. */
	personRetries?: true;
}

/** The item that the fault is for. */
export const STRUCK = 'b';

const several = ['a', STRUCK];

export const MODES: Mode[] = [
	{ name: 'one item', items: [STRUCK], settings: {} },
	{ name: "two items, then a person's Retry", items: several, settings: {}, personRetries: true },
	{
		name: 'Retry On Fail',
		items: several,
		settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1000 },
	},
	{
		name: 'Continue',
		items: several,
		settings: { onError: 'continueRegularOutput' },
	},
	{
		name: 'Continue (error output)',
		items: several,
		settings: { onError: 'continueErrorOutput' },
	},
];

/** One cell of the matrix. */
export interface MatrixCase {
	fault: MatrixFault;
	target: Target;
	mode: Mode;
}

/** Whether a fault can happen to a target at all. */
export function applies(fault: MatrixFault, { operation, struck }: Target): boolean {
	// An unreachable gateway is not reached by the submission before the wait either.
	if (fault.unreachable && operation === 'generate' && struck === 'status') return false;
	return fault[struck] !== undefined;
}
