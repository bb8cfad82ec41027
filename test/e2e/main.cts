import { readCommandLine, USAGE, type Wish } from './commandLine.cts';
import { writeCompatibility } from './compatibility.cts';
import { Results } from './results.cts';
import { runSuites } from './runSuites.cts';
import { namesOf, suitesFor, WHOLE } from './tried.cts';
import type { N8nVersion } from '../../dev/n8n/installedN8n.cts';
import { packProject } from '../../dev/n8n/packedNode.cts';

/** Runs the packed package in the real n8n. The exit code is 0 when every test passed. */
async function main(): Promise<void> {
	const wish = readWish();
	if (wish === 'help') {
		process.stdout.write(USAGE);
		return;
	}
	const chosen = new Map(wish.versions.map((version) => [version, suitesFor(version, wish)]));
	const names = new Set([...chosen.values()].flatMap(namesOf));
	if (names.size === 0) throw new Error(`No suite or test has "${wish.only}" in its name`);
	if (wish.list) {
		process.stdout.write([...names, ''].join('\n'));
		return;
	}
	const results = new Results();
	const tarball = await packProject();
	const runIn = async (version: N8nVersion) =>
		await results.note(
			{ version, ...WHOLE },
			async () => await runSuites(chosen.get(version) ?? [], { version, tarball }, results),
		);
	if (wish.sideBySide) await Promise.all(wish.versions.map(runIn));
	else for (const version of wish.versions) await runIn(version);
	if (process.env.UPDATE_DOCS === '1') await writeCompatibility(results);
	for (const { version, suite, test } of results.failed) {
		process.stdout.write(`\nFailed: ${version}  ${suite}: ${test}`);
	}
	const { passed, failed } = results;
	process.stdout.write(`\n${passed.length} passed, ${failed.length} failed\n`);
	process.exitCode = failed.length === 0 ? 0 : 1;
}

function readWish(): Wish | 'help' {
	try {
		return readCommandLine(process.argv.slice(2));
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
		process.exit(2);
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.stdout.write('0 passed, 1 failed\n');
	process.exitCode = 1;
});
