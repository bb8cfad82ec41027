import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { failure, type Submission } from '../../../gateway/server.cts';
import {
	EXAMPLES_FOLDER,
	exampleNames,
	exampleWorkflow,
} from '../../../dev/n8n/exampleWorkflow.cts';
import { assertServed, assertServedBinary } from '../sameBytes.cts';
import type { SharedSuite } from '../suite.cts';
import { McpClient } from '../mcpClient.cts';
import { sendForm } from '../sendForm.cts';
import { N8N_VERSIONS } from '../../../dev/n8n/installedN8n.cts';
import { itemsOf } from '../../../dev/n8n/workflowJson.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';

/** The example workflows that are over within a minute. */
export const quickExamples: SharedSuite = {
	name: 'examples',
	basic: true,
	n8n: 'shared',
	pace: 'oneByOne',
	tests: [
		{
			name: 'all are imported by n8n as they are',
			// The command of n8n before 2.0 takes no file without "active"; its editor does.
			versions: N8N_VERSIONS,
			async run({ n8n }) {
				await n8n.command('import:workflow', '--separate', `--input=${EXAMPLES_FOLDER}`);
				const names = new Set((await n8n.api.workflows()).map(({ name }) => name));
				const files = await exampleNames();
				assert.ok(files.length >= 7);
				for (const file of files) {
					const text = await readFile(path.join(EXAMPLES_FOLDER, `${file}.json`), 'utf8');
					const { name }: { name: string } = JSON.parse(text);
					assert.ok(names.has(name), `n8n has no workflow "${name}"`);
				}
			},
		},
		{
			name: '01 text to video',
			async run({ n8n: { api } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					const { id } = await api.createWorkflow(
						await exampleWorkflow('01-text-to-video', credential),
					);
					const execution = await api.runToEnd(id);
					assert.equal(execution.status, 'success');
					const [item] = itemsOf(execution, 'Generate Video');
					assert.equal(item?.json.status, 'completed');
					assert.equal(gateway.submits.length, 1);
					await assertServedBinary(api, gateway, item?.json.task_id, item?.binary?.data);
				});
			},
		},
		{
			name: '02 form with a picture',
			// Its form nodes are of versions that n8n has since 2.0.
			versions: N8N_VERSIONS,
			async run({ n8n: { api, url } }) {
				await withGateway(api, { fetchInputs: true }, async ({ gateway, credential }) => {
					const workflow = await exampleWorkflow('02-form-picture-to-video', credential);
					const { id } = await api.createWorkflow(workflow);
					await api.activate(id);
					const picture = await readFile(gateway.assetPath('picture.jpg'));
					const webhookId = workflow.nodes.find(({ name }) => name === 'Form')?.webhookId;
					const page = await sendForm(`${url}/form/${webhookId}`, [
						new File([new Uint8Array(picture)], 'sea.jpg', { type: 'image/jpeg' }),
						'The waves start to move',
					]);
					const execution = await api.newestExecutionOver(id);
					assert.equal(execution.status, 'success');
					const [item] = itemsOf(execution, 'Picture to Video');
					const task = gateway.task(String(item?.json.task_id));
					assert.equal(task.body.prompt, 'The waves start to move');
					assert.equal(task.inputs[0]?.size, picture.length);
					await assertServedBinary(api, gateway, task.id, item?.binary?.data);
					assert.ok(page.includes(`<video controls`), page);
					assert.ok(page.includes(`src="${gateway.resultUrl(task)}"`), page);
					await api.deactivate(id);
				});
			},
		},
		{
			name: '02 form: a refused picture gives a page that says why',
			// Its form nodes are of versions that n8n has since 2.0.
			versions: N8N_VERSIONS,
			async run({ n8n: { api, url } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					const workflow = await exampleWorkflow('02-form-picture-to-video', credential);
					const { id } = await api.createWorkflow(workflow);
					await api.activate(id);
					const webhookId = workflow.nodes.find(({ name }) => name === 'Form')?.webhookId;
					const page = await sendForm(`${url}/form/${webhookId}`, [
						new File(['no picture'], 'sea.jpg', { type: 'image/jpeg' }),
						'The waves start to move',
					]);
					assert.match(page, /There is no video/);
					assert.match(page, /'Image'/);
					assert.equal(gateway.submits.length, 0);
					await api.deactivate(id);
				});
			},
		},
		{
			name: '03 batch, on one slot: two files, the failed task at the error output',
			async run({ n8n: { api } }) {
				const refused = failure('ContentModerationFailed');
				const plan = ({ body }: Submission) =>
					String(body.prompt).includes('Hanoi') ? { outcome: refused } : {};
				const folder = await mkdtemp(path.join(tmpdir(), 'kling-batch-'));
				await withGateway(api, { plan, slots: 1 }, async ({ gateway, credential }) => {
					const { id } = await api.createWorkflow(
						await exampleWorkflow('03-scheduled-batch', credential, {
							'/home/node/.n8n-files': folder,
						}),
					);
					const execution = await api.runToEnd(id);
					assert.equal(execution.status, 'success');
					// The others were refused for lack of room, and offered again.
					assert.equal(gateway.tasks.length, 3);
					assert.equal(gateway.slots.counts().mostOpen, 1);
					const taskOf = (word: string) =>
						gateway.tasks.find(({ body }) => String(body.prompt).includes(word))?.id;
					await assertServed(
						gateway,
						taskOf('lighthouse'),
						await readFile(path.join(folder, 'batch-1.mp4')),
					);
					await assertServed(
						gateway,
						taskOf('hummingbird'),
						await readFile(path.join(folder, 'batch-3.mp4')),
					);
					const failures = itemsOf(execution, 'Report Failures');
					assert.equal(failures.length, 1);
					assert.equal(failures[0]?.json.task_id, taskOf('Hanoi'));
					assert.match(String(failures[0]?.json.reason), /moderation/i);
				});
				await rm(folder, { recursive: true });
			},
		},
		{
			name: '07 chain of frames',
			async run({ n8n: { api } }) {
				await withGateway(api, { fetchInputs: true }, async ({ gateway, credential }) => {
					const [jpg, png] = [gateway.assetUrl('picture.jpg'), gateway.assetUrl('picture.png')];
					const { id } = await api.createWorkflow(
						await exampleWorkflow('07-frame-chain', credential, {
							'https://example.com/morning.png': jpg,
							'https://example.com/noon.png': png,
							'https://example.com/evening.png': `${jpg}?evening`,
						}),
					);
					const execution = await api.runToEnd(id);
					assert.equal(execution.status, 'success');
					const items = itemsOf(execution, 'Make Clips');
					assert.equal(items.length, 2);
					for (const { json, binary } of items) {
						await assertServedBinary(api, gateway, json.task_id, binary?.data);
					}
					assert.deepEqual(
						gateway.tasks
							.map(({ body }) => [body.image, lastFrameOf(body.metadata)])
							.sort(([one], [other]) => String(one).localeCompare(String(other))),
						[
							[jpg, png],
							[png, `${jpg}?evening`],
						],
					);
				});
			},
		},
		{
			name: '11 MCP server: submits, and tells the status, in small answers',
			async run({ n8n: { api, url } }) {
				await withGateway(api, { plan: { seconds: 1 } }, async ({ gateway, credential }) => {
					const { id } = await api.createWorkflow(
						await exampleWorkflow('11-mcp-server', credential, { '"bearerAuth"': '"none"' }),
					);
					await api.activate(id);
					const mcp = await McpClient.connect(`${url}/mcp/kling-video`);
					const tools = await mcp.tools();
					assert.deepEqual(tools.map(({ name }) => name).sort(), [
						'Get_Video_Status',
						'Submit_Video',
					]);
					for (const { description } of tools) assert.match(description, /Costs money|Free/);
					const submitted = await mcp.call('Submit_Video', { prompt: 'A boat', seconds: 5 });
					assert.equal(gateway.submits.length, 1, submitted);
					const task = gateway.task();
					assert.ok(submitted.includes(task.id), submitted);
					assert.ok(submitted.length < 1000, submitted);
					const status = await mcp.call('Get_Video_Status', { task_id: task.id });
					assert.ok(status.includes(task.id) && status.length < 1000, status);
					assert.equal(gateway.submits.length, 1);
					await api.deactivate(id);
				});
			},
		},
	],
};

function lastFrameOf(metadata: unknown): unknown {
	return typeof metadata === 'object' && metadata !== null && 'last_frame_url' in metadata
		? metadata.last_frame_url
		: undefined;
}
