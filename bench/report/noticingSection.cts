import type { Kept } from '../results.cts';
import type { NoticingFigures } from '../rows/noticing.cts';
import { drawChart } from './chart.cts';
import { table, takenOn, type Section, type Verdict } from './table.cts';

type Column = NoticingFigures['columns'][number];
type Row = Column['rows'][number];

const own = ({ rows }: Column): Row => {
	const [first] = rows;
	if (first === undefined) throw new Error('A column without rows');
	return first;
};

/** The part on how soon a finished task is noticed. */
export async function noticingSection(kept: Kept<NoticingFigures>): Promise<Section> {
	const { columns } = kept.figures;
	const usual = columns.filter(({ group }) => group === 'usual');
	const offPeak = columns.filter(({ group }) => group === 'off-peak');
	const compared = [...usual, ...offPeak];
	const first = usual.find(({ name }) => name.includes('linear, shown every'));
	const plot = first
		? await drawChart({
				name: 'noticing',
				title: first.name,
				x: 'mean lateness, seconds',
				y: 'mean polls a task',
				kind: 'scatter',
				logX: true,
				logY: true,
				series: first.rows.map(({ schedule, meanLateness, meanPolls }) => ({
					name: schedule,
					points: [[meanLateness, meanPolls]],
				})),
			})
		: '';
	const aheadOnBoth = compared.flatMap((column) => {
		const { meanPolls, meanLateness } = own(column);
		return column.rows
			.slice(1)
			.filter((peer) => peer.meanPolls <= meanPolls && peer.meanLateness <= meanLateness)
			.map((peer) => `${column.name}, ${peer.schedule}`);
	});
	return {
		verdicts: verdicts(usual, offPeak, aheadOnBoth),
		peersAhead: [...compared.flatMap(aheadIn), ...aheadOnBoth.map((one) => `On both: ${one}.`)],
		markdown: `## Noticing

${takenOn(kept)} Virtual time: the figures are the same on every machine.

The node's own schedule and those of the peers, as each package's code has it, meet the same tasks: log-normal durations (median 150 s, sigma 0.6, 20 to 1,200 s), and off-peak tasks of 1 to 12 h. Lateness is counted from the moment at which the gateway shows the end. The metric is mean polls × mean lateness ÷ half the mean duration: any fixed interval gives 1, and less is better. All peers are blind to progress: a column differs for them only in the gateway's refresh.

${plot}

${compared.map(columnTable).join('\n\n')}

### Worlds that the schedule was not made for

${table(
	['column', 'polls', 'most', 'lateness, s', 'p95, s', 'metric'],
	columns
		.filter(({ group }) => group === 'other')
		.map((column) => [column.name, ...cells(own(column))]),
)}`,
	};
}

const cells = ({ meanPolls, maxPolls, meanLateness, p95Lateness, metric }: Row): string[] => [
	meanPolls.toFixed(1),
	String(maxPolls),
	meanLateness.toFixed(2),
	p95Lateness.toFixed(1),
	metric.toFixed(2),
];

function columnTable({ name, tasks, rows }: Column): string {
	return `**${name}** (${tasks.toLocaleString('en')} tasks)\n\n${table(
		['schedule', 'polls', 'most', 'lateness, s', 'p95, s', 'metric'],
		rows.map((row) => [row.schedule, ...cells(row)]),
	)}`;
}

function aheadIn(column: Column): string[] {
	const ours = own(column);
	const sooner = column.rows.slice(1).filter((peer) => peer.meanLateness < ours.meanLateness);
	const fewer = column.rows.slice(1).filter((peer) => peer.meanPolls < ours.meanPolls);
	const list = (rows: Row[], show: (row: Row) => string) =>
		rows.map((row) => `${row.schedule} (${show(row)})`).join(', ');
	const show = (row: Row) => `${row.meanLateness.toFixed(1)} s, ${row.meanPolls.toFixed(1)} polls`;
	return [
		...(sooner.length > 0
			? [`${column.name}: sooner, with more polls, than our ${show(ours)}: ${list(sooner, show)}.`]
			: []),
		...(fewer.length > 0
			? [`${column.name}: fewer polls, but later, than our ${show(ours)}: ${list(fewer, show)}.`]
			: []),
	];
}

function verdicts(usual: Column[], offPeak: Column[], aheadOnBoth: string[]): Verdict[] {
	const worst = (columns: Column[], read: (row: Row) => number) =>
		Math.max(...columns.map((column) => read(own(column))));
	const most = (what: string, limit: number, value: number, unit = '', digits = 2): Verdict => ({
		what: `Noticing: ${what}`,
		target: `≤ ${limit}${unit}`,
		measured: `${value.toFixed(digits)}${unit}`,
		met: value <= limit,
	});
	const linear = usual.filter(({ name }) => name.includes('linear'));
	const others = usual.filter(({ name }) => !name.includes('linear'));
	return [
		most(
			'metric with linear progress, worst column',
			0.3,
			worst(linear, (row) => row.metric),
		),
		most(
			'metric with coarse or no progress',
			0.95,
			worst(others, (row) => row.metric),
		),
		most(
			'mean lateness below 20 minutes',
			4,
			worst(usual, (row) => row.meanLateness),
			' s',
		),
		most(
			'most polls off-peak',
			500,
			worst(offPeak, (row) => row.maxPolls),
			'',
			0,
		),
		most(
			'mean lateness off-peak',
			90,
			worst(offPeak, (row) => row.meanLateness),
			' s',
			0,
		),
		{
			what: 'Noticing: peers ahead on both polls and lateness',
			target: 'none',
			measured: aheadOnBoth.length === 0 ? 'none' : String(aheadOnBoth.length),
			met: aheadOnBoth.length === 0,
		},
	];
}
