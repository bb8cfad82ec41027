import { MODES, TARGETS, type Mode, type Target } from './cases.cts';
import type { Ending, Expectation } from './expected.cts';
import type { MatrixFault } from './faults.cts';
import type { Verdict } from './problems.cts';

/** One case with what it came to. */
export interface PlayedCase {
	fault: MatrixFault;
	target: Target;
	mode: Mode;
	expected: Expectation;
	verdict: Verdict;
}

const HEAD = `# Fault matrix

Every fault that the gateway or the network is known to have, at every operation, in every way to run the node. The real
n8n engine runs the workflow, the local gateway answers over HTTP, time is virtual. The test suite simulates all of it and fails
when this page differs; \`UPDATE_DOCS=1 npx jest test/reliability/faultMatrix\` writes it.

With two items the second one meets the fault. A cell tells how the execution ends and how many tasks the gateway has
accepted of those that the user asked for.

- **done**: every item comes out with its task
- **item error**: every item comes out, the affected one with an error
- **error**: the node fails, its error names every accepted task
- **?**: the outcome says that a task may exist, and nothing is sent again until a person does so
`;

/** The totals of a run, as the readme quotes them. */
export function totalsOf(played: readonly PlayedCase[]): Record<string, number> {
	const sum = (of: (verdict: Verdict) => number) =>
		played.reduce((total, { verdict }) => total + of(verdict), 0);
	return {
		Cases: played.length,
		'Tasks asked for': sum(({ asked }) => asked),
		'Tasks accepted': sum(({ accepted }) => accepted),
		'Tasks accepted beyond what was asked for': sum(({ asked, accepted }) =>
			Math.max(0, accepted - asked),
		),
		'Task IDs lost': sum(({ lostIds }) => lostIds),
		'Keys leaked': sum(({ leakedKeys }) => leakedKeys),
	};
}

/** The whole page, in Markdown. */
export function matrixPage(played: readonly PlayedCase[]): string {
	const totals = Object.entries(totalsOf(played)).map(([name, count]) => `| ${name} | ${count} |`);
	const tables = TARGETS.map((target) => tableOf(target, played));
	return [HEAD, '## Totals\n', '| | |', '| --- | ---: |', ...totals, '', ...tables].join('\n');
}

function tableOf(target: Target, played: readonly PlayedCase[]): string {
	const ofTarget = played.filter((one) => one.target === target);
	const faults = [...new Set(ofTarget.map(({ fault }) => fault))];
	const rows = faults.map((fault) => {
		const cells = MODES.map((mode) =>
			cellOf(ofTarget.find((one) => one.fault === fault && one.mode === mode)),
		);
		return `| ${[fault.name, ...cells].join(' | ')} |`;
	});
	return [
		`## ${target.name}\n`,
		`| Fault | ${MODES.map(({ name }) => name).join(' | ')} |`,
		`| --- |${MODES.map(() => ' --- |').join('')}`,
		...rows,
		'',
	].join('\n');
}

function cellOf(played: PlayedCase | undefined): string {
	if (!played) return '';
	const { expected, verdict, fault, target } = played;
	const means = target.struck === 'submit' ? fault.submit?.means : undefined;
	const isUnknown = means === 'unknown' || means === 'hidden';
	const ends = [expected.first, ...(expected.retried ? [expected.retried] : [])].map((ending) =>
		wordOf(ending, isUnknown),
	);
	const failed = verdict.problems.length > 0 ? 'NOT AS EXPECTED: ' : '';
	return `${failed}${ends.join(', then ')}, ${verdict.accepted} of ${verdict.asked}`;
}

function wordOf({ failsWith, errorItems }: Ending, isUnknown: boolean): string {
	if (failsWith === undefined && errorItems.length === 0) return 'done';
	return `${failsWith === undefined ? 'item error' : 'error'}${isUnknown ? '?' : ''}`;
}
