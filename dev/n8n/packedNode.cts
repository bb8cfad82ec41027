import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { childRun } from './childRun.cts';

const PROJECT = path.join(__dirname, '..', '..');

/**
 * Packs the project as it would be published. The project must have been built.
 * @param project the folder of the package; this project when left out
 * @returns the path of the tarball, in a fresh temporary folder
 * @throws when npm fails
 */
export async function packProject(project = PROJECT): Promise<string> {
	if (project === PROJECT && !existsSync(path.join(project, 'dist'))) {
		throw new Error('Build the package first: npm run build');
	}
	const folder = await mkdtemp(path.join(tmpdir(), 'kling-packed-'));
	const { stdout } = await childRun(
		'npm',
		['pack', '--ignore-scripts', '--json', '--loglevel=error', '--pack-destination', folder],
		{ cwd: project },
	);
	return path.join(folder, nameOfTarball(stdout));
}

/**
 * Installs a tarball where n8n keeps community packages, with the flags that n8n itself gives to npm. Needs no
 * network: the package has no dependencies of its own, and its peer n8n-workflow is n8n's.
 * @throws when npm fails
 */
export async function installPackedNode(tarball: string, userFolder: string): Promise<void> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	const manifest = path.join(nodes, 'package.json');
	if (!existsSync(manifest)) {
		const content = { name: 'installed-nodes', private: true, dependencies: {} };
		await writeFile(manifest, JSON.stringify(content, null, 2));
	}
	const flags = [
		...['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-bin-links'],
		...['--install-strategy=shallow', '--package-lock=false', '--legacy-peer-deps'],
		'--loglevel=error',
	];
	await childRun('npm', ['install', tarball, ...flags], { cwd: nodes });
}

/** Reads the answer of `npm pack --json`, a list with one entry. */
function nameOfTarball(json: string): string {
	const answer: unknown = JSON.parse(json);
	const packed: unknown = Array.isArray(answer) ? answer[0] : answer;
	if (typeof packed === 'object' && packed !== null && 'filename' in packed) {
		if (typeof packed.filename === 'string') return packed.filename;
	}
	throw new Error(`npm pack gave no file name: ${json.slice(0, 300)}`);
}
