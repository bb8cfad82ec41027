import { readFile, readdir } from 'node:fs/promises';
import * as path from 'node:path';
import type { CredentialReference } from './n8nApi.cts';
import type { WorkflowJson } from './workflowJson.cts';
import { CREDENTIAL_TYPE } from './withGateway.cts';

export const EXAMPLES_FOLDER = path.join(__dirname, '..', '..', 'examples');

/** The names of the example files, in order, without `.json`. */
export async function exampleNames(): Promise<string[]> {
	const files = await readdir(EXAMPLES_FOLDER);
	return files
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.slice(0, -'.json'.length))
		.sort();
}

/** The names of the scenarios' example files, in order, for `exampleWorkflow`. */
export async function scenarioExampleNames(): Promise<string[]> {
	const files = await readdir(path.join(EXAMPLES_FOLDER, 'scenarios'));
	return files.map((file) => `scenarios/${file.slice(0, -'.json'.length)}`).sort();
}

/**
 * An example as a user has it after choosing the credential.
 * @param edit changes to the file's text, as a user would make: what to replace, by what
 */
export async function exampleWorkflow(
	name: string,
	credential: CredentialReference,
	edit: Readonly<Record<string, string>> = {},
): Promise<WorkflowJson> {
	let text = await readFile(path.join(EXAMPLES_FOLDER, `${name}.json`), 'utf8');
	for (const [from, to] of Object.entries(edit)) {
		if (!text.includes(from)) throw new Error(`The example ${name} has no "${from}"`);
		text = text.replaceAll(from, to);
	}
	// The file is in the project; the import test shows that n8n reads it.
	const workflow: WorkflowJson = JSON.parse(text);
	return withCredential(workflow, credential);
}

/** The workflow with a credential in each of its Kling Video nodes. */
export function withCredential(
	workflow: WorkflowJson,
	credential: CredentialReference,
): WorkflowJson {
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			/\.klingVideo(Tool)?$/.test(node.type)
				? { ...node, credentials: { ...node.credentials, [CREDENTIAL_TYPE]: credential } }
				: node,
		),
	};
}
