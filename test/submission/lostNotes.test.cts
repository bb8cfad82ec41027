import type { IExecuteSingleFunctions } from 'n8n-workflow';
import { hasLostNotes } from '../../nodes/KlingVideo/submission/lostNotes.ts';

const RECOVERED = { json: { isArtificialRecoveredEventItem: true } };

interface Facts {
	mode?: string;
	source?: unknown;
	self?: unknown;
	before?: unknown;
	$?: unknown;
}

/** A Retry after n8n was killed, as the node finds it, but for what is given. */
function retryWith(facts: Facts) {
	const { mode = 'retry', source = { main: [{ previousNode: 'Rows' }] } } = facts;
	const all = (output: number, run: number) => (output === 0 && run === 0 ? [RECOVERED] : []);
	const nodes: Record<string, unknown> = { Video: { isExecuted: true }, Rows: { all } };
	if ('self' in facts) nodes.Video = facts.self;
	if ('before' in facts) nodes.Rows = facts.before;
	// As n8n's own, which throws for what is no node.
	const nodeNamed = (name: string) => {
		if (name in nodes) return nodes[name];
		throw new Error("Referenced node doesn't exist");
	};
	const proxy = { $: '$' in facts ? facts.$ : nodeNamed };
	const context = {
		getExecuteData: () => ({ source }),
		getMode: () => mode,
		getItemIndex: () => 4,
		getNode: () => ({ name: 'Video' }),
		getWorkflowDataProxy: (index: number) => (index === 4 ? proxy : {}),
	};
	return context as unknown as IExecuteSingleFunctions;
}

const holding = (items: unknown) => ({ before: { all: () => items } });

test('the notes are lost where this node had begun, and what came before it is made up by n8n', () => {
	expect(hasLostNotes(retryWith({}))).toBe(true);
	expect(hasLostNotes(retryWith(holding([RECOVERED, { json: {} }])))).toBe(true);
});

test.each<[string, Facts]>([
	['no person retries it', { mode: 'trigger' }],
	['this node had not begun', { self: { isExecuted: false } }],
	['it does not say whether it had begun', { self: {} }],
	['it says so in another way', { self: { isExecuted: 'yes' } }],
	['n8n does not know this node', { self: undefined }],
	['n8n does not know the node before', { before: undefined }],
	['the node before cannot tell its items', { before: { all: [RECOVERED] } }],
	['the node before has no items', holding([])],
	['its items are no list', holding(RECOVERED)],
	['its items are real ones', holding([{ json: {} }, RECOVERED])],
	['its item has no JSON', holding([{ isArtificialRecoveredEventItem: true }])],
	['its item is none', holding([null])],
	['it says it in another way', holding([{ json: { isArtificialRecoveredEventItem: 'yes' } }])],
	['nothing came before', { source: null }],
	['nothing came in', { source: { main: [null] } }],
	['there is no main input', { source: {} }],
	['the main input is none', { source: { main: [] } }],
	['n8n has no way to ask for nodes', { $: undefined }],
])('they are not where %s', (_, facts) => {
	expect(hasLostNotes(retryWith(facts))).toBe(false);
});
