import type { INodeParameters } from 'n8n-workflow';
import { exampleWorkflow } from '../../../dev/n8n/exampleWorkflow.cts';
import type { CredentialReference } from '../../../dev/n8n/n8nApi.cts';
import type { WorkflowJson } from '../../../dev/n8n/workflowJson.cts';

/** Where the queue takes orders. */
export const ORDERS = 'kling-video-queue';

/** The trigger of its work. */
export const WORK = 'Every Minute';

/** What a person may change in the example's Settings. */
export interface QueueSettings {
	slots?: number;
	folder?: string;
	check_seconds?: number;
	work_seconds?: number;
	most_tries?: number;
	submitting_minutes?: number;
}

/**
 * The example of the video queue, with the credential chosen.
 * @param settings what is changed in its Settings
 * @param schedule another interval than every minute, as the Schedule Trigger has it
 */
export async function queueExample(
	credential: CredentialReference,
	settings: QueueSettings = {},
	schedule?: INodeParameters,
): Promise<WorkflowJson> {
	const workflow = await exampleWorkflow('09-video-queue', credential);
	const node = nodeOf(workflow, 'Settings');
	let text = JSON.stringify(node.parameters);
	for (const [name, value] of Object.entries(settings)) {
		const place = new RegExp(`("name":"${name}","value":)[^,]+`);
		if (!place.test(text)) throw new Error(`The example has no setting ${name}`);
		text = text.replace(place, (_, before: string) => before + JSON.stringify(value));
	}
	node.parameters = JSON.parse(text);
	if (schedule !== undefined)
		nodeOf(workflow, WORK).parameters = { rule: { interval: [schedule] } };
	return workflow;
}

/** The production address of one of its forms. */
export function formUrl(url: string, workflow: WorkflowJson, name: string): string {
	return `${url}/form/${nodeOf(workflow, name).webhookId}`;
}

function nodeOf(workflow: WorkflowJson, name: string): WorkflowJson['nodes'][number] {
	const node = workflow.nodes.find((one) => one.name === name);
	if (node === undefined) throw new Error(`The example has no node ${name}`);
	return node;
}
