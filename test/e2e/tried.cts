import { N8N_VERSIONS, type N8nVersion } from '../../dev/n8n/installedN8n.cts';
import type { E2eTest, Setting, Suite } from './suite.cts';
import { SUITES } from './suites/index.cts';

/** An n8n on a Node: a row and a part of the page of compatibility. */
export interface Tried {
	version: N8nVersion;
	/** The major version of Node. */
	node: number;
	/** Whether only the suites of the basics belong to it. */
	basics: boolean;
}

/** What the page tells of, in its order. */
export const TRIED: readonly Tried[] = [
	{ version: '2.8.4', node: 20, basics: false },
	{ version: '2.41.1', node: 24, basics: false },
	{ version: '2.8.4', node: 22, basics: true },
	{ version: '1.123.5', node: 20, basics: true },
];

/** That n8n runs at all, beside the tests of the suites. */
export const WHOLE = { suite: 'n8n', test: 'starts, runs the suites and stops' };

/** Whether an n8n takes the whole of the tests, not the basics alone. */
export function takesAll(version: N8nVersion): boolean {
	return N8N_VERSIONS.some((one) => one === version);
}

/**
 * The suites that are run in an n8n, each with the tests that are meant for this version.
 * @param only a text that a suite or a test has in its name
 */
export function suitesFor(
	version: N8nVersion,
	{ basics, only }: { basics: boolean; only?: string },
): Suite[] {
	return SUITES.filter(({ basic }) => basic === true || (!basics && takesAll(version))).flatMap(
		(suite) => {
			const named = <T extends Setting>(tests: ReadonlyArray<E2eTest<T>>) =>
				tests.filter(
					({ name, versions }) =>
						(versions === undefined || versions.includes(version)) &&
						(only === undefined || suite.name.includes(only) || name.includes(only)),
				);
			const chosen: Suite =
				suite.n8n === 'own'
					? { ...suite, tests: named(suite.tests) }
					: { ...suite, tests: named(suite.tests) };
			return chosen.tests.length === 0 ? [] : [chosen];
		},
	);
}

/** All tests that belong to a part of the page, each as `suite: name`. */
export function testsOf({ version, basics }: Tried): string[] {
	return [`${WHOLE.suite}: ${WHOLE.test}`, ...namesOf(suitesFor(version, { basics }))];
}

/** The tests of suites, each as `suite: name`. */
export function namesOf(suites: readonly Suite[]): string[] {
	return suites.flatMap(({ name, tests }) => tests.map((test) => `${name}: ${test.name}`));
}
