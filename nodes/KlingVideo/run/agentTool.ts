import type { INode } from 'n8n-workflow';

/** Whether an AI agent calls the node: n8n then runs it under a type name of its own. */
export function isAgentTool(context: { getNode(): INode }): boolean {
	return context.getNode().type.endsWith('Tool');
}
