import type { CredentialReference, N8nApi } from '../../dev/n8n/n8nApi.cts';
import { exampleWorkflow, withCredential } from '../../dev/n8n/exampleWorkflow.cts';
import { chainOfNodes, type Step } from './chainOfNodes.cts';
import type { WorkflowJson } from '../../dev/n8n/workflowJson.cts';

/**
 * Stores the durable wait built by hand of the examples and a workflow that calls it: Submit, then Execute Sub-workflow with
 * all tasks, then the node After.
 * @returns the id of the calling workflow
 */
export async function durableWait(
	api: N8nApi,
	credential: CredentialReference,
	prompts: readonly string[],
): Promise<string> {
	const child = await api.createWorkflow(await exampleWorkflow('08-durable-wait-loop', credential));
	await api.activate(child.id);
	const caller = await api.createWorkflow(
		withCredential(callingWorkflow(child.id, prompts), credential),
	);
	return caller.id;
}

function callingWorkflow(childId: string, prompts: readonly string[]): WorkflowJson {
	const code = `return ${JSON.stringify(prompts.map((prompt) => ({ json: { prompt } })))};`;
	const steps: Step[] = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{ name: 'Prompts', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode: code } },
		{
			name: 'Submit',
			type: 'n8n-nodes-kling-video.klingVideo',
			typeVersion: 1,
			parameters: { operation: 'submit', scenario: 'textToVideo', prompt: '={{ $json.prompt }}' },
		},
		{
			name: 'Durable Wait',
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.2,
			parameters: {
				source: 'database',
				workflowId: { __rl: true, mode: 'id', value: childId },
				mode: 'once',
				options: { waitForSubWorkflow: true },
			},
		},
		{ name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
	];
	return chainOfNodes('Durable wait, called', steps);
}
