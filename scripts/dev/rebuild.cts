import { watch } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { childRun } from '../../dev/n8n/childRun.cts';

const PROJECT = path.join(__dirname, '..', '..');
const PACKAGE = 'n8n-nodes-kling-video';

/** Builds the project. Returns what the build wrote when it failed. */
export async function build(): Promise<string | undefined> {
	const gulp = path.join(PROJECT, 'node_modules', 'gulp', 'bin', 'gulp.js');
	const built = await childRun(process.execPath, [gulp, 'build'], { cwd: PROJECT, anyEnd: true });
	return built.code === 0 ? undefined : `${built.stdout}${built.stderr}`.slice(-3000);
}

/**
 * Builds the project and puts the result in the place of the installed package.
 * @returns what the build wrote when it failed; the installed package is then left as it is
 */
export async function rebuildInto(userFolder: string): Promise<string | undefined> {
	const problem = await build();
	if (problem !== undefined) return problem;
	const installed = path.join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE, 'dist');
	await rm(installed, { recursive: true, force: true });
	await cp(path.join(PROJECT, 'dist'), installed, { recursive: true });
	return undefined;
}

/**
 * Calls `act` after the package's sources changed; changes that come meanwhile make one further call.
 * @returns the function that ends the watch
 */
export function onChange(act: () => Promise<void>): () => void {
	let timer: NodeJS.Timeout | undefined;
	let busy = Promise.resolve();
	const changed = () => {
		clearTimeout(timer);
		// An editor writes a file in several steps.
		timer = setTimeout(() => {
			busy = busy.then(act).catch((error: unknown) => {
				process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
			});
		}, 300);
	};
	const watchers = ['nodes', 'credentials', 'icons'].map((folder) =>
		watch(path.join(PROJECT, folder), { recursive: true }, changed),
	);
	return () => {
		clearTimeout(timer);
		for (const watcher of watchers) watcher.close();
	};
}
