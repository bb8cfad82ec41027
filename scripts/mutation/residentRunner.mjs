// The test runner of the mutation run: jest's own for the first run, which tells what each test meets, and tests that
// stay loaded for all the others.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner';
import sessions from './testSession.cjs';

const { TestSession, readHost } = sessions;

/** What the first run saw: the tests of each file, each with its length in ms. */
const SEEN = '.seen-tests.json';

/** So many test files stay loaded at once. */
const MOST_OPEN = 12;

/** How long it is watched whether something goes on in the background, in ms. */
const WATCH_MS = 200;

async function isBusy() {
	const before = process.cpuUsage();
	await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
	return process.cpuUsage(before).user > (WATCH_MS * 1000) / 4;
}

class ResidentRunner {
	/** What the broken code reads. */
	mutants = {};

	/** By test file; the one used last comes last. */
	open = new Map();

	constructor(jest) {
		this.jest = jest;
	}

	async init() {
		await this.jest.init();
	}

	capabilities() {
		return { reloadEnvironment: true };
	}

	async dryRun(options) {
		const result = await this.jest.dryRun(options);
		const seen = {};
		for (const { fileName, name, timeSpentMs } of result.tests ?? []) {
			(seen[fileName] ??= {})[name] = timeSpentMs;
		}
		writeFileSync(SEEN, JSON.stringify(seen));
		return result;
	}

	async mutantRun({ activeMutant, sandboxFileName, testFilter, hitLimit, mutantActivation }) {
		process.env.NODE_ENV = 'test';
		this.host ??= await readHost(this.jest.jestConfig, process.cwd());
		const isStatic = mutantActivation === 'static' || testFilter === undefined;
		const mutant = { id: activeMutant.id, hitLimit, isStatic, file: path.resolve(sandboxFileName) };
		let nrOfTests = 0;
		for (const [file, tests] of this.filesFor(testFilter)) {
			const outcome = await this.try(mutant, file, tests, testFilter);
			if (outcome.status !== 'survived')
				return { ...outcome, nrOfTests: nrOfTests + outcome.nrOfTests };
			nrOfTests += outcome.nrOfTests;
		}
		return { status: 'survived', nrOfTests };
	}

	async dispose() {
		for (const session of this.open.values()) await session.close();
	}

	/** The test files with a wanted test, the shortest first, each with the lengths of its tests. */
	filesFor(testFilter) {
		this.seen ??= existsSync(SEEN) ? JSON.parse(readFileSync(SEEN, 'utf8')) : {};
		const isWanted = (name) => testFilter === undefined || testFilter.includes(name);
		const length = (tests) =>
			Object.entries(tests).reduce((sum, [name, ms]) => sum + (isWanted(name) ? ms : 0), 0);
		return Object.entries(this.seen)
			.filter(([, tests]) => Object.keys(tests).some(isWanted))
			.sort(([, one], [, other]) => length(one) - length(other));
	}

	async try(mutant, file, tests, testFilter) {
		const isWanted = testFilter && ((name) => testFilter.includes(name));
		const session = await this.session(file);
		const msOf = (name) => tests[name] ?? 0;
		const found = mutant.isStatic
			? await this.loadedWith(mutant, session, msOf)
			: await this.runWith(mutant, session, isWanted, msOf);
		if (found.isEndless)
			return { status: 'timeout', reason: 'Hit limit reached', nrOfTests: found.ran };
		if (!found.failed) return { status: 'survived', nrOfTests: found.ran };
		const killed = {
			status: 'killed',
			killedBy: [found.failed.name],
			failureMessage: found.failed.why,
			nrOfTests: found.ran,
		};
		// A test that fails without the mutant too has found what an earlier mutant left behind.
		if (await this.isClean(session, found.failed.name, msOf)) {
			// What hangs may go on in the background for ever: then this process is ended, as for any endless loop.
			if (found.failed.isHanging && (await isBusy())) await new Promise(() => undefined);
			return killed;
		}
		await this.drop(file);
		if (mutant.isAgain) return killed;
		return await this.try({ ...mutant, isAgain: true }, file, tests, testFilter);
	}

	/** Tests with a mutant in a function: nothing has to be loaded anew. */
	async runWith({ id, hitLimit }, session, isWanted, msOf) {
		Object.assign(this.mutants, { activeMutant: id, hitLimit, hitCount: hitLimit && 0 });
		try {
			const found = await session.run(isWanted, msOf);
			return { ...found, isEndless: this.mutants.hitCount > hitLimit };
		} finally {
			Object.assign(this.mutants, {
				activeMutant: undefined,
				hitLimit: undefined,
				hitCount: undefined,
			});
		}
	}

	/** Tests with a mutant in what a file does as it is loaded. */
	async loadedWith(mutant, session, msOf) {
		if (!(await session.loads(mutant.file))) return { ran: 0 };
		this.mutants.activeMutant = mutant.id;
		try {
			session.reload();
			return await this.runWith(mutant, session, undefined, msOf);
		} catch (error) {
			return { ran: 0, failed: { name: '', why: String(error) } };
		} finally {
			this.mutants.activeMutant = undefined;
			try {
				session.reload();
			} catch {
				await this.drop(session.file);
			}
		}
	}

	async isClean(session, name, msOf) {
		if (name === '') return true;
		if (this.open.get(session.file) !== session) return false;
		return (await session.run((other) => other === name, msOf)).failed === undefined;
	}

	async session(file) {
		const session = this.open.get(file) ?? (await TestSession.open(this.host, file, this.mutants));
		this.open.delete(file);
		this.open.set(file, session);
		const [oldest] = this.open.keys();
		if (this.open.size > MOST_OPEN) await this.drop(oldest);
		return session;
	}

	async drop(file) {
		const session = this.open.get(file);
		this.open.delete(file);
		await session?.close();
	}
}

const { factory: jestRunner } = jestPlugins.find(({ name }) => name === 'jest');

function residentRunner(injector) {
	return new ResidentRunner(injector.injectFunction(jestRunner));
}
residentRunner.inject = ['$injector'];

export const strykerPlugins = [{ kind: 'TestRunner', name: 'resident', factory: residentRunner }];
