import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Editor, startBrowser, type Theme } from '../editor.cts';
import { exampleWorkflow } from '../exampleWorkflow.cts';
import { screenshot } from '../screenshot.cts';
import type { E2eTest, SharedSetting, SharedSuite } from '../suite.cts';
import { withGateway } from '../withGateway.cts';

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
			async run({ n8n: { api, url } }) {
				await withGateway(api, {}, async ({ gateway, credential }) => {
					await inEditor(url, api, 'light', async (window) => {
						await window.addFromPanel('Kling', 'Kling Video');
						await window.chooseCredential(credential.name);
						await screenshot(window.page, 'parameters-light');
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
		exampleInTheme('light'),
		exampleInTheme('dark'),
	],
};

/** The first example on the canvas, opened and run. */
function exampleInTheme(theme: Theme): E2eTest<SharedSetting> {
	return {
		name: `the first example in the ${theme} theme: run, with its video in the output panel`,
		async run({ n8n: { api, url } }) {
			await withGateway(api, {}, async ({ credential }) => {
				const example = await exampleWorkflow('01-text-to-video', credential);
				const { id } = await api.createWorkflow(example);
				await inEditor(url, api, theme, async (window) => {
					await window.openWorkflow(id);
					await screenshot(window.page, `canvas-${theme}`);
					await window.openNode('Generate Video');
					await window.execute();
					const { seconds } = await window.playVideo();
					assert.ok(seconds > 0);
					await screenshot(window.page, `playing-${theme}`);
				});
			});
		},
	};
}

async function inEditor(
	url: string,
	api: SharedSetting['n8n']['api'],
	theme: Theme,
	use: (window: Editor) => Promise<void>,
): Promise<void> {
	const browser = await startBrowser();
	const window = await Editor.open(browser, url, api, theme);
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
