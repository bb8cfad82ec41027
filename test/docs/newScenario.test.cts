import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { useGateway } from '../support/localGateway.cts';
import { link } from '../support/parameterValues.cts';
import { readPage, ROOT } from './page.cts';

const gateway = useGateway();
const folder = mkdtempSync(path.join(tmpdir(), 'kling-video-scenario-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The code block that follows a mark of the page. */
function block(name: string): string {
	const [, code] =
		new RegExp(`<!-- new scenario: ${name} -->\\s*\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(
			readPage('CONTRIBUTING.md'),
		) ?? [];
	if (code === undefined) throw new Error(`CONTRIBUTING.md has no block "${name}"`);
	return code;
}

/** Does what CONTRIBUTING.md says, in a copy of the package: one file and one line. */
function addScenario(): void {
	for (const name of ['nodes', 'credentials', 'package.json', 'tsconfig.json']) {
		cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
	}
	symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
	const scenarios = path.join(folder, 'nodes/KlingVideo/scenarios');
	writeFileSync(path.join(scenarios, 'extendVideo.ts'), block('file'));
	appendFileSync(path.join(scenarios, 'all.ts'), block('line'));
}

/** Compiles the copy, types and all, and loads it. */
function buildCopy(): { node: INodeType; credential: ICredentialType } {
	const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
	const { status, stdout } = spawnSync(process.execPath, [tsc, '--project', 'tsconfig.json'], {
		cwd: folder,
		encoding: 'utf8',
	});
	if (status !== 0) throw new Error(stdout);
	const load = createRequire(path.join(folder, 'dist/index.js'));
	const { KlingVideo } = load('./nodes/KlingVideo/KlingVideo.node.js') as {
		KlingVideo: new () => INodeType;
	};
	const { KlingVideoApi } = load('./credentials/KlingVideoApi.credentials.js') as {
		KlingVideoApi: new () => ICredentialType;
	};
	return { node: new KlingVideo(), credential: new KlingVideoApi() };
}

/** The values of the scenarios in the panel, in its order. */
function scenariosOf({ description }: INodeType): unknown[] {
	const field = description.properties.find(({ name }) => name === 'scenario');
	return (field?.options ?? []).map((option) => 'value' in option && option.value);
}

test('a scenario added as CONTRIBUTING.md says has its place in the panel, and sends the JSON shown', async () => {
	addScenario();
	const { node, credential } = buildCopy();
	const asPlaced = ['multiShot', 'extendVideo', 'motionControl'];
	expect(scenariosOf(node).filter((name) => asPlaced.includes(String(name)))).toEqual(asPlaced);
	await gateway.submit(
		{
			scenario: 'extendVideo',
			video: link('https://example.com/scene.mp4'),
			prompt: 'She turns around and waves',
			options: { duration: 5 },
		},
		{ nodeType: node, credentialType: credential },
	);
	expect(gateway.bodies()).toEqual([JSON.parse(block('body'))]);
}, 180_000);
