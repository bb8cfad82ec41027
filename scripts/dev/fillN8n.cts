import type { AssetName } from '../../gateway/files/assets.cts';
import type { LocalGateway } from '../../gateway/server.cts';
import {
	exampleNames,
	exampleWorkflow,
	scenarioExampleNames,
} from '../../dev/n8n/exampleWorkflow.cts';
import type { N8nApi } from '../../dev/n8n/n8nApi.cts';
import type { ScriptedChat } from '../../dev/n8n/scriptedChat.cts';
import type { WorkflowJson } from '../../dev/n8n/workflowJson.cts';
import { CREDENTIAL_TYPE } from '../../dev/n8n/withGateway.cts';

/**
 * Puts the credentials and all example workflows into an n8n, with what only a user could know filled in: where files
 * go, which pictures to use, and a chat model (one that plays a script).
 * @returns the names of the workflows
 */
export async function fillN8n(
	api: Pick<N8nApi, 'createCredential' | 'createWorkflow'>,
	gateway: Pick<LocalGateway, 'key' | 'url' | 'assetUrl'>,
	chat: Pick<ScriptedChat, 'url'>,
	folder: string,
): Promise<string[]> {
	const credential = await api.createCredential('Local gateway', CREDENTIAL_TYPE, {
		apiKey: gateway.key,
		baseUrl: gateway.url,
	});
	const openAiApi = await api.createCredential('Scripted chat model', 'openAiApi', {
		apiKey: 'any',
		url: chat.url,
	});
	const names: string[] = [];
	for (const file of [...(await exampleNames()), ...(await scenarioExampleNames())]) {
		const workflow = filledIn(await exampleWorkflow(file, credential), gateway, folder);
		const nodes = workflow.nodes.map((node) =>
			node.name === 'Chat Model' ? { ...node, credentials: { openAiApi } } : node,
		);
		await api.createWorkflow({ ...workflow, nodes });
		names.push(workflow.name);
	}
	return names;
}

/** The media of the local gateway that stand in for those of the examples, by their extension. */
const MEDIA: Readonly<Record<string, AssetName>> = {
	png: 'picture.png',
	jpg: 'picture.jpg',
	mp4: 'reference.mp4',
	mp3: 'voice.mp3',
};

/** An example with the folder and the media of this machine in the place of those that it only shows; notes stay. */
function filledIn(
	workflow: WorkflowJson,
	gateway: Pick<LocalGateway, 'assetUrl'>,
	folder: string,
): WorkflowJson {
	const text = JSON.stringify(workflow.nodes.filter(isNoNote))
		.replaceAll('/home/node/.n8n-files', folder)
		.replaceAll(/https:\/\/example\.com\/[\w-]+\.(png|jpg|mp4|mp3)/g, (link, extension: string) => {
			const asset = MEDIA[extension];
			return asset === undefined ? link : gateway.assetUrl(asset);
		});
	// The same nodes with other texts in them.
	const nodes = JSON.parse(text) as WorkflowJson['nodes'];
	return { ...workflow, nodes: [...workflow.nodes.filter((node) => !isNoNote(node)), ...nodes] };
}

/** A note speaks of any n8n, not of this one. */
function isNoNote({ type }: WorkflowJson['nodes'][number]): boolean {
	return type !== 'n8n-nodes-base.stickyNote';
}
