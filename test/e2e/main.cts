import { readCommandLine, USAGE, type Wish } from './commandLine.cts';
import { writeCompatibility } from './compatibility.cts';
import { Results } from './results.cts';
import { runSuites } from './runSuites.cts';
import type { Suite } from './suite.cts';
import { SUITES } from './suites/index.cts';
import type { N8nVersion } from '../../dev/n8n/installedN8n.cts';
import { packProject } from '../../dev/n8n/packedNode.cts';

/** That n8n runs at all, beside the tests of the suites. */
const WHOLE = { suite: 'n8n', test: 'starts, runs the suites and stops' };

/** The name of every test, after that of its suite. */
function everyTest(): string[] {
	const ofSuites = SUITES.flatMap(({ name, tests }) =>
		tests.map((test) => `${name}: ${test.name}`),
	);
	return [`${WHOLE.suite}: ${WHOLE.test}`, ...ofSuites];
}

/** Runs the packed package in the real n8n. The exit code is 0 when every test passed. */
async function main(): Promise<void> {
	const wish = readWish();
	if (wish === 'help') {
		process.stdout.write(USAGE);
		return;
	}
	const suites = SUITES.flatMap((suite) => only(suite, wish.only));
	if (suites.length === 0) throw new Error(`No suite or test has "${wish.only}" in its name`);
	if (wish.list) {
		for (const { name, tests } of suites) {
			process.stdout.write(`${tests.map((test) => `${name}: ${test.name}\n`).join('')}`);
		}
		return;
	}
	const results = new Results();
	const tarball = await packProject();
	const runIn = async (version: N8nVersion) =>
		await results.note(
			{ version, ...WHOLE },
			async () => await runSuites(suites, { version, tarball }, results),
		);
	if (wish.sideBySide) await Promise.all(wish.versions.map(runIn));
	else for (const version of wish.versions) await runIn(version);
	if (process.env.UPDATE_DOCS === '1') await writeCompatibility(results, everyTest());
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

/** The suite with the tests that the text names: all, when it is in the suite's own name. */
function only(suite: Suite, text: string | undefined): Suite[] {
	if (text === undefined || suite.name.includes(text)) return [suite];
	const named = <T extends { name: string }>(tests: readonly T[]) =>
		tests.filter(({ name }) => name.includes(text));
	const chosen: Suite =
		suite.n8n === 'own'
			? { ...suite, tests: named(suite.tests) }
			: { ...suite, tests: named(suite.tests) };
	return chosen.tests.length === 0 ? [] : [chosen];
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.stdout.write('0 passed, 1 failed\n');
	process.exitCode = 1;
});
