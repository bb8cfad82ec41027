import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { INode } from 'n8n-workflow';
import { faults } from '../../../gateway/server.cts';
import { exampleWorkflow } from '../../../dev/n8n/exampleWorkflow.cts';
import { servedFile } from '../sameBytes.cts';
import { startScriptedChat } from '../../../dev/n8n/scriptedChat.cts';
import type { E2eTest, SharedSetting, SharedSuite } from '../suite.cts';
import type { CredentialReference } from '../../../dev/n8n/n8nApi.cts';
import type { WorkflowJson } from '../../../dev/n8n/workflowJson.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';

/** The agent that the example has, and the one that n8n adds today: they call tools in different ways. */
const AGENTS = [2.2, 3.1];

/** A tool's answer goes into the model's context: this many characters at the most. */
const LARGEST_ANSWER = 2000;

const ARGUMENTS = { prompt: 'A paper boat on a puddle', seconds: 5 };

/** The node as the tool of an AI agent, with a model that plays a script. */
export const agent: SharedSuite = {
	name: 'agent',
	n8n: 'shared',
	pace: 'sideBySide',
	tests: AGENTS.flatMap((version) => [
		agentTest(
			version,
			'the tool answers with status, link and task ID, never with the file',
			false,
		),
		agentTest(version, 'a retry of the tool goes on with the accepted task', true),
	]),
};

function agentTest(version: number, name: string, retry: boolean): E2eTest<SharedSetting> {
	return {
		name: `06, agent ${version}: ${name}`,
		async run({ n8n: { api } }) {
			const chat = await startScriptedChat(ARGUMENTS);
			await withGateway(api, {}, async ({ gateway, credential }) => {
				if (retry) gateway.faults.next('status', faults.invalidToken(), 1);
				const model = await api.createCredential('Scripted chat', 'openAiApi', {
					apiKey: 'sk-chat',
					url: chat.url,
				});
				const example = await exampleWorkflow('06-agent-tool', credential);
				const webhookId = randomUUID();
				const { id } = await api.createWorkflow(
					published(example, { version, model, retry, webhookId }),
				);
				await api.activate(id);
				const answer = await api.webhook(`${webhookId}/chat`, {
					action: 'sendMessage',
					sessionId: randomUUID(),
					chatInput: 'Make a five second video of a paper boat on a puddle.',
				});
				assert.match(JSON.stringify(answer.data), /Here is your video/);
				assert.equal((await api.newestExecutionOver(id)).status, 'success');

				assert.equal(gateway.submits.length, 1);
				const task = gateway.task();
				assert.equal(task.body.prompt, ARGUMENTS.prompt);
				assert.equal(task.body.seconds, '5');
				if (retry) assert.equal(gateway.requestsTo('status')[0]?.status, 401);

				assert.equal(chat.requests.length, 2);
				const told = chat.requests[1]?.messages.find(({ role }) => role === 'tool');
				const text = JSON.stringify(told?.content);
				for (const part of [task.id, 'completed', gateway.resultUrl(task)]) {
					assert.ok(text.includes(part), `no ${part} in ${text.slice(0, 1000)}`);
				}
				assert.ok(text.length < LARGEST_ANSWER, `${text.length} characters`);
				const file = (await servedFile(gateway, task)).toString('base64');
				assert.ok(!JSON.stringify(chat.requests).includes(file.slice(100, 200)));
				await api.deactivate(id);
			});
			await chat.close();
		},
	};
}

interface Published {
	version: number;
	model: CredentialReference;
	retry: boolean;
	webhookId: string;
}

/** The example with its chat reachable from outside, and its model. */
function published(example: WorkflowJson, wish: Published): WorkflowJson {
	const changes: Readonly<Record<string, Partial<INode>>> = {
		Chat: { parameters: { public: true, options: {} }, webhookId: wish.webhookId },
		Agent: { typeVersion: wish.version },
		'Chat Model': { credentials: { openAiApi: wish.model } },
		'Make Video': { retryOnFail: wish.retry, waitBetweenTries: 100 },
	};
	return {
		...example,
		nodes: example.nodes.map((node) => ({ ...node, ...changes[node.name] })),
	};
}
