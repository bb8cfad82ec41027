import type { IWorkflowSettings } from 'n8n-workflow';
import { chainOfNodes, type Step } from '../chainOfNodes.cts';
import type { WorkflowJson } from '../../../dev/n8n/workflowJson.cts';

const NODE = { type: 'n8n-nodes-kling-video.klingVideo', typeVersion: 1 };

/**
 * A workflow that submits its rows one after the other and waits for all of them in memory. With Save Execution Progress
 * n8n stores after each row what was accepted.
 * @param path of the webhook that starts it
 * @param deliver the node behind After
 */
export function oneAtATime(path: string, prompts: string[], deliver: Step): WorkflowJson {
	const rows = prompts.map((prompt, row) => ({ prompt, row }));
	const workflow = chainOfNodes(path, [
		{
			...{ name: 'Start', type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path },
			parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
		},
		set('List', JSON.stringify({ rows })),
		{
			...{ name: 'Rows', type: 'n8n-nodes-base.splitOut', typeVersion: 1 },
			parameters: { fieldToSplitOut: 'rows', options: {} },
		},
		{
			...{ name: 'One at a Time', type: 'n8n-nodes-base.splitInBatches', typeVersion: 3 },
			parameters: { batchSize: 1, options: {} },
		},
		{ name: 'Wait', ...NODE, parameters: { operation: 'wait' } },
		set('After', "={{ { got: $json, row: $('Rows').item.json.row } }}"),
		deliver,
		{
			...{ name: 'Submit', ...NODE },
			parameters: {
				...{ operation: 'submit', scenario: 'textToVideo' },
				prompt: '={{ $json.prompt }}',
			},
		},
	]);
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	const settings: IWorkflowSettings = { saveExecutionProgress: true };
	return {
		...workflow,
		settings,
		connections: {
			...workflow.connections,
			'One at a Time': { main: [to('Wait'), to('Submit')] },
			[deliver.name]: { main: [] },
			Submit: { main: [to('One at a Time')] },
		},
	};
}

function set(name: string, jsonOutput: string): Step {
	return {
		...{ name, type: 'n8n-nodes-base.set', typeVersion: 3.4 },
		parameters: { mode: 'raw', jsonOutput, options: {} },
	};
}
