import type { NodeContext } from '../run/nodeContext';

/**
 * The context with another cancel signal. n8n passes the execution's own to every request, and nothing else closes one:
 * n8n 2.8 gives up a request that takes too long, but leaves it open.
 */
export function withSignal(context: NodeContext, signal: AbortSignal): NodeContext {
	const limited: NodeContext = Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	});
	return limited;
}
