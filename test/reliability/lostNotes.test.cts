import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { hasLostNotes } from '../../nodes/KlingVideo/submission/lostNotes.ts';

const RECOVERED = { json: { isArtificialRecoveredEventItem: true } };

/** A Retry as the node finds it: what ran before it, and whether it had begun itself. */
function retryOf(facts: { mode?: string; isExecuted?: boolean; before?: unknown[] }) {
	const { mode = 'retry', isExecuted = true, before = [RECOVERED] } = facts;
	const nodes: Record<string, unknown> = {
		Generate: { isExecuted },
		Rows: { isExecuted: true, all: () => before },
	};
	const context = {
		getExecuteData: () => ({ source: { main: [{ previousNode: 'Rows' }] } }),
		getMode: () => mode,
		getItemIndex: () => 0,
		getNode: () => ({ name: 'Generate' }),
		getWorkflowDataProxy: () => ({ $: (name: string) => nodes[name] }),
	};
	return context as unknown as IExecuteSingleFunctions;
}

test.each([
	['n8n was killed when the node had begun', {}, true],
	['n8n was killed before the node began: nothing was sent', { isExecuted: false }, false],
	['the execution failed by itself: the notes are there', { before: [{ json: {} }] }, false],
	['nobody retries', { mode: 'manual' }, false],
])('%s', (_, facts, isLost) => {
	expect(hasLostNotes(retryOf(facts))).toBe(isLost);
});
