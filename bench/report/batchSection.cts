import { spreadText } from '../measuring/spread.cts';
import type { Kept } from '../results.cts';
import { TASK_SECONDS, type BatchFigures } from '../rows/batch.cts';
import { drawChart } from './chart.cts';
import { table, takenOn, type Section } from './table.cts';

const MOST_RATIO = 1.15;

/** The part on several videos in one execution. */
export async function batchSection(kept: Kept<BatchFigures>): Promise<Section> {
	const { runs } = kept.figures;
	const sizes = [...new Set(runs.map(({ size }) => size))].sort((a, b) => a - b);
	const names = [...new Set(runs.map(({ contender }) => contender))].sort(
		(a, b) => Number(b === 'Kling Video') - Number(a === 'Kling Video') || a.localeCompare(b),
	);
	const find = (name: string, size: number) =>
		runs.find((run) => run.contender === name && run.size === size);
	const cell = (name: string, size: number) => {
		const run = find(name, size);
		return run ? spreadText(run.ratio) : '–';
	};
	const plot = await drawChart({
		name: 'batch',
		title: 'Wall time over the time of one task',
		x: 'videos in one execution',
		y: 'wall time ÷ task time',
		kind: 'line',
		logY: true,
		target: { y: MOST_RATIO, label: `target ${MOST_RATIO}` },
		series: names.map((name) => ({
			name,
			points: runs
				.filter(({ contender }) => contender === name)
				.sort((a, b) => a.size - b.size)
				.map(({ size, ratio }) => [size, ratio.median] as const),
		})),
	});
	const own = runs.filter(({ contender }) => contender === 'Kling Video');
	const worst = Math.max(...own.map(({ ratio }) => ratio.median));
	const worstRun = Math.max(...own.map(({ ratio }) => ratio.most));
	const ahead = sizes.flatMap((size) =>
		names.flatMap((name) => {
			const [own, peer] = [find('Kling Video', size), find(name, size)];
			if (!own || !peer || name === 'Kling Video') return [];
			const better = [
				...(peer.ratio.median < own.ratio.median
					? [`wall ${peer.ratio.median.toFixed(2)} against ${own.ratio.median.toFixed(2)}`]
					: []),
				...(peer.polls.median < own.polls.median
					? [`${peer.polls.median.toFixed(1)} polls a task against ${own.polls.median.toFixed(1)}`]
					: []),
			];
			return better.length === 0 ? [] : [`Batch of ${size}, ${name}: ${better.join('; ')}.`];
		}),
	);
	return {
		verdicts: [
			{
				what: 'Batch: wall time over the slowest task, worst size',
				target: `≤ ${MOST_RATIO}`,
				measured: `${worst.toFixed(2)} (worst single run ${worstRun.toFixed(2)})`,
				met: worst <= MOST_RATIO,
			},
		],
		peersAhead: ahead,
		markdown: `## Batch

${takenOn(kept)}

So many items in one execution of n8n 2.8.4, each a task of ${TASK_SECONDS} s; the gateway shows linear progress at once. Submission, waiting and the (small) file are in the wall time. Each figure is the wall time over ${TASK_SECONDS} s: median, and in brackets the least and the most. This node and the loops run side by side, as they mostly sleep; the OpenAI node runs once in the background: it takes the items one after another.

${plot}

${table(
	['wall ÷ task', ...sizes.map((size) => `${size} ${size === 1 ? 'task' : 'tasks'}`)],
	names.map((name) => [name, ...sizes.map((size) => cell(name, size))]),
)}

Status requests for each task:

${table(
	['polls a task', ...sizes.map(String)],
	names.map((name) => [
		name,
		...sizes.map((size) => {
			const run = find(name, size);
			return run ? run.polls.median.toFixed(1) : '–';
		}),
	]),
)}

A loop of n seconds can be lucky: 20 is a multiple of 5, so that the 5 s loop looks just as the tasks end. Over tasks of many lengths see *Noticing*.`,
	};
}
