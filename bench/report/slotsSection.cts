import type { Kept } from '../results.cts';
import { REAL, VIRTUAL, type SlotsFigures } from '../rows/slots.cts';
import { table, takenOn, type Section } from './table.cts';

const MOST = { virtual: 1.1, real: 1.2, refusals: 2 };

const FORMS = {
	'429': '429',
	code: "upstream's code",
	failed: 'accepted, then failed',
	concurrency: "the gateway's own limit",
} as const;

/** The part on accounts that take few tasks at a time. */
export function slotsSection(kept: Kept<SlotsFigures>): Section {
	const { real, shared, virtual } = kept.figures;
	const own = real.filter(({ contender }) => contender === 'Kling Video');
	const others = real.filter(({ contender }) => contender !== 'Kling Video');
	const worst = Math.max(...own.map(({ ratio }) => ratio ?? Infinity));
	const worstVirtual = Math.max(...virtual.map(({ mean }) => mean.makespanRatio));
	const refusals = Math.max(
		...own.map((run) => run.refusals),
		...virtual.map(({ mean }) => mean.refusalsPerTask),
	);
	const beyond = own.reduce((sum, run) => sum + run.beyond, 0);
	return {
		verdicts: [
			{
				what: `Few slots, real n8n: wall time over that of a scheduler who knows the limit, worst form`,
				target: `≤ ${MOST.real.toFixed(2)}`,
				measured: worst.toFixed(2),
				met: worst <= MOST.real,
			},
			{
				what: 'Few slots, virtual time: the same, worst mean',
				target: `≤ ${MOST.virtual.toFixed(2)}`,
				measured: worstVirtual.toFixed(2),
				met: worstVirtual <= MOST.virtual,
			},
			{
				what: 'Few slots: refusals a task, the most',
				target: `≤ ${MOST.refusals}`,
				measured: refusals.toFixed(2),
				met: refusals <= MOST.refusals,
			},
			{
				what: 'Few slots: tasks beyond what was asked for',
				target: '0',
				measured: String(beyond),
				met: beyond === 0,
			},
		],
		peersAhead: others.flatMap(({ contender, ratio }) =>
			ratio !== undefined && ratio < worst
				? [`Few slots, ${contender}: wall ${ratio.toFixed(2)} against ${worst.toFixed(2)}.`]
				: [],
		),
		markdown: `## Few slots

${takenOn(kept)}

An account of Kling has a number of slots: tasks that may be open at once. Here ${REAL.items} items meet ${REAL.slots} slots, each a task of ${REAL.seconds} s, in the real n8n 2.8.4; a scheduler who knows the limit needs ${(Math.ceil(REAL.items / REAL.slots) * REAL.seconds).toFixed(0)} s. Nothing is set in the node. The last rows are what else there is: the loop submits all items at once and stops at the first refusal; the OpenAI node takes one item after another, and so never meets the limit.

${table(
	['', 'refused by', 'videos', 'wall ÷ ideal', 'refusals a task', 'tasks beyond'],
	real.map((run) => [
		run.contender,
		FORMS[run.over],
		`${run.videos} of ${REAL.items}`,
		run.ratio?.toFixed(2) ?? 'failed',
		run.refusals.toFixed(2),
		String(run.beyond),
	]),
)}

Three executions of three items each at once, which do not know of each other: ${shared.videos} videos, wall over ideal ${shared.ratio.toFixed(2)}, ${shared.refusals.toFixed(2)} refusals a task, the slowest execution took ${shared.longestOverShortest.toFixed(2)} times as long as the quickest.

In virtual time, ${VIRTUAL.tasks} tasks of log-normal length around ${VIRTUAL.median / 60} minutes, the means of ${VIRTUAL.worlds} worlds. *Others* take up to half of the slots and give them back, minutes at a time; the ideal scheduler knows at every moment how many are free.

${table(
	[
		'slots',
		'others',
		'refused',
		'makespan ÷ ideal',
		'worst world',
		'refusals a task',
		'polls a task',
	],
	virtual.map(({ slots, others: shares, form, mean, worstRatio }) => [
		String(slots),
		shares ? 'yes' : 'no',
		form === 'refused' ? 'at once' : 'a moment later',
		mean.makespanRatio.toFixed(2),
		worstRatio.toFixed(2),
		mean.refusalsPerTask.toFixed(2),
		mean.pollsPerTask.toFixed(1),
	]),
)}`,
	};
}
