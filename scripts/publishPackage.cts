// Publishes the package by hand, as npm wants it for the first version of a name: build, gate, `npm publish`.
//
//   npm run release:publish [-- --dry-run]
//
// `npm publish` alone would ship an empty package from a fresh clone: what is packed is built, and scripts are off.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { changelogProblems } from './changelog.cts';

const root = path.join(__dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

function succeeds(command: string, ...parameters: string[]): boolean {
	return spawnSync(command, parameters, { cwd: root, stdio: 'inherit' }).status === 0;
}

function main(): number {
	const { version }: { version: string } = JSON.parse(read('package.json'));
	const problems = changelogProblems(read('CHANGELOG.md'), version);
	if (problems.length > 0) {
		process.stderr.write(`${problems.join('\n')}\n`);
		return 1;
	}
	if (!succeeds('npm', 'run', 'release:check', '--', '--publish')) return 1;
	const options = process.argv.slice(2);
	return succeeds('npm', 'publish', '--access', 'public', ...options) ? 0 : 1;
}

process.exitCode = main();
