// Breaks the package's lines one at a time and sees whether a test notices (Stryker), room by room.
//
//   npm run mutation                                        every room, for a night
//   npm run mutation -- nodes/KlingVideo/submission         one room, or several
//   npm run mutation -- nodes/KlingVideo/shared --file json.ts
//
// A second run tries only what has changed since. The figures go to docs/mutation.md; survivors are printed, and
// everything is in .cache/mutation/.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { rowOf, scoreOf, survivorsOf, tallyOf, withRows } from './mutation/report.cts';
import type { StrykerReport } from './mutation/report.cts';
import { ROOMS, roomsIn, type Room } from './mutation/rooms.cts';
import { ruleTests } from './mutation/stories.cts';

const ROOT = path.join(__dirname, '..');
const CACHE = '.cache/mutation';
const PAGE = path.join(ROOT, 'docs/mutation.md');

interface Wish {
	rooms: Room[];
	/** Only this file of the room. */
	file?: string;
	/** How many mutants are tried side by side. */
	concurrency: number;
	/** Whether what an earlier run found is left aside. */
	anew: boolean;
}

function readWish(): Wish {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			concurrency: { type: 'string', default: '2' },
			file: { type: 'string' },
			anew: { type: 'boolean', default: false },
		},
	});
	return {
		rooms: positionals.length === 0 ? [...ROOMS] : roomsIn(positionals),
		file: values.file,
		concurrency: Number(values.concurrency),
		anew: values.anew,
	};
}

const nameOf = ({ folder }: Room): string => folder.replace(/\W+/g, '-');

/** The test files that hold a room's rules, as jest looks for them. */
function testsOf({ folder, tests, withStories }: Room): string[] {
	if (withStories) {
		return tests.flatMap((test) => [
			`<rootDir>/${test}/**/*.test.cts`,
			`<rootDir>/${test}.test.cts`,
		]);
	}
	const files = ruleTests(ROOT, tests).map((file) => `<rootDir>/${path.relative(ROOT, file)}`);
	if (files.length === 0) throw new Error(`No test holds the rules of ${folder}`);
	return files;
}

/** Tries all mutants of a room. What was found is in the JSON report that comes back. */
async function tryMutants(room: Room, { file, concurrency, anew }: Wish): Promise<StrykerReport> {
	const { Stryker } = await import('@stryker-mutator/core');
	const report = `${CACHE}/${nameOf(room)}.json`;
	await new Stryker({
		mutate: [`${room.folder}/${file ?? '*.ts'}`],
		testRunner: 'resident',
		plugins: [path.join(__dirname, 'mutation/residentRunner.mjs'), '@stryker-mutator/jest-runner'],
		coverageAnalysis: 'perTest',
		concurrency,
		// What no test of a room reads.
		ignorePatterns: ['/.cache', '/dist', '/coverage', '/output', '/test/e2e', '/bench/results'],
		tempDirName: '.cache/mutation/sandbox',
		// The tests are transpiled without a look at their types.
		disableTypeChecks: false,
		incremental: true,
		incrementalFile: `${CACHE}/${nameOf(room)}-incremental.json`,
		force: anew,
		reporters: ['progress-append-only', 'json'],
		jsonReporter: { fileName: report },
		timeoutMS: room.withStories ? 30_000 : 12_000,
		dryRunTimeoutMinutes: 20,
		allowEmpty: true,
		jest: {
			configFile: 'jest.config.cjs',
			enableFindRelatedTests: false,
			config: {
				testMatch: testsOf(room),
			},
		},
	}).runMutationTest();
	return JSON.parse(readFileSync(path.join(ROOT, report), 'utf8')) as StrykerReport;
}

async function main(): Promise<void> {
	const wish = readWish();
	process.chdir(ROOT);
	mkdirSync(CACHE, { recursive: true });
	for (const room of wish.rooms) {
		const report = await tryMutants(room, wish);
		const tally = tallyOf(report);
		const score = scoreOf(tally);
		process.stdout.write(`${survivorsOf(report).join('\n')}\n`);
		process.stdout.write(`${room.folder}: ${score} % caught, wanted: ${room.least} %\n`);
		if (score < room.least) process.exitCode = 1;
		if (wish.file !== undefined || !existsSync(PAGE)) continue;
		const row = rowOf(room, tally, new Date().toISOString().slice(0, 10));
		const order = ROOMS.map(({ folder }) => folder);
		writeFileSync(PAGE, withRows(readFileSync(PAGE, 'utf8'), [row], order));
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 2;
});
