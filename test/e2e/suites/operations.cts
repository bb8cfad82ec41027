import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { failure, type Submission } from '../../../gateway/server.cts';
import { OLDER_N8N_VERSIONS } from '../../../dev/n8n/installedN8n.cts';
import type { CredentialReference } from '../../../dev/n8n/n8nApi.cts';
import { withCredential } from '../../../dev/n8n/exampleWorkflow.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';
import { itemsOf, type WorkflowJson } from '../../../dev/n8n/workflowJson.cts';
import { chainOfNodes, type Step } from '../chainOfNodes.cts';
import { assertServedBinary } from '../sameBytes.cts';
import type { SharedSuite } from '../suite.cts';

const START: Step = {
	...{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
};

/** A node of the package; its name is that of what it does. */
function kling(name: string, parameters: Step['parameters'], more: Partial<Step> = {}): Step {
	const type = 'n8n-nodes-kling-video.klingVideo';
	return { name, type, typeVersion: 1.1, parameters, ...more };
}

/** Items for the node behind it. */
function list(items: readonly unknown[]): Step {
	const jsCode = `return ${JSON.stringify(items.map((json) => ({ json })))};`;
	return { name: 'List', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}

function flow(credential: CredentialReference, ...steps: readonly Step[]): WorkflowJson {
	return withCredential(chainOfNodes('Operations', [START, ...steps]), credential);
}

/** What each operation does in a real n8n, beside the examples. */
export const operations: SharedSuite = {
	name: 'operations',
	basic: true,
	n8n: 'shared',
	pace: 'sideBySide',
	tests: [
		{
			name: 'Submit, Get Status and Wait: one task in each, its JSON at the gateway, its file',
			async run({ n8n: { api } }) {
				await withGateway(api, { plan: { seconds: 4 } }, async ({ gateway, credential }) => {
					const workflow = flow(
						credential,
						kling('Submit', {
							operation: 'submit',
							scenario: 'textToVideo',
							model: { __rl: true, mode: 'list', value: 'Kling-2.6' },
							prompt: 'A paper boat',
							duration: 10,
							aspectRatio: '9:16',
							options: { generateAudio: false },
						}),
						kling('Get Status', { operation: 'getStatus' }),
						kling('Wait', { operation: 'wait', downloadVideo: true }),
					);
					const { id } = await api.createWorkflow(workflow);
					const execution = await api.runToEnd(id);
					assert.equal(execution.status, 'success');
					assert.equal(gateway.submits.length, 1);
					const task = gateway.task();
					const { prompt, model, duration, seconds } = task.body;
					assert.deepEqual(
						{ prompt, model, duration, seconds },
						{ prompt: 'A paper boat', model: 'Kling-2.6', duration: 10, seconds: '10' },
					);
					for (const [node, status] of [
						['Submit', 'pending'],
						['Get Status', 'pending'],
						['Wait', 'completed'],
					] as const) {
						const [item] = itemsOf(execution, node);
						assert.deepEqual([item?.json.task_id, item?.json.status], [task.id, status]);
					}
					const [item] = itemsOf(execution, 'Wait');
					await assertServedBinary(api, gateway, task.id, item?.binary?.data);
				});
			},
		},
		{
			name: 'a batch side by side, one refused and one failed: each comes out in its place',
			async run({ n8n: { api } }) {
				const plan = ({ body }: Submission) =>
					body.prompt === 'A storm' ? { outcome: failure('ModelGenerateFailed') } : { seconds: 3 };
				await withGateway(api, { plan }, async ({ gateway, credential }) => {
					const prompts = ['A boat', '', 'A storm', 'A fox'];
					const workflow = flow(
						credential,
						list(prompts.map((prompt) => ({ prompt }))),
						kling(
							'Generate',
							{ prompt: '={{ $json.prompt }}' },
							{ onError: 'continueRegularOutput' },
						),
					);
					const { id } = await api.createWorkflow(workflow);
					const execution = await api.runToEnd(id);
					assert.equal(execution.status, 'success');
					assert.equal(gateway.submits.length, 3);
					const idOf = (prompt: string) =>
						gateway.tasks.find(({ body }) => body.prompt === prompt)?.id;
					const items = itemsOf(execution, 'Generate');
					assert.deepEqual(
						items.map(({ json }) => json.task_id),
						[idOf('A boat'), undefined, idOf('A storm'), idOf('A fox')],
					);
					assert.match(JSON.stringify(items[1]?.json.error), /'Prompt'/);
					assert.equal(items[2]?.json.status, 'failed');
					for (const { json, binary } of [items[0], items[3]].flatMap((item) => item ?? [])) {
						await assertServedBinary(api, gateway, json.task_id, binary?.data);
					}
				});
			},
		},
		{
			name: 'a refusal names what is wrong, and nothing is sent',
			async run({ n8n: { api } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					const workflow = flow(credential, kling('Generate', { prompt: 'A boat', duration: 99 }));
					const { id } = await api.createWorkflow(workflow);
					const execution = await api.runToEnd(id);
					assert.equal(execution.status, 'error');
					assert.match(execution.data.resultData.error?.message ?? '', /'Duration'/);
					assert.equal(gateway.submits.length, 0);
				});
			},
		},
		{
			name: 'a file of the item goes in as a link of this n8n, or as Base64',
			async run({ n8n: { api } }) {
				const options = { fetchInputs: true, acceptDataUris: true, plan: { seconds: 1 } };
				await withGateway(api, options, async ({ gateway, credential }) => {
					const picture = await readFile(gateway.assetPath('picture.jpg'));
					for (const fileTransfer of ['link', 'base64']) {
						const workflow = flow(
							credential,
							{
								...{ name: 'Picture', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
								parameters: {
									url: gateway.assetUrl('picture.jpg'),
									options: { response: { response: { responseFormat: 'file' } } },
								},
							},
							kling('Generate', {
								scenario: 'imageToVideo',
								image: { __rl: true, mode: 'field', value: 'data' },
								prompt: 'It moves',
								options: { fileTransfer },
							}),
						);
						const { id } = await api.createWorkflow(workflow);
						const execution = await api.runToEnd(id);
						assert.equal(execution.status, 'success');
						const [item] = itemsOf(execution, 'Generate');
						const task = gateway.task(String(item?.json.task_id));
						const sent = String(task.body.image);
						if (fileTransfer === 'link') assert.equal(task.inputs[0]?.size, picture.length);
						else assert.ok(sent.endsWith(picture.toString('base64')), sent.slice(0, 60));
					}
				});
			},
		},
		{
			name: 'before n8n 2.0 a wait in the database is refused in words, before anything is sent',
			versions: OLDER_N8N_VERSIONS,
			async run({ n8n: { api } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					const waitOptions = { waitIn: 'database' };
					for (const parameters of [
						{ prompt: 'A boat', waitOptions },
						{ operation: 'wait', taskId: 'task_any', waitOptions },
					]) {
						const { id } = await api.createWorkflow(flow(credential, kling('Kling', parameters)));
						const execution = await api.runToEnd(id);
						assert.equal(execution.status, 'error');
						const { error } = execution.data.resultData;
						assert.match(
							error?.message ?? '',
							/'Wait In' cannot be 'In Database' in this version of n8n/,
						);
						assert.match(error?.description ?? '', /Update n8n, or: Set 'Wait In' to 'In Memory'/);
					}
					assert.equal(gateway.submits.length, 0);
					assert.equal(gateway.requestsTo('status').length, 0);
				});
			},
		},
	],
};
