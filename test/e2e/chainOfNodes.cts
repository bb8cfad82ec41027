import type { INode } from 'n8n-workflow';
import type { WorkflowJson } from '../../dev/n8n/workflowJson.cts';

/** A node as far as a test cares. */
export type Step = Pick<INode, 'name' | 'type' | 'typeVersion' | 'parameters'> & Partial<INode>;

/** A workflow of nodes one after the other. */
export function chainOfNodes(name: string, steps: readonly Step[]): WorkflowJson {
	const nodes = steps.map((step, index): INode => ({
		id: `00000000-0000-4000-8000-00000000000${index}`,
		position: [index * 220, 0],
		...step,
	}));
	const connections: WorkflowJson['connections'] = {};
	nodes.slice(1).forEach(({ name: to }, index) => {
		connections[nodes[index]?.name ?? ''] = { main: [[{ node: to, type: 'main', index: 0 }]] };
	});
	return { name, nodes, connections };
}
