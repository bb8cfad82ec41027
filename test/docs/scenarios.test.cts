import { readdirSync } from 'node:fs';
import path from 'node:path';
import { startGateway, type LocalGateway } from '../../gateway/server.cts';
import { scenarios } from '../../nodes/KlingVideo/scenarios/index.ts';
import { NODE_TYPE, runWorkflow, type SavedWorkflow } from '../../dev/engine/engine.cts';
import { stopEngine } from '../../dev/engine/engineEnd.cts';
import { readableBody } from '../support/readableBody.cts';
import { withVirtualTime } from '../support/virtualTime.cts';
import { expectSection, jsonBlock, readPage, ROOT } from './page.cts';
import { fieldsTable, optionsTable } from './scenarioFields.cts';

let gateway: LocalGateway;

beforeAll(async () => {
	gateway = await startGateway({ templateEffect: 'served' });
});

afterEach(() => gateway.reset());

afterAll(async () => {
	await gateway.close();
	stopEngine();
});

const filesIn = (folder: string): string[] => readdirSync(path.join(ROOT, folder)).sort();

test('every scenario has its page and its workflow, and nothing else has', () => {
	const names = scenarios.map(({ value }) => value).sort();
	expect(filesIn('docs/scenarios')).toEqual(['README.md', ...names.map((name) => `${name}.md`)]);
	expect(filesIn('examples/scenarios')).toEqual(names.map((name) => `${name}.json`));
});

test('the list of the scenarios has their names, in the order of the panel', () => {
	const listed = [
		...readPage('docs/scenarios/README.md').matchAll(/^\| \[([^\]]+)\]\((\w+)\.md\)/gm),
	];
	expect(listed.map(([, name, value]) => [name, value])).toEqual(
		scenarios.map(({ name, value }) => [name, value]),
	);
});

describe.each(
	scenarios.map((scenario) => ({ ...scenario, page: `docs/scenarios/${scenario.value}.md` })),
)('$page', ({ page, ...scenario }) => {
	const file = `examples/scenarios/${scenario.value}.json`;
	const workflow = JSON.parse(readPage(file)) as SavedWorkflow;

	test('has the name of the scenario', () => {
		expect(readPage(page).split('\n')[0]).toBe(`# ${scenario.name}`);
	});

	test('shows the panel, where the end-to-end suite has taken its picture', () => {
		const image = `images/scenario-${scenario.name.toLowerCase().replace(/ /g, '-')}.png`;
		expect(filesIn('docs/images')).toContain(path.basename(image));
		expectSection(page, 'picture', `![${scenario.name} in the editor](../${image})`);
	});

	test('tells the fields and options of the panel', () => {
		expectSection(page, 'fields', fieldsTable(scenario));
		expectSection(page, 'options', optionsTable(scenario));
	});

	test('shows the workflow of the examples', () => {
		const block = `\`\`\`json\n${readPage(file).trim()}\n\`\`\``;
		expectSection(
			page,
			'workflow',
			`<details>\n<summary>The workflow's JSON</summary>\n\n${block}\n\n</details>`,
		);
		const [node] = workflow.nodes.filter(({ type }) => type === NODE_TYPE);
		expect(node?.parameters.scenario).toBe(scenario.value);
	});

	test('shows the JSON that the workflow sends, which brings a video', async () => {
		const credentials = { apiKey: gateway.key, baseUrl: gateway.url };
		const { error, outputs } = await withVirtualTime(
			async () => await runWorkflow({ workflow, credentials }),
		);
		expect(error).toBeUndefined();
		expect(outputs[0]?.map(({ json, binary }) => [json.status, binary?.data?.mimeType])).toEqual([
			['completed', 'video/mp4'],
		]);
		const bodies = gateway.submits.map(({ body }) => body);
		expect(bodies).toHaveLength(1);
		expectSection(page, 'body', bodyBlocks(bodies[0]));
	});
});

/** The exact body; and once more with `ext_info` unfolded, where there is one. */
function bodyBlocks(body: unknown): string {
	const readable = readableBody(body);
	if (JSON.stringify(readable) === JSON.stringify(body)) return jsonBlock(body);
	const { metadata } = readable as { metadata: { ext_info: unknown } };
	return [
		jsonBlock(body),
		'`ext_info` is a string of JSON that holds a string of JSON. Unfolded:',
		jsonBlock(metadata.ext_info),
	].join('\n\n');
}
