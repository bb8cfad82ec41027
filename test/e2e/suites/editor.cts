import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { chainOfNodes } from '../chainOfNodes.cts';
import type { Editor, Theme } from '../editor.cts';
import { inEditor } from '../inEditor.cts';
import {
	EXAMPLES_FOLDER,
	exampleWorkflow,
	withCredential,
} from '../../../dev/n8n/exampleWorkflow.cts';
import { screenshot } from '../screenshot.cts';
import type { E2eTest, SharedSetting, SharedSuite } from '../suite.cts';
import type { WorkflowJson } from '../../../dev/n8n/workflowJson.cts';
import type { AssetName } from '../../../gateway/files/assets.cts';
import type { LocalGateway } from '../../../gateway/server.cts';
import { withGateway } from '../../../dev/n8n/withGateway.cts';

const SHAPE = ['Duration', 'Resolution', 'Aspect Ratio'];

/** The fields that each scenario shows, and that others do not. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
	'Text to Video': ['Prompt', ...SHAPE],
	'Image to Video': ['Image', 'Prompt', ...SHAPE],
	'First and Last Frame': ['Image', 'Last Frame', 'Prompt', ...SHAPE],
	'References to Video': ['Reference Images', 'Prompt', ...SHAPE],
	'Multi-Shot': ['Shots', 'Reference Images', ...SHAPE],
	'Motion Control': ['Image', 'Video', 'Prompt', 'Motion Level', 'Resolution'],
	'Digital Human': ['Image', 'Audio', 'Resolution'],
	'Lip Sync': ['Video', 'Audio'],
	'Edit Video': ['Video', 'Reference Images', 'Prompt', 'Resolution'],
	'Template Effect': ['Image', 'Template', 'Duration', 'Resolution'],
};

/** The actions of the node panel that are not one scenario's: the operation that each opens the node with. */
const OPERATIONS: Readonly<Record<string, string>> = {
	'Generate a video': 'Generate',
	'Submit a video task': 'Submit',
	'Get the status of a video task': 'Get Status',
	'Wait for a video': 'Wait',
};

/** What people type who look for such a node. */
const SEARCHES = [
	...['Kling', 'animate', 'generate video', 'make video', 'video generation', 'talking head'],
	...['lip sync', 'sora', '可灵', 'digital human', 'first and last frame', 'multi shot'],
	...['template effect', 'text to video', 'image to video'],
];

const PROMPT = 'A red fox runs through fresh snow at dawn';

type Fill = (window: Editor, gateway: LocalGateway) => Promise<void>;

const link =
	(parameter: string, asset: AssetName): Fill =>
	async (window, gateway) =>
		await window.fillLink(parameter, gateway.assetUrl(asset));
const prompt: Fill = async (window) => await window.fill('prompt', PROMPT);
const entry =
	(button: string): Fill =>
	async (window) =>
		await window.addEntry(button);

/** The action of each scenario in the node panel, and what a person has to fill in before it runs: nothing else. */
const ACTIONS: Readonly<Record<string, { scenario: string; fill: readonly Fill[] }>> = {
	'Make a video from text': { scenario: 'Text to Video', fill: [prompt] },
	'Make a video from a picture': {
		scenario: 'Image to Video',
		fill: [link('image', 'picture.jpg')],
	},
	'Make a video between two pictures': {
		scenario: 'First and Last Frame',
		fill: [link('image', 'picture.jpg'), link('lastFrame', 'picture.png')],
	},
	'Make a video with people and things from pictures': {
		scenario: 'References to Video',
		fill: [entry('Add Reference Image'), link('image', 'picture.jpg'), prompt],
	},
	'Make a video of several shots': {
		scenario: 'Multi-Shot',
		fill: [entry('Add Shot'), prompt],
	},
	"Copy a video's movement to a character": {
		scenario: 'Motion Control',
		fill: [link('image', 'picture.jpg'), link('video', 'reference.mp4')],
	},
	'Make a portrait speak': {
		scenario: 'Digital Human',
		fill: [link('image', 'picture.jpg'), link('audio', 'voice.mp3')],
	},
	'Match the lips in a video to a recording': {
		scenario: 'Lip Sync',
		fill: [link('video', 'reference.mp4'), link('audio', 'voice.mp3')],
	},
	'Edit a video with a prompt': {
		scenario: 'Edit Video',
		fill: [link('video', 'reference.mp4'), prompt],
	},
	'Apply a template effect to a picture': {
		scenario: 'Template Effect',
		fill: [link('image', 'picture.jpg'), async (window) => await window.fill('template', 'hug')],
	},
};

const EVERY_FIELD = new Set(Object.values(FIELDS).flat());

/** What a person sees and does in the editor, in Chromium. */
export const editor: SharedSuite = {
	name: 'editor',
	n8n: 'shared',
	pace: 'oneByOne',
	tests: [
		{
			name: 'the node is found under what people type, and each action opens it as it should be',
			async run({ version, n8n: { api, url } }) {
				await withGateway(api, {}, async () => {
					await inEditor(url, api, {}, async (window) => {
						await window.openPanel();
						for (const search of SEARCHES) await window.findInPanel(search, 'Kling Video');
						const actions = await window.actionsInPanel('Kling', 'Kling Video');
						await screenshot(version, window.page, 'actions-light');
						assert.deepEqual(actions.sort(), [OPERATIONS, ACTIONS].flatMap(Object.keys).sort());
						for (const [action, operation] of Object.entries(OPERATIONS)) {
							await window.openPanel();
							await window.actionsInPanel('Kling', 'Kling Video');
							await window.addByAction(action);
							assert.equal(await window.shownOption('operation'), operation);
						}
					});
				});
			},
		},
		{
			name: 'each scenario is added from the panel by one click, and runs from its defaults',
			async run({ n8n: { api, url } }) {
				const served = { templateEffect: 'served', fetchInputs: true } as const;
				await withGateway(api, served, async ({ gateway, credential }) => {
					await inEditor(url, api, { height: 1100 }, async (window) => {
						for (const [action, { scenario, fill }] of Object.entries(ACTIONS)) {
							await window.openPanel();
							await window.actionsInPanel('Kling', 'Kling Video');
							await window.addByAction(action);
							assert.equal(await window.shownScenario(), scenario);
							await window.chooseCredential(credential.name);
							for (const step of fill) await step(window, gateway);
							const before = gateway.submits.length;
							await window.execute();
							assert.equal(gateway.submits.length, before + 1, `${action} submits once`);
						}
					});
				});
			},
		},
		{
			name: 'the fields follow the scenario, the video plays',
			async run({ version, n8n: { api, url } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					await inEditor(url, api, {}, async (window) => {
						await window.openPanel();
						await window.actionsInPanel('Kling', 'Kling Video');
						await window.addByAction('Make a video from text');
						await window.chooseCredential(credential.name);
						await screenshot(version, window.page, 'parameters-light');
						for (const [scenario, fields] of Object.entries(FIELDS)) {
							await window.choose('scenario', scenario);
							const shown = await window.shownParameters();
							for (const field of EVERY_FIELD) {
								const wanted = fields.includes(field);
								if (!wanted && field === 'Prompt') continue;
								assert.equal(shown.includes(field), wanted, `${scenario}: ${field}`);
							}
						}
						await window.choose('scenario', 'Text to Video');
						await window.fill('prompt', PROMPT);
						await window.execute();
						const { seconds, width } = await window.playVideo();
						assert.ok(seconds > 0 && width > 0, `${seconds} s of a picture ${width} wide`);
						assert.equal(gateway.submits.length, 1);
					});
				});
			},
		},
		{
			name: 'what came and was not asked for stands above the output, once for all items',
			async run({ version, n8n: { api, url } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					gateway.speak('native-kling');
					const { id } = await api.createWorkflow(withCredential(THREE_IN_1080P, credential));
					await inEditor(url, api, {}, async (window) => {
						await window.openWorkflow(id);
						await window.openNode('Kling Video');
						await window.execute();
						await window
							.byTestId('output-panel')
							.getByText('Asked for 1080P, but the video has 1280 × 720 pixels [3 items]')
							.waitFor();
						await screenshot(version, window.page, 'warning-light');
					});
					assert.equal(gateway.submits.length, 3);
				});
			},
		},
		{
			name: 'length and resolution are in sight; a node of version 1 has them under Options',
			async run({ n8n: { api, url } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					const { id } = await api.createWorkflow(withCredential(VERSIONS, credential));
					await inEditor(url, api, {}, async (window) => {
						await window.openWorkflow(id);
						const lengths = async (name: string): Promise<number> => {
							await window.openNode(name);
							const shown = await window.shownParameters();
							assert.equal(await window.complaints(), 0, `${name}: fields are marked`);
							return shown.filter((text) => text === 'Duration').length;
						};
						assert.equal(await lengths('Version 1'), 1);
						await window.closeNode();
						assert.equal(await lengths('By hand'), 2, 'what is under Options is shown');
						await window.closeNode();
						assert.equal(await lengths('Latest'), 1);
						const keys = ['"seconds":"7"', '"resolution":"1080P"'];
						for (const [length, resolution, sent] of [
							['7', '1080P', keys],
							['', 'Model Default', []],
						] as const) {
							await window.fill('duration', length);
							await window.choose('resolution', resolution);
							const before = gateway.submits.length;
							await window.startExecution();
							// The output of the run before is still shown: only the gateway tells when this one has begun.
							for (let looks = 0; gateway.submits.length === before && looks < 300; looks++)
								await window.page.waitForTimeout(100);
							const body = JSON.stringify(gateway.submits.at(-1)?.body);
							assert.deepEqual(
								keys.filter((key) => body.includes(key)),
								sent,
							);
						}
						assert.equal(gateway.submits.length, 2);
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
					await inEditor(url, api, { height: 2000 }, async (window) => {
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

/** Three videos, wide and in 1080P. */
const THREE_IN_1080P = chainOfNodes('Three in 1080P', [
	{
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		parameters: {},
	},
	{
		name: 'List',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: {
			jsCode: "return ['A fox', 'A hare', 'An owl'].map((prompt) => ({ json: { prompt } }));",
		},
	},
	{
		name: 'Kling Video',
		type: 'n8n-nodes-kling-video.klingVideo',
		typeVersion: 1,
		parameters: {
			operation: 'generate',
			scenario: 'textToVideo',
			prompt: '={{ $json.prompt }}',
			options: { aspectRatio: '16:9', resolution: '1080P' },
		},
	},
]);

/** A node as version 1 stored it; one of version 1.1 that holds an option whose field is in sight; and a usual one. */
const VERSIONS: WorkflowJson = {
	name: 'Versions of the node',
	nodes: [
		{ name: 'Version 1', typeVersion: 1, parameters: { options: { duration: 10 } } },
		{ name: 'By hand', typeVersion: 1.1, parameters: { options: { duration: 10 } } },
		{ name: 'Latest', typeVersion: 1.1, parameters: { operation: 'submit' } },
	].map(({ parameters, ...node }, index) => ({
		...node,
		id: randomUUID(),
		type: 'n8n-nodes-kling-video.klingVideo',
		position: [index * 300, 0],
		parameters: { ...parameters, prompt: PROMPT },
	})),
	connections: {},
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
