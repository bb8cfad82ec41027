const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { default: TestRunner } = require('jest-runner');

/** What the first run saw of each test file: the names of its tests and its length in ms. */
const SEEN = '.seen-tests.json';

/**
 * The order of test files while mutants are tried: only the files with a test that meets the mutant, the shortest
 * first, until one fails. (Stryker gives names of tests only, and jest has no bail for those who call it from a program.)
 */
module.exports = class CoveringTests extends TestRunner {
	async runTests(tests, watcher, options) {
		if (process.env.__STRYKER_ACTIVE_MUTANT__ === undefined) {
			await this.firstRun(tests, watcher, options);
			return;
		}
		let failed = false;
		this.on('test-file-success', ([, { numFailingTests }]) => (failed ||= numFailingTests > 0));
		this.on('test-file-failure', () => (failed = true));
		for (const test of this.covering(tests)) {
			if (failed) return;
			await super.runTests([test], watcher, { ...options, serial: true });
		}
	}

	async firstRun(tests, watcher, options) {
		const seen = {};
		this.on('test-file-success', ([test, { testResults, perfStats }]) => {
			seen[test.path] = { names: testResults.map(({ fullName }) => fullName), ...perfStats };
		});
		await super.runTests(tests, watcher, options);
		const [test] = tests;
		if (test) writeFileSync(this.seenFile(test), JSON.stringify(seen));
	}

	covering(tests) {
		const [first] = tests;
		if (!first || !existsSync(this.seenFile(first))) return tests;
		const seen = JSON.parse(readFileSync(this.seenFile(first), 'utf8'));
		const pattern = new RegExp(this._globalConfig.testNamePattern ?? '', 'i');
		const runtime = ({ path: file }) => seen[file]?.runtime ?? 0;
		return tests
			.filter(({ path: file }) => seen[file]?.names.some((name) => pattern.test(name)) ?? true)
			.sort((one, other) => runtime(one) - runtime(other));
	}

	seenFile({ context }) {
		return path.join(context.config.rootDir, SEEN);
	}
};
