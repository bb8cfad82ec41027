import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Editor, startBrowser, type EditorWindow, type Theme } from '../editor.cts';
import {
	EXAMPLES_FOLDER,
	exampleWorkflow,
	withCredential,
} from '../../../dev/n8n/exampleWorkflow.cts';
import { screenshot } from '../screenshot.cts';
import type { E2eTest, SharedSetting, SharedSuite } from '../suite.cts';
import type { WorkflowJson } from '../../../dev/n8n/workflowJson.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';

/** The fields that each scenario shows, and that others do not. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
	'Text to Video': ['Prompt'],
	'Image to Video': ['Image', 'Prompt'],
	'First and Last Frame': ['Image', 'Last Frame', 'Prompt'],
	'References to Video': ['Reference Images', 'Prompt'],
	'Multi-Shot': ['Shots', 'Reference Images'],
	'Motion Control': ['Image', 'Video', 'Prompt'],
	'Digital Human': ['Image', 'Audio'],
	'Lip Sync': ['Video', 'Audio'],
	'Template Effect': ['Image', 'Template'],
};

const MEDIA = ['Image', 'Last Frame', 'Reference Images', 'Shots', 'Video', 'Audio', 'Template'];

/** What a person sees and does in the editor, in Chromium. */
export const editor: SharedSuite = {
	name: 'editor',
	n8n: 'shared',
	pace: 'oneByOne',
	tests: [
		{
			name: 'the node is added from the panel, its fields follow the scenario, the video plays',
			async run({ version, n8n: { api, url } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					await inEditor(url, api, {}, async (window) => {
						await window.addFromPanel('Kling', 'Kling Video');
						await window.chooseCredential(credential.name);
						await screenshot(version, window.page, 'parameters-light');
						for (const [scenario, fields] of Object.entries(FIELDS)) {
							await window.choose('scenario', scenario);
							const shown = await window.shownParameters();
							for (const field of new Set([...MEDIA, 'Prompt'])) {
								const wanted = fields.includes(field);
								if (!wanted && field === 'Prompt') continue;
								assert.equal(shown.includes(field), wanted, `${scenario}: ${field}`);
							}
						}
						await window.choose('scenario', 'Text to Video');
						await window.fill('prompt', 'A red fox runs through fresh snow at dawn');
						await window.execute();
						const { seconds, width } = await window.playVideo();
						assert.ok(seconds > 0 && width > 0, `${seconds} s of a picture ${width} wide`);
						assert.equal(gateway.submits.length, 1);
					});
				});
			},
		},
		{
			name: 'the example of each scenario is shown with its fields filled in',
			async run({ version, n8n: { api, url } }) {
				await withGateway(api, {}, async ({ credential }) => {
					const examples = withCredential(await scenarioExamples(), credential);
					const { id } = await api.createWorkflow(examples);
					await inEditor(url, api, { height: 1500 }, async (window) => {
						await window.openWorkflow(id);
						for (const { name } of examples.nodes) {
							await window.openNode(name);
							assert.equal(await window.shownScenario(), name);
							assert.equal(await window.complaints(), 0, `${name}: fields are marked`);
							await screenshot(version, window.page, pictureOf(name), await window.scenarioArea());
							await window.closeNode();
						}
					});
					const names = examples.nodes.map(({ name }) => name);
					assert.deepEqual(names.sort(), Object.keys(FIELDS).sort());
				});
			},
		},
		exampleInTheme('light'),
		exampleInTheme('dark'),
	],
};

/** The nodes of the scenarios' examples in one workflow, each with the name of its scenario. */
async function scenarioExamples(): Promise<WorkflowJson> {
	const folder = path.join(EXAMPLES_FOLDER, 'scenarios');
	const nodes = (await readdir(folder)).map(async (file, index) => {
		const example: WorkflowJson = JSON.parse(await readFile(path.join(folder, file), 'utf8'));
		const node = example.nodes.find(({ type }) => type.endsWith('.klingVideo'));
		assert.ok(node, `${file} has no Kling Video node`);
		const position: [number, number] = [(index % 3) * 300, Math.floor(index / 3) * 200];
		const name = example.name.replace('Kling Video: ', '');
		return { ...node, id: randomUUID(), name, position };
	});
	return { name: 'Every scenario', nodes: await Promise.all(nodes), connections: {} };
}

/** The name of the picture that the page of a scenario shows. */
function pictureOf(scenario: string): string {
	return `scenario-${scenario.toLowerCase().replaceAll(' ', '-')}`;
}

/** The first example on the canvas, opened and run. */
function exampleInTheme(theme: Theme): E2eTest<SharedSetting> {
	return {
		name: `the first example in the ${theme} theme: run, with its video in the output panel`,
		async run({ version, n8n: { api, url } }) {
			await withGateway(api, {}, async ({ credential }) => {
				const example = await exampleWorkflow('01-text-to-video', credential);
				const { id } = await api.createWorkflow(example);
				await inEditor(url, api, { theme }, async (window) => {
					await window.openWorkflow(id);
					await screenshot(version, window.page, `canvas-${theme}`);
					await window.openNode('Generate Video');
					await window.execute();
					const { seconds } = await window.playVideo();
					assert.ok(seconds > 0);
					await screenshot(version, window.page, `playing-${theme}`);
				});
			});
		},
	};
}

async function inEditor(
	url: string,
	api: SharedSetting['n8n']['api'],
	how: EditorWindow,
	use: (window: Editor) => Promise<void>,
): Promise<void> {
	const browser = await startBrowser();
	const window = await Editor.open(browser, url, api, how);
	try {
		await use(window);
	} catch (cause) {
		const picture = path.join(tmpdir(), `kling-editor-${Date.now()}.png`);
		await window.page.screenshot({ path: picture });
		throw new Error(`The page looked like ${picture}: ${String(cause)}`, { cause });
	} finally {
		await browser.close();
	}
}
