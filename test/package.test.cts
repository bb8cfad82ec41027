import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';
import type { Icon } from 'n8n-workflow';
import manifest from '../package.json';
import { BuiltPackage } from '../dev/engine/builtPackage.cts';
import { useGateway } from './support/localGateway.cts';

const gateway = useGateway();
let built: BuiltPackage;

beforeAll(() => {
	built = new BuiltPackage();
}, 180_000);
afterAll(() => built?.remove());

test('holds the compiled files, the icons and the codex file, and nothing else', () => {
	const files = built.built();
	expect(files.filter((file) => !file.endsWith('.js'))).toEqual([
		'dist/icons/klingVideo.dark.svg',
		'dist/icons/klingVideo.svg',
		'dist/nodes/KlingVideo/KlingVideo.node.json',
	]);
	for (const file of files.filter((name) => name.endsWith('.js'))) {
		const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
		expect([source, existsSync(path.join(built.folder, source))]).toEqual([source, true]);
	}
});

test('publishes dist, the README, the licence and the manifest only', () => {
	const { files } = built.published();
	expect(files.filter((file) => !file.startsWith('dist/'))).toEqual([
		'LICENSE.md',
		'README.md',
		'package.json',
	]);
	expect(files.filter((file) => file.startsWith('dist/'))).toEqual(built.built());
});

test('stays small: n8n fetches it for everybody who installs it', () => {
	expect(built.published().bytes).toBeLessThan(75_000);
});

test('needs nothing at run time but n8n-workflow and crypto', () => {
	const required = built
		.built()
		.filter((file) => file.endsWith('.js'))
		.flatMap((file) => {
			const text = readFileSync(path.join(built.folder, file), 'utf8');
			return [...text.matchAll(/\b(?:require|import)\(([^)]*)\)/g)].map(([, name]) => name);
		});
	const outside = required.filter((name) => !/^["']\.\.?\//.test(name ?? ''));
	expect([...new Set(outside)].sort()).toEqual(['"crypto"', '"n8n-workflow"']);
});

test('has no dependency but its host', () => {
	expect(manifest).not.toHaveProperty('dependencies');
	expect(manifest).not.toHaveProperty('optionalDependencies');
	expect(manifest).not.toHaveProperty('bundleDependencies');
	expect(manifest).not.toHaveProperty('overrides');
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	const lifecycle = /^(pre|post)?(install|publish|prepare|pack|prepack|postpack|prepublishOnly)$/;
	expect(Object.keys(manifest.scripts).filter((name) => lifecycle.test(name))).toEqual([]);
});

test("passes n8n's scan of community packages, sources and build", () => {
	const scan = path.join(__dirname, '../scripts/scan.mjs');
	expect(built.run(scan, built.folder)).toBe(
		'sources: nothing found\nbuilt package: nothing found\n',
	);
}, 180_000);

describe('as n8n loads it', () => {
	const load = async () => {
		const loader = new PackageDirectoryLoader(built.folder);
		await loader.loadAll();
		return loader;
	};

	/** The icons as the editor asks for them, as files of the package. */
	const iconFiles = ({ iconUrl }: { iconUrl?: unknown; icon?: Icon }) =>
		Object.values(typeof iconUrl === 'string' ? { iconUrl } : { ...(iconUrl as object) }).map(
			(url) => String(url).replace(`icons/${manifest.name}/`, ''),
		);

	test('the node is there, with its icons and codex', async () => {
		const { types, known } = await load();
		expect(Object.keys(known.nodes)).toEqual(['klingVideo']);
		const [node] = types.nodes;
		expect(node).toMatchObject({
			name: 'klingVideo',
			displayName: 'Kling Video',
			usableAsTool: true,
			codex: { categories: ['AI', 'Marketing'] },
		});
		expect(node?.codex?.alias).toContain('Text to Video');
		expect(iconFiles(node ?? {})).toEqual([
			'dist/icons/klingVideo.svg',
			'dist/icons/klingVideo.dark.svg',
		]);
	});

	test('the credential is there, with its icons, for this node', async () => {
		const { types, known } = await load();
		expect(known.credentials).toMatchObject({
			klingVideoApi: { className: 'KlingVideoApi', supportedNodes: ['klingVideo'] },
		});
		const [credential] = types.credentials;
		expect(credential).toMatchObject({ displayName: 'Kling Video API' });
		expect(iconFiles(credential ?? {})).toEqual([
			'dist/icons/klingVideo.svg',
			'dist/icons/klingVideo.dark.svg',
		]);
	});

	test('the built node submits', async () => {
		const loader = await load();
		const { error } = await gateway.submit(
			{ prompt: 'A fox', options: { duration: 5 } },
			{
				nodeType: loader.getNode('klingVideo').type,
				credentialType: loader.getCredential('klingVideoApi').type,
			},
		);
		expect(error).toBeUndefined();
		expect(gateway.bodies()).toEqual([
			{
				model: 'Kling-3.0-Omni',
				prompt: 'A fox',
				seconds: '5',
				duration: 5,
				metadata: { output_config: { duration: 5 } },
			},
		]);
	});
});
