import { tmpdir } from 'node:os';
import type { Results } from './results.cts';
import type { E2eTest, OwnSuite, Setting, SharedSetting, SharedSuite, Suite } from './suite.cts';
import { startN8n } from '../../dev/n8n/n8nProcess.cts';

/**
 * Runs suites in one n8n version: the shared ones in one n8n, with those that mostly wait beside the others; then
 * those that need the machine alone. How each test ended is in `results`; only a start that fails throws.
 */
export async function runSuites(
	suites: readonly Suite[],
	setting: Setting,
	results: Results,
): Promise<void> {
	const shared = suites.filter((suite) => suite.n8n === 'shared');
	const own = suites.filter((suite) => suite.n8n === 'own');
	const beside = own.filter(({ pace }) => pace === 'sideBySide');
	const alone = own.filter(({ pace }) => pace === 'alone');
	await Promise.all([
		runShared(shared, setting, results),
		...beside.map(async (suite) => await oneByOne([suite], setting, results)),
	]);
	await oneByOne(alone, setting, results);
}

async function runShared(
	suites: readonly SharedSuite[],
	setting: Setting,
	results: Results,
): Promise<void> {
	if (suites.length === 0) return;
	const n8n = await startN8n({
		version: setting.version,
		packages: [setting.tarball],
		env: { N8N_RESTRICT_FILE_ACCESS_TO: tmpdir() },
	});
	try {
		const withN8n: SharedSetting = { ...setting, n8n };
		const waiting = suites.filter(({ pace }) => pace === 'sideBySide');
		await Promise.all([
			oneByOne(
				suites.filter(({ pace }) => pace === 'oneByOne'),
				withN8n,
				results,
			),
			...waiting.flatMap((suite) =>
				suite.tests.map(async (test) => await runTest(suite, test, withN8n, results)),
			),
		]);
	} finally {
		await n8n.dispose();
	}
}

async function oneByOne<T extends Setting>(
	suites: ReadonlyArray<{ name: string; tests: ReadonlyArray<E2eTest<T>> }>,
	setting: T,
	results: Results,
): Promise<void> {
	for (const suite of suites) {
		for (const test of suite.tests) await runTest(suite, test, setting, results);
	}
}

async function runTest<T extends Setting>(
	suite: Pick<OwnSuite, 'name'>,
	test: E2eTest<T>,
	setting: T,
	results: Results,
): Promise<void> {
	const { version } = setting;
	await results.note({ version, suite: suite.name, test: test.name }, async () => {
		await test.run(setting);
	});
}
