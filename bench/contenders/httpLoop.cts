import type { INode } from 'n8n-workflow';
import type { CredentialReference } from '../../dev/n8n/n8nApi.cts';
import { node, START, workflowOf, workflowOfOne, type Contender, type Link } from './contender.cts';

function request(
	name: string,
	header: CredentialReference,
	parameters: INode['parameters'],
): INode {
	return node(
		name,
		'n8n-nodes-base.httpRequest',
		4.2,
		{ authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth', ...parameters },
		{ httpHeaderAuth: header },
	);
}

function looping(gatewayUrl: string, header: CredentialReference, seconds: number): INode[] {
	return [
		node('Wait', 'n8n-nodes-base.wait', 1.1, { amount: seconds, unit: 'seconds' }),
		request('Status', header, { url: `=${gatewayUrl}/v1/videos/{{ $json.id }}` }),
		node('Done?', 'n8n-nodes-base.if', 2.2, {
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				conditions: [
					{
						id: 'done',
						leftValue: '={{ $json.status }}',
						rightValue: 'completed',
						operator: { type: 'string', operation: 'equals' },
					},
				],
				combinator: 'and',
			},
		}),
	];
}

/** From the pause to the look and back, until the task is done. */
function linksOfLoop(then: string): Link[] {
	return [
		['Wait', 'Status'],
		['Status', 'Done?'],
		['Done?', then, 0],
		['Done?', 'Wait', 1],
	];
}

/** The loop that most people build: submit, wait, ask, and back until the task is done; then the file. */
export function httpLoop(seconds: number): Contender {
	const name = `HTTP Request loop, ${seconds} s`;
	return {
		name,
		workflow: ({ gatewayUrl, header }, items) =>
			workflowOf(
				name,
				items,
				[
					request('Submit', header, {
						method: 'POST',
						url: `${gatewayUrl}/v1/videos`,
						sendBody: true,
						specifyBody: 'json',
						jsonBody: '={{ JSON.stringify({ model: "Kling-2.6", prompt: $json.prompt }) }}',
					}),
					...looping(gatewayUrl, header, seconds),
					request('File', header, {
						url: `=${gatewayUrl}/v1/videos/{{ $json.id }}/content`,
						options: { response: { response: { responseFormat: 'file' } } },
					}),
				],
				[[START, 'Submit'], ['Submit', 'Wait'], ...linksOfLoop('File')],
			),
	};
}

/** The same loop for tasks that exist, without their files. */
export function httpWaitLoop(seconds: number): Contender {
	const name = `HTTP Request loop, ${seconds} s`;
	return {
		name,
		workflow: ({ gatewayUrl, header }, items) =>
			workflowOf(
				name,
				items.map((item) => ({ ...item, id: item.task_id })),
				[...looping(gatewayUrl, header, seconds), node('End', 'n8n-nodes-base.noOp', 1, {})],
				[[START, 'Wait'], ...linksOfLoop('End')],
			),
	};
}

/** One HTTP Request that fetches the file of a task that is done. */
export const httpFile: Contender = {
	name: 'HTTP Request node',
	workflow: ({ gatewayUrl, header }, items) =>
		workflowOfOne(
			'HTTP Request node, file',
			items,
			request('File', header, {
				url: `=${gatewayUrl}/v1/videos/{{ $json.task_id }}/content`,
				options: { response: { response: { responseFormat: 'file' } } },
			}),
		),
};
