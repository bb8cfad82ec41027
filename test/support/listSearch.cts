import { LoadOptionsContext } from 'n8n-core';
import { Workflow, type INodeListSearchResult, type INodeParameters } from 'n8n-workflow';
import { additionalDataOf } from '../../dev/engine/additionalData.cts';
import { nodeTypeOf, type RunOptions } from '../../dev/engine/runOptions.cts';
import { buildWorkflow, NODE_NAME, registryOf } from '../../dev/engine/testWorkflow.cts';

/** What the editor asks for when a person opens the list of a resource locator. */
export interface ListSearch {
	/** The `searchListMethod` of the list mode. */
	method: string;
	/** The path of the parameter, e.g. `parameters.model`. */
	path: string;
	/** What the person typed. */
	filter?: string;
	paginationToken?: string;
}

/** Fills the list of a resource locator as n8n's editor does. @throws what the method throws */
export async function searchList(
	options: RunOptions,
	search: ListSearch,
): Promise<INodeListSearchResult> {
	const { id, settings, nodes, connections } = buildWorkflow(options);
	const nodeTypes = registryOf(options, { main: [], error: [] });
	const workflow = new Workflow({ id, nodes, connections, active: false, nodeTypes });
	const node = workflow.getNode(NODE_NAME);
	const type = nodeTypeOf(options);
	const method = 'methods' in type ? type.methods?.listSearch?.[search.method] : undefined;
	if (node === null || method === undefined) {
		throw new Error(`The node has no list search "${search.method}"`);
	}
	const additionalData = {
		...additionalDataOf(options, { id, settings }),
		currentNodeParameters: node.parameters satisfies INodeParameters,
	};
	const context = new LoadOptionsContext(workflow, node, additionalData, search.path);
	return await method.call(context, search.filter, search.paginationToken);
}
