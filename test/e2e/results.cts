import type { N8nVersion } from '../../dev/n8n/installedN8n.cts';

/** How one test ended. */
export interface TestResult {
	version: N8nVersion;
	suite: string;
	test: string;
	seconds: number;
	/** Missing when it passed. */
	error?: Error;
}

/** The results of a run, each printed as soon as it is there. */
export class Results {
	readonly all: TestResult[] = [];

	/** Runs one test and notes how it ended; never throws. */
	async note(
		{ version, suite, test }: Pick<TestResult, 'version' | 'suite' | 'test'>,
		run: () => Promise<void>,
	): Promise<void> {
		const start = Date.now();
		let error: Error | undefined;
		try {
			await run();
		} catch (thrown) {
			error = thrown instanceof Error ? thrown : new Error(String(thrown));
		}
		const seconds = (Date.now() - start) / 1000;
		this.all.push({ version, suite, test, seconds, error });
		const mark = error === undefined ? 'passed' : 'FAILED';
		process.stdout.write(`${mark}  ${version}  ${suite}: ${test} (${seconds.toFixed(1)} s)\n`);
		if (error !== undefined) process.stdout.write(`${indented(error.stack ?? error.message)}\n`);
	}

	get passed(): TestResult[] {
		return this.all.filter(({ error }) => error === undefined);
	}

	get failed(): TestResult[] {
		return this.all.filter(({ error }) => error !== undefined);
	}
}

function indented(text: string): string {
	return text.replace(/^/gm, '    ');
}
