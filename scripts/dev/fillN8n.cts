import type { LocalGateway } from '../../gateway/server.cts';
import { exampleNames, exampleWorkflow } from '../../test/e2e/exampleWorkflow.cts';
import type { N8nApi } from '../../test/e2e/support/n8nApi.cts';
import { CREDENTIAL_TYPE } from '../../test/e2e/withGateway.cts';

/**
 * Puts the credential and all example workflows into an n8n, with what only a user could know filled in: where files
 * go, and which pictures to use.
 * @returns the names of the workflows
 */
export async function fillN8n(
	api: N8nApi,
	gateway: LocalGateway,
	folder: string,
): Promise<string[]> {
	const credential = await api.createCredential('Local gateway', CREDENTIAL_TYPE, {
		apiKey: gateway.key,
		baseUrl: gateway.url,
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
		await api.createWorkflow(workflow);
		names.push(workflow.name);
	}
	return names;
}
