// What stands between a commit and a release: lint, n8n's scan of community packages, and the list of files that npm
// would publish. Run after a build.
//
//   node --require tsx/cjs scripts/releaseCheck.cts [--publish]
//
// --publish also refuses the author and repository that the package came with: a publisher sets their own.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packedFiles, packedFileProblems } from './packedFiles.cts';
import { publisherProblems } from './publisher.cts';

const root = path.join(__dirname, '..');

function succeeds(title: string, command: string, ...parameters: string[]): boolean {
	console.log(`\n== ${title}`);
	return spawnSync(command, parameters, { cwd: root, stdio: 'inherit' }).status === 0;
}

function isFree(title: string, problems: string[]): boolean {
	console.log(`\n== ${title}\n${problems.length === 0 ? 'nothing found' : problems.join('\n')}`);
	return problems.length === 0;
}

const files = packedFiles(root);
const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const bin = path.join(root, 'node_modules', '.bin', 'n8n-node');
const results = [
	succeeds('Lint by the rules of verified nodes', bin, 'lint'),
	succeeds('Scan', process.execPath, path.join(__dirname, 'scan.mjs'), root),
	isFree(`Packed files (${files.length})`, packedFileProblems(files)),
];
if (process.argv.includes('--publish')) {
	results.push(isFree('Author and repository', publisherProblems(manifest)));
}
if (results.includes(false)) process.exitCode = 1;
