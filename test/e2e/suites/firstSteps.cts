import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import type { LocalGateway } from '../../../gateway/server.cts';
import { eventually } from '../../../dev/n8n/eventually.cts';
import { exampleWorkflow, withCredential } from '../../../dev/n8n/exampleWorkflow.cts';
import type { CredentialReference } from '../../../dev/n8n/n8nApi.cts';
import { startScriptedChat } from '../../../dev/n8n/scriptedChat.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';
import type { WorkflowJson } from '../../../dev/n8n/workflowJson.cts';
import { startCallbackServer } from '../callbackServer.cts';
import { chainOfNodes } from '../chainOfNodes.cts';
import type { Editor } from '../editor.cts';
import { inEditor } from '../inEditor.cts';
import { Recording } from '../recording.cts';
import { isShown, PICTURES, screenshot } from '../screenshot.cts';
import type { E2eTest, SharedSetting, SharedSuite } from '../suite.cts';

const PROMPT = 'A red fox runs through fresh snow at dawn';

/** What a step is walked with. */
interface Walk extends SharedSetting {
	gateway: LocalGateway;
	credential: CredentialReference;
	window: Editor;
	page: Page;
	/** Takes the step's picture for the docs. */
	picture: (name: string) => Promise<void>;
}

/** One of the tasks that somebody new has, walked in the editor with its own gateway. */
function step(
	name: string,
	walk: (walk: Walk) => Promise<void>,
	options: Parameters<typeof withGateway>[1] = {},
): E2eTest<SharedSetting> {
	return {
		name,
		async run(setting) {
			const { version, n8n } = setting;
			await withGateway(n8n.api, options, async (bench) => {
				await inEditor(n8n.url, n8n.api, { height: 800 }, async (window) => {
					const picture = async (shown: string): Promise<void> =>
						await screenshot(version, window.page, `first-steps-${shown}`);
					await walk({ ...setting, ...bench, window, page: window.page, picture });
				});
			});
		},
	};
}

/** A trigger by hand and nodes behind it. */
function byHand(
	credential: CredentialReference,
	...nodes: Parameters<typeof chainOfNodes>[1]
): WorkflowJson {
	const start = {
		...{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
	};
	return withCredential(chainOfNodes('First steps', [start, ...nodes]), credential);
}

const klingVideo = (parameters: WorkflowJson['nodes'][number]['parameters']) => ({
	...{
		name: 'Kling Video',
		type: 'n8n-nodes-kling-video.klingVideo',
		typeVersion: 1.1,
		parameters,
	},
});

/** Opens the window of a new credential from the open node, and fills it in. */
async function newCredential({ page, window }: Walk, key: string, url: string): Promise<void> {
	await window.byTestId('node-credentials-select').click();
	await window.byTestId('node-credentials-select-item-new').first().click();
	const modal = window.byTestId('editCredential-modal');
	await modal.waitFor();
	await modal.locator('[data-test-id="parameter-input-apiKey"] input').fill(key);
	await modal.locator('[data-test-id="parameter-input-baseUrl"] input').fill(url);
	await window.byTestId('credential-save-button').click();
	await page.waitForTimeout(500);
}

/** Ten tasks of somebody who has just installed the node, with what they see. `docs/first-steps.md` shows the pictures. */
export const firstSteps: SharedSuite = {
	name: 'first steps',
	n8n: 'shared',
	pace: 'oneByOne',
	tests: [
		step('find: the node and what it can do', async ({ window, page, picture }) => {
			await window.openPanel();
			const actions = await window.actionsInPanel('animate', 'Kling Video');
			assert.ok(actions.includes('Make a video from a picture'));
			await page.mouse.move(0, 0);
			await picture('find');
		}),
		step('connect: a key is tested when it is saved', async (walk) => {
			const { window, page, gateway, picture } = walk;
			await window.openPanel();
			await window.actionsInPanel('Kling', 'Kling Video');
			await window.addByAction('Make a video from text');
			await newCredential(walk, gateway.key, gateway.url);
			// n8n 2.41 closes the window of a credential that passed, 2.8 says so in it.
			await Promise.any([
				page.getByText('Connection tested successfully').waitFor(),
				window.byTestId('editCredential-modal').waitFor({ state: 'hidden' }),
			]);
			// The test of the key; on a quick machine n8n has loaded the list of models behind it by now.
			const [test, ...list] = gateway.requestsTo('models').map(({ status }) => status);
			assert.equal(test, 200);
			assert.ok(list.length <= 1 && list.every((status) => status === 200), `${list.join()}`);
			await picture('connect');
		}),
		step(
			'text: from the prompt to the playing video',
			async ({ version, window, page, credential }) => {
				const film = new Recording(page);
				await window.openPanel();
				await film.show(1);
				await window.findInPanel('make video', 'Kling Video');
				await film.show(1.2);
				await window.actionsInPanel('make video', 'Kling Video');
				await film.show(1.6);
				await window.addByAction('Make a video from text');
				await window.chooseCredential(credential.name);
				await film.show(1);
				for (const words of [3, 6, 9]) {
					await window.fill('prompt', PROMPT.split(' ').slice(0, words).join(' '));
					await film.show(0.5);
				}
				await window.fill('prompt', PROMPT);
				await window.startExecution();
				await film.show(1.5);
				await window.outputShown();
				await film.show(1.5);
				await window.playVideo();
				for (let frame = 0; frame < 10; frame += 1) {
					await film.show(frame === 9 ? 1.5 : 0.3);
					await page.waitForTimeout(250);
				}
				if (isShown(version)) await film.writeTo(path.join(PICTURES, 'first-video.gif'));
			},
			{ plan: { seconds: 3 } },
		),
		step(
			'a picture by form: the last page plays the video',
			async ({ n8n, page, gateway, credential, picture }) => {
				const workflow = await exampleWorkflow('02-form-picture-to-video', credential);
				const { id } = await n8n.api.createWorkflow(workflow);
				await n8n.api.activate(id);
				const webhookId = workflow.nodes.find(({ name }) => name === 'Form')?.webhookId;
				const address = `${n8n.url}/form/${webhookId}`;
				await eventually(
					'the form',
					async () => ((await fetch(address)).ok ? true : undefined),
					20,
				);
				await page.goto(address);
				await page.locator('input[type="file"]').setInputFiles(gateway.assetPath('picture.jpg'));
				await page.locator('textarea').fill('The waves start to move');
				await picture('form');
				await page.getByRole('button', { name: 'Submit' }).click();
				await page.getByText('Your video is ready').waitFor({ timeout: 90_000 });
				await page.waitForTimeout(1000);
				await picture('form-video');
				await n8n.api.deactivate(id);
			},
			{ fetchInputs: true, plan: { seconds: 3 } },
		),
		step(
			'a batch: what it will cost is said before, every item comes out',
			async ({ n8n, window, credential, gateway, picture }) => {
				const list = {
					name: 'List',
					type: 'n8n-nodes-base.code',
					typeVersion: 2,
					parameters: {
						jsCode:
							"return ['A lighthouse in a storm', 'A market at night', 'A hummingbird'].map((prompt) => ({ json: { prompt } }));",
					},
				};
				const workflow = byHand(credential, list, klingVideo({ prompt: '={{ $json.prompt }}' }));
				const { id } = await n8n.api.createWorkflow(workflow);
				await window.openWorkflow(id);
				await window.openNode('List');
				await window.execute();
				await window.closeNode();
				await window.openNode('Kling Video');
				await window.page.getByText('each one is a video of its own').first().waitFor();
				await picture('batch-hint');
				await window.execute();
				assert.equal(gateway.submits.length, 3);
				await picture('batch');
			},
			{ plan: { seconds: 2 } },
		),
		step(
			'a webhook: answered at once, the result by callback',
			async ({ n8n, window, credential, gateway, picture }) => {
				const callback = await startCallbackServer();
				const address = `orders-${randomUUID()}`;
				const { id } = await n8n.api.createWorkflow(
					await exampleWorkflow('04-webhook-pipeline', credential, {
						'"kling-video"': `"${address}"`,
						'"kling-video-status"': `"${address}-status"`,
					}),
				);
				await n8n.api.activate(id);
				const answer = await n8n.api.webhook(address, {
					prompt: PROMPT,
					callback_url: callback.url,
				});
				assert.equal(answer.status, 202);
				assert.equal(gateway.submits.length, 1);
				await callback.came(1, 60);
				await window.openExecution(id, (await n8n.api.executions(id))[0]?.id ?? '');
				await picture('webhook');
				await n8n.api.deactivate(id);
				await callback.close();
			},
			{ plan: { seconds: 0 } },
		),
		step(
			'hours: the wait is in the database',
			async ({ n8n, window, credential, picture }) => {
				const submit = {
					...klingVideo({ operation: 'submit', prompt: PROMPT, options: { offPeak: true } }),
					name: 'Submit',
				};
				const wait = {
					...klingVideo({ operation: 'wait', waitOptions: { waitIn: 'database', timeout: 1440 } }),
					name: 'Wait',
				};
				const { id } = await n8n.api.createWorkflow(byHand(credential, submit, wait));
				const execution = await n8n.api.run(id);
				await n8n.api.executionWaiting(execution);
				await window.openExecution(id, execution);
				await window.page.getByText('Waiting', { exact: false }).first().waitFor();
				await picture('hours');
				await n8n.api.stop(execution);
			},
			{ plan: { seconds: Number.POSITIVE_INFINITY } },
		),
		step(
			'an agent: it gets the link, not the file',
			async ({ n8n, window, page, credential, picture }) => {
				const chat = await startScriptedChat({ prompt: 'A paper boat on a puddle', seconds: 5 });
				const openAiApi = await n8n.api.createCredential('Scripted chat', 'openAiApi', {
					apiKey: 'any',
					url: chat.url,
				});
				const workflow = await exampleWorkflow('06-agent-tool', credential);
				const nodes = workflow.nodes.map((node) =>
					node.name === 'Chat Model' ? { ...node, credentials: { openAiApi } } : node,
				);
				const { id } = await n8n.api.createWorkflow({ ...workflow, nodes });
				await window.openWorkflow(id);
				await window.byTestId('workflow-chat-button').first().click();
				const question = window
					.byTestId('chat-input')
					.locator('textarea')
					.or(page.locator('.chat-inputs textarea'))
					.first();
				await question.fill('Make a five second video of a paper boat on a puddle.');
				await question.press('Enter');
				await page.getByText('Here is your video').first().waitFor({ timeout: 60_000 });
				await picture('agent');
				await chat.close();
			},
			{ plan: { seconds: 2 } },
		),
		step('a wrong key: the error says what to do', async (walk) => {
			const { window, page, gateway, picture } = walk;
			await window.openPanel();
			await window.actionsInPanel('Kling', 'Kling Video');
			await window.addByAction('Make a video from text');
			await newCredential(walk, 'sk-mistyped', gateway.url);
			await page.getByText('More details').click();
			await page
				.getByText(/does not accept this API key|Authorization failed/)
				.first()
				.waitFor();
			await picture('wrong-key');
		}),
		step(
			'a stop: the task ID is in the execution',
			async ({ n8n, window, credential, gateway, picture }) => {
				const { id } = await n8n.api.createWorkflow(
					byHand(credential, klingVideo({ prompt: PROMPT })),
				);
				await window.openWorkflow(id);
				const execution = await n8n.api.run(id);
				await eventually('a task', () => (gateway.tasks.length > 0 ? true : undefined), 60);
				await n8n.api.stop(execution);
				await n8n.api.executionOver(execution);
				const { customData } = await n8n.api.execution(execution);
				assert.equal(customData?.kling_tasks_1, gateway.task().id);
				await window.openExecution(id, execution);
				await picture('stop');
			},
			{ plan: { seconds: Number.POSITIVE_INFINITY } },
		),
	],
};
