const { createRequire } = require('node:module');
const path = require('node:path');

/** Jest's own parts, in the versions that jest itself takes. */
const from = (require, name) => createRequire(require.resolve(name));
const ofRunner = from(require, 'jest-runner');
const ofConfig = from(from(from(require, 'jest'), 'jest-cli'), 'jest-config');
const { NullConsole } = ofRunner('@jest/console');
const { createScriptTransformer } = ofRunner('@jest/transform');
const { default: Runtime } = ofRunner('jest-runtime');
const { readConfigs } = from(from(require, 'jest'), 'jest-cli')('jest-config');
const { TestEnvironment } = require('jest-environment-node');

const CIRCUS = path.join(path.dirname(ofConfig.resolve('jest-circus')), '..', 'build');

/** A test that takes so much longer than at first hangs, in ms. */
const PATIENCE_MS = 3_000;

/** What all test files of a process share: jest's configuration and its compiled files. */
async function readHost(jestConfig, rootDir) {
	const argv = { $0: 'mutation', _: [], config: JSON.stringify(jestConfig) };
	const { globalConfig, configs } = await readConfigs(argv, [rootDir]);
	const [projectConfig] = configs;
	const options = { console: silence(), maxWorkers: 1, watch: false, watchman: false };
	const { resolver } = await Runtime.createContext(projectConfig, options);
	const cacheFS = new Map();
	const transformer = await createScriptTransformer(projectConfig, cacheFS);
	return { rootDir, globalConfig, projectConfig, resolver, cacheFS, transformer };
}

function silence() {
	return new NullConsole(process.stdout, process.stderr, (_type, message) => message);
}

/**
 * A test file that stays loaded, so that its tests run again and again: to load n8n takes seconds, and to run a test
 * of a rule a thousandth of one. Jest itself loads everything anew at each run.
 */
class TestSession {
	/** @param mutants what the broken code reads: which mutant is active */
	static async open(host, file, mutants) {
		const session = new TestSession(host, file);
		const { globalConfig, projectConfig, resolver, transformer, cacheFS } = host;
		const console = silence();
		const environment = new TestEnvironment(
			{ globalConfig, projectConfig },
			{ console, docblockPragmas: {}, testPath: file },
		);
		environment.global.console = console;
		environment.global.__stryker__ = mutants;
		const options = { collectCoverage: false, collectCoverageFrom: [], coverageProvider: 'babel' };
		const runtime = new Runtime(
			projectConfig,
			environment,
			resolver,
			transformer,
			cacheFS,
			options,
			file,
			globalConfig,
		);
		await environment.setup();
		const circus = (name) => runtime.requireInternalModule(path.join(CIRCUS, name));
		const { default: runAll } = circus('run.js');
		Object.assign(session, { environment, runtime, runAll, state: circus('state.js') });
		const { initialize } = circus('legacy-code-todo-rewrite/jestAdapterInit.js');
		const { snapshotState } = await initialize({
			config: projectConfig,
			environment,
			globalConfig,
			localRequire: runtime.requireModule.bind(runtime),
			parentProcess: process,
			setGlobalsForRuntime: runtime.setGlobalsForRuntime.bind(runtime),
			testPath: file,
		});
		session.snapshots = snapshotState;
		// Errors that nobody handles are heard while tests run, and not between.
		await session.state.dispatch({ name: 'teardown' });
		session.state.addEventHandler((event) => session.bail(event));
		runtime.requireModule(file);
		return session;
	}

	constructor(host, file) {
		this.host = host;
		this.file = file;
		/** Everything that was ever loaded: what a test loads as it runs is gone after `reload`. */
		this.loaded = new Set();
		this.hasRun = false;
	}

	/** Whether the test file loads a file, by itself, through others, or first when a test runs. */
	async loads(file) {
		if (!this.hasRun) await this.run();
		this.noteLoaded();
		return this.loaded.has(file);
	}

	noteLoaded() {
		for (const file of this.runtime._moduleRegistry.keys()) this.loaded.add(file);
	}

	/** Evaluates the project's own files anew, test file and all; what is installed stays loaded. */
	reload() {
		const own = this.host.rootDir + path.sep;
		this.noteLoaded();
		for (const file of [...this.runtime._moduleRegistry.keys()]) {
			const isOwn = file.startsWith(own) && !file.includes(`${path.sep}node_modules${path.sep}`);
			if (isOwn) this.runtime._moduleRegistry.delete(file);
		}
		const state = this.state.getState();
		const { rootDescribeBlock: root } = state;
		Object.assign(root, { children: [], hooks: [], tests: [] });
		Object.assign(state, {
			currentDescribeBlock: root,
			currentlyRunningTest: null,
			hasStarted: false,
			hasFocusedTests: false,
		});
		this.runtime.requireModule(this.file);
	}

	/**
	 * Runs tests until one fails.
	 *
	 * @param isWanted says which, by their full names; without it all are run
	 * @param msOf how long a test took at first
	 * @returns how many were run, and the first failure
	 */
	async run(isWanted = () => true, msOf = () => 0) {
		const state = this.state.getState();
		Object.assign(state, { unhandledErrors: [], currentlyRunningTest: null });
		this.snapshots.clear();
		this.failed = undefined;
		const tests = testsOf(state.rootDescribeBlock);
		for (const test of tests) {
			test.givenMode ??= { mode: test.mode };
			const mode = isWanted(nameOf(test)) ? test.givenMode.mode : 'skip';
			const timeout = PATIENCE_MS + 10 * msOf(nameOf(test));
			Object.assign(test, { mode, timeout, errors: [], status: null });
		}
		this.hasRun = true;
		await this.hearing(async () => await this.runAll());
		const ran = tests.filter(({ status }) => status === 'done').length;
		const failed = tests.find(({ errors }) => errors.length > 0);
		if (failed) {
			const why = wordsOf(failed.errors[0]);
			const isHanging = why.startsWith('Exceeded timeout');
			return { ran, failed: { name: nameOf(failed), why, isHanging } };
		}
		const [unhandled] = state.unhandledErrors;
		const [last] = tests.filter(({ status }) => status === 'done').slice(-1);
		if (unhandled === undefined || !last) return { ran };
		return { ran, failed: { name: nameOf(last), why: wordsOf(unhandled) } };
	}

	async close() {
		this.runtime.teardown();
		await this.environment.teardown();
	}

	/** Errors that nobody handles belong to the test that runs. */
	async hearing(work) {
		const hear = (error) => this.state.dispatchSync({ name: 'error', error });
		const names = ['uncaughtException', 'unhandledRejection'];
		const before = names.map((name) => process.listeners(name));
		for (const name of names) process.removeAllListeners(name).on(name, hear);
		try {
			await work();
		} finally {
			names.forEach((name, place) => {
				process.removeListener(name, hear);
				for (const listener of before[place]) process.on(name, listener);
			});
		}
	}

	bail({ name, test }) {
		if (name === 'test_fn_failure' || name === 'hook_failure') this.failed = true;
		if (name === 'test_start' && this.failed) test.mode = 'skip';
	}
}

function testsOf(block) {
	return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsOf(child)));
}

function nameOf({ name, parent }) {
	return parent.parent ? `${nameOf(parent)} ${name}` : name;
}

function wordsOf(error) {
	const [first] = Array.isArray(error) ? error : [error];
	return String(first?.message ?? first).slice(0, 2000);
}

module.exports = { TestSession, readHost };
