import type { IDataObject, INode } from 'n8n-workflow';
import type { CredentialReference, N8nApi } from '../../dev/n8n/n8nApi.cts';
import type { WorkflowJson } from '../../dev/n8n/workflowJson.cts';

/** Where a contender works: its own gateway, and a credential for it of each kind. */
export interface Place {
	gatewayUrl: string;
	kling: CredentialReference;
	openAi: CredentialReference;
	header: CredentialReference;
}

/** One way to get videos in n8n. */
export interface Contender {
	name: string;
	/** The workflow that makes one video an item; the items are pinned at its trigger. */
	workflow(place: Place, items: readonly IDataObject[]): WorkflowJson;
}

export const START = 'Start';

let made = 0;

/** A node of a workflow. */
export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: INode['parameters'],
	credentials?: INode['credentials'],
): INode {
	made += 1;
	return {
		id: `bench-${made}`,
		name,
		type,
		typeVersion,
		position: [200 * made, 0],
		parameters,
		...(credentials && { credentials }),
	};
}

/** A connection from an output of a node to the next node. */
export type Link = readonly [from: string, to: string, output?: number];

/** A workflow whose manual trigger gives the items. */
export function workflowOf(
	name: string,
	items: readonly IDataObject[],
	nodes: INode[],
	links: readonly Link[],
): WorkflowJson {
	const connections: WorkflowJson['connections'] = {};
	for (const [from, to, output = 0] of links) {
		const main = ((connections[from] ??= { main: [] }).main ??= []);
		while (main.length <= output) main.push([]);
		main[output]?.push({ node: to, type: 'main', index: 0 });
	}
	return {
		name,
		nodes: [node(START, 'n8n-nodes-base.manualTrigger', 1, {}), ...nodes],
		connections,
		pinData: { [START]: items.map((json) => ({ json })) },
	};
}

/** A workflow of the trigger and one node. */
export function workflowOfOne(
	name: string,
	items: readonly IDataObject[],
	only: INode,
): WorkflowJson {
	return workflowOf(name, items, [only], [[START, only.name]]);
}

let places = 0;

/** Stores a credential of each kind for a gateway. */
export async function placeAt(
	api: N8nApi,
	{ url, key }: { url: string; key: string },
): Promise<Place> {
	places += 1;
	const store = async (type: string, data: IDataObject) =>
		await api.createCredential(`${type} ${places}`, type, JSON.parse(JSON.stringify(data)));
	return {
		gatewayUrl: url,
		kling: await store('klingVideoApi', { apiKey: key, baseUrl: url }),
		openAi: await store('openAiApi', { apiKey: key, url: `${url}/v1`, header: false }),
		header: await store('httpHeaderAuth', { name: 'Authorization', value: `Bearer ${key}` }),
	};
}
