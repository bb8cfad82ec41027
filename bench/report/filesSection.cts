import { spreadText } from '../measuring/spread.cts';
import type { Kept } from '../results.cts';
import type { FilesFigures } from '../rows/files.cts';
import { CURL, NODE_ALONE } from '../rows/fileYardsticks.cts';
import { drawChart } from './chart.cts';
import { table, takenOn, type Section } from './table.cts';

const MOST_MB = 64;
const MOST_RATIO = 1.1;

/** The part on fetching files. */
export async function filesSection(kept: Kept<FilesFigures>): Promise<Section> {
	const { runs } = kept.figures;
	const of = (contender: string) => runs.filter((run) => run.contender === contender);
	const sameFile = (contender: string, { line, megabytes }: (typeof runs)[number]) =>
		of(contender).find((run) => run.line === line && run.megabytes === megabytes);
	const names = [...new Set(runs.map(({ contender }) => contender))];
	const own = of('Kling Video');
	const worstMemory = Math.max(...own.map(({ memoryMB }) => memoryMB?.most ?? Number.NaN));
	const worstRatio = (line: string) =>
		Math.max(...own.flatMap((run) => (run.line === line ? [run.ratio.median] : [])));
	const plot = await drawChart({
		name: 'files',
		title: 'Memory of n8n while a video is fetched, over what it was',
		x: 'size of the video, MB',
		y: 'peak over idle, MB',
		kind: 'line',
		logX: true,
		target: { y: MOST_MB, label: `target ${MOST_MB} MB` },
		series: names
			.filter((name) => name !== CURL && name !== NODE_ALONE)
			.map((name) => ({
				name,
				points: of(name).flatMap(({ line, megabytes, memoryMB }) =>
					line === 'gigabit' && memoryMB ? [[megabytes, memoryMB.most] as const] : [],
				),
			})),
	});
	const ahead = own.flatMap((run) =>
		names.flatMap((name) => {
			const peer = sameFile(name, run);
			if (!peer || peer === run || name === CURL || name === NODE_ALONE) return [];
			const better = [
				...(peer.ratio.median < run.ratio.median
					? [`${peer.seconds.median.toFixed(2)} s against ${run.seconds.median.toFixed(2)} s`]
					: []),
				...(peer.memoryMB && run.memoryMB && peer.memoryMB.median < run.memoryMB.median
					? [`${peer.memoryMB.median.toFixed(0)} MB against ${run.memoryMB.median.toFixed(0)} MB`]
					: []),
			];
			return better.length === 0
				? []
				: [`Files, ${run.megabytes} MB, ${run.line}, ${name}: ${better.join('; ')}.`];
		}),
	);
	const noise = (line: string) =>
		Math.max(
			...of(CURL).flatMap((run) =>
				run.line === line ? [run.seconds.most / run.seconds.least] : [],
			),
		).toFixed(1);
	const wall = (line: string, label: string) => ({
		what: `Files: wall time over curl's, ${label}, worst size`,
		target: `≤ ${MOST_RATIO}`,
		measured: `${worstRatio(line).toFixed(2)} (curl itself differs by × ${noise(line)})`,
		met: worstRatio(line) <= MOST_RATIO,
	});
	const beside = own
		.map((run) => {
			const alone = sameFile(NODE_ALONE, run)?.ratio.median ?? Number.NaN;
			const sizes = `${run.line}, ${run.megabytes} MB`;
			return `${alone.toFixed(2)} and ${run.ratio.median.toFixed(2)} (${sizes})`;
		})
		.join(', ');
	return {
		verdicts: [
			{
				what: 'Files: memory of n8n over idle, worst run of every size',
				target: `≤ ${MOST_MB} MB`,
				measured: `${worstMemory.toFixed(0)} MB`,
				met: worstMemory <= MOST_MB,
			},
			wall('gigabit', 'gigabit line'),
			wall('loopback', 'within the machine'),
		],
		peersAhead: ahead,
		markdown: `## Files

${takenOn(kept)}

A finished task's video is fetched into n8n's storage (filesystem mode${kept.figures.inMemory ? ', on a disk in memory: a real disk here varies by more than the contenders differ' : ''}). The wall time runs from the gateway's first sight of the request for the file to the node's end, for curl to its exit; the pauses of the OpenAI node are not in it. Memory is the kernel's peak of the resident memory of n8n's process over what it was before. *gigabit* is a line of 125 MB/s, as fast as a quick network; *loopback* is within the machine, where no line limits anybody and each CPU cycle shows. Each run begins where the one before it left n8n, so memory that an earlier run kept is not counted again.

curl's own runs of one size differ by a factor of up to ${noise('gigabit')} over the line and ${noise('loopback')} within the machine: a ratio is no sharper than that.

*Node alone* is a program of five lines without n8n, \`http.get\` into a file with a large buffer: the fastest that Node was made to be here; it begins cold, n8n is warm. Over curl it and this node take ${beside}. For the same bytes Node needs more of the CPU than curl: fresh memory and a turn of JavaScript for every 64 kB that the socket brings, and another thread for every write. A line hides that, within the machine nothing does.

${plot}

${table(
	['contender', 'line', 'MB', 'seconds', '÷ curl', 'memory, MB'],
	runs.map(({ contender, line, megabytes, seconds, ratio, memoryMB }) => [
		...[contender, line, String(megabytes), spreadText(seconds, 3), spreadText(ratio)],
		memoryMB ? spreadText(memoryMB, 0) : '–',
	]),
)}`,
	};
}
