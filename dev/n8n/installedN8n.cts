import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childRun } from './childRun.cts';

/** The n8n versions the package is tested on: the newest for Node 20, and the newest that installs on Node 24. */
export const N8N_VERSIONS = ['2.8.4', '2.41.1'] as const;
/** Older ones, on which the basics are tested: the last before n8n 2.0. */
export const OLDER_N8N_VERSIONS = ['1.123.5'] as const;
export type N8nVersion = (typeof N8N_VERSIONS | typeof OLDER_N8N_VERSIONS)[number];

/** An n8n that is ready to be started. */
export interface InstalledN8n {
	version: N8nVersion;
	/** The folder of the installation. */
	root: string;
	/** n8n's own start script, to be run with `node`. */
	bin: string;
	/** The Node that this version runs on. */
	node: string;
}

interface Recipe {
	dependencies: Record<string, string>;
	overrides: Record<string, string>;
	/** Packages whose install script is needed: a native addon, or a binary that is fetched. */
	rebuild: readonly string[];
	/** Path of Node inside the installation, when this version brings its own. */
	ownNode?: string;
}

// The overrides replace dependencies that come from outside the registry, or at a version it lacks.
const RECIPES: Record<N8nVersion, Recipe> = {
	'2.8.4': {
		dependencies: { n8n: '2.8.4' },
		overrides: { xlsx: '0.18.5' },
		rebuild: ['sqlite3'],
	},
	'1.123.5': {
		dependencies: { n8n: '1.123.5' },
		overrides: { xlsx: '0.18.5' },
		rebuild: ['sqlite3'],
	},
	'2.41.1': {
		dependencies: { n8n: '2.41.1', node: '24.21.0' },
		overrides: { xlsx: '0.18.5', linkedom: '0.18.12' },
		rebuild: ['sqlite3', 'node'],
		ownNode: 'node_modules/node/bin/node',
	},
};

const MARKER = 'installed.json';

/**
 * Gives n8n of a version, installing it once (about 8 minutes and 2.5 GB) into a cache folder outside the project:
 * `KLING_N8N_CACHE`, or `n8n-nodes-kling-video` in the user's cache folder. Two callers at once install once.
 * @throws when npm fails or what it installed does not start
 */
export async function installedN8n(version: N8nVersion): Promise<InstalledN8n> {
	const root = path.join(cacheFolder(), `n8n-${version}`);
	if (!existsSync(path.join(root, MARKER))) {
		await mkdir(cacheFolder(), { recursive: true });
		await holding(`${root}.lock`, async () => {
			if (!existsSync(path.join(root, MARKER))) await install(version, root);
		});
	}
	return describe(version, root);
}

/** The folder that holds the installations. */
function cacheFolder(): string {
	const own = process.env.KLING_N8N_CACHE;
	if (own !== undefined && own !== '') return path.resolve(own);
	const xdg = process.env.XDG_CACHE_HOME;
	const base = xdg !== undefined && xdg !== '' ? xdg : path.join(homedir(), '.cache');
	return path.join(base, 'n8n-nodes-kling-video');
}

function describe(version: N8nVersion, root: string): InstalledN8n {
	const { ownNode } = RECIPES[version];
	return {
		version,
		root,
		bin: path.join(root, 'node_modules', 'n8n', 'bin', 'n8n'),
		node: ownNode === undefined ? process.execPath : path.join(root, ownNode),
	};
}

async function install(version: N8nVersion, root: string): Promise<void> {
	const { dependencies, overrides, rebuild } = RECIPES[version];
	const partial = `${root}.partial`;
	await rm(partial, { recursive: true, force: true });
	await rm(root, { recursive: true, force: true });
	await mkdir(partial);
	const manifest = {
		name: 'n8n-cache',
		private: true,
		dependencies,
		overrides,
		allowScripts: Object.fromEntries(rebuild.map((name) => [name, true])),
	};
	await writeFile(path.join(partial, 'package.json'), JSON.stringify(manifest, null, '\t'));

	const npm = async (...args: string[]) => {
		await childRun('npm', [...args, '--no-audit', '--no-fund'], { cwd: partial, env: npmEnv() });
	};
	const done = progress(`Installing n8n ${version} into ${root}, once (about 8 minutes)`);
	try {
		await npm('install', '--ignore-scripts', '--legacy-peer-deps=false');
		await npm('rebuild', ...rebuild, '--ignore-scripts=false');
		await verify(describe(version, partial));
	} finally {
		done();
	}
	await rename(partial, root);
	const marker = { version, dependencies, overrides, installedAt: new Date().toISOString() };
	await writeFile(path.join(root, MARKER), JSON.stringify(marker, null, '\t'));
}

/** Under `npm run` the project's own npm settings are in the environment; they are not meant for n8n. */
function npmEnv(): NodeJS.ProcessEnv {
	const project =
		/^npm_(config_(ignore_scripts|legacy_peer_deps|local_prefix)|package_|lifecycle_)/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !project.test(name)));
}

/** @throws when this is not the wanted n8n, or its SQLite driver does not load */
async function verify({ version, root, bin, node }: InstalledN8n): Promise<void> {
	await childRun(node, ['-e', "require('sqlite3')"], { cwd: root });
	const { stdout } = await childRun(node, [bin, '--version'], {
		cwd: root,
		env: { PATH: process.env.PATH, N8N_USER_FOLDER: root },
	});
	await rm(path.join(root, '.n8n'), { recursive: true, force: true });
	if (!stdout.includes(version)) {
		throw new Error(`Wanted n8n ${version}, the installed one says "${stdout.trim()}"`);
	}
}

/** Says every 15 s that it is still at it. Returns the function that ends this. */
function progress(what: string): () => void {
	const start = Date.now();
	const say = () => process.stderr.write(`${what}: ${Math.round((Date.now() - start) / 1000)} s\n`);
	say();
	const timer = setInterval(say, 15_000);
	return () => {
		clearInterval(timer);
		say();
	};
}

/** Runs `work` while nobody else holds the lock folder; a lock whose process is gone is taken over. */
async function holding(lock: string, work: () => Promise<void>): Promise<void> {
	const owner = path.join(lock, 'pid');
	for (let told = false; ; await pause(1000)) {
		try {
			await mkdir(lock);
			await writeFile(owner, String(process.pid));
			break;
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
		}
		const pid = Number(await readFile(owner, 'utf8').catch(() => ''));
		if (pid > 0 && !isAlive(pid)) await rm(lock, { recursive: true, force: true });
		else if (!told) {
			process.stderr.write(`Another process installs n8n; waiting for it (${lock})\n`);
			told = true;
		}
	}
	try {
		await work();
	} finally {
		await rm(lock, { recursive: true, force: true });
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
