import type { LocalGateway } from '../../gateway/server.cts';
import { exampleNames, exampleWorkflow } from '../../dev/n8n/exampleWorkflow.cts';
import type { N8nApi } from '../../dev/n8n/n8nApi.cts';
import type { ScriptedChat } from '../../dev/n8n/scriptedChat.cts';
import { CREDENTIAL_TYPE } from '../../dev/n8n/withGateway.cts';

/**
 * Puts the credentials and all example workflows into an n8n, with what only a user could know filled in: where files
 * go, which pictures to use, and a chat model (one that plays a script).
 * @returns the names of the workflows
 */
export async function fillN8n(
	api: N8nApi,
	gateway: LocalGateway,
	chat: ScriptedChat,
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
	const edits: Record<string, Record<string, string>> = {
		'03-scheduled-batch': { '/home/node/.n8n-files': folder },
		'07-frame-chain': {
			'https://example.com/morning.png': gateway.assetUrl('picture.jpg'),
			'https://example.com/noon.png': gateway.assetUrl('picture.png'),
			'https://example.com/evening.png': gateway.assetUrl('picture.jpg'),
		},
	};
	const names: string[] = [];
	for (const file of await exampleNames()) {
		const workflow = await exampleWorkflow(file, credential, edits[file]);
		const nodes = workflow.nodes.map((node) =>
			node.name === 'Chat Model' ? { ...node, credentials: { openAiApi } } : node,
		);
		await api.createWorkflow({ ...workflow, nodes });
		names.push(workflow.name);
	}
	return names;
}
