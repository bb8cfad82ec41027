import { spawnSync } from 'node:child_process';

/** What the package holds, and nothing else: compiled code of node and credential, icons, codex file, texts. */
const PACKAGE = [
	'LICENSE.md',
	'README.md',
	'dist/credentials/KlingVideoApi.credentials.js',
	'dist/icons/klingVideo.dark.svg',
	'dist/icons/klingVideo.svg',
	'dist/nodes/KlingVideo/KlingVideo.node.js',
	'dist/nodes/KlingVideo/KlingVideo.node.json',
	'package.json',
];

/**
 * The files that npm would publish, by their path in the package.
 *
 * @throws Error with what npm says when it cannot tell
 */
export function packedFiles(folder: string): string[] {
	const { status, stdout, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json'], {
		cwd: folder,
		encoding: 'utf8',
	});
	if (status !== 0) throw new Error(`npm pack: ${stderr}`);
	const [pack] = JSON.parse(stdout) as Array<{ files: Array<{ path: string }> }>;
	return (pack?.files ?? []).map((file) => file.path).sort();
}

/** Files that are missing from the list, or that do not belong there. */
export function packedFileProblems(files: string[]): string[] {
	return [
		...PACKAGE.filter((file) => !files.includes(file)).map((file) => `missing: ${file}`),
		...files.filter((file) => !PACKAGE.includes(file)).map((file) => `does not belong: ${file}`),
	];
}
