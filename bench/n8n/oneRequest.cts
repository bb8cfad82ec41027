import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { INodeTypeDescription } from 'n8n-workflow';
import { packProject } from '../../dev/n8n/packedNode.cts';

/** The type of the node that `packOneRequest` packs. */
export const ONE_REQUEST = 'n8n-nodes-one-request.oneRequest';

/** The plainest declarative node: one GET an item, nothing else. What the engine takes for it is the yardstick. */
const description: INodeTypeDescription = {
	displayName: 'One Request',
	name: 'oneRequest',
	group: ['transform'],
	version: 1,
	description: 'Sends one declared request an item',
	defaults: { name: 'One Request' },
	inputs: ['main'],
	outputs: ['main'],
	credentials: [{ name: 'klingVideoApi', required: true }],
	requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
	properties: [
		{
			displayName: 'Task ID',
			name: 'taskId',
			type: 'string',
			default: '={{ $json.task_id }}',
			routing: { request: { method: 'GET', url: '=/v1/videos/{{ $value }}' } },
		},
	],
};

/** Packs the yardstick as a community package. The path of the tarball. */
export async function packOneRequest(): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'one-request-'));
	const manifest = {
		name: 'n8n-nodes-one-request',
		version: '1.0.0',
		keywords: ['n8n-community-node-package'],
		n8n: { n8nNodesApiVersion: 1, nodes: ['OneRequest.node.js'] },
	};
	const code = `exports.OneRequest = class { description = ${JSON.stringify(description)}; };\n`;
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
	await writeFile(path.join(folder, 'OneRequest.node.js'), code);
	return await packProject(folder);
}
