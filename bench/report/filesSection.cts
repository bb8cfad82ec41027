import { spreadText } from '../measuring/spread.cts';
import type { Kept } from '../results.cts';
import { CURL, NODE_ALONE, type FilesFigures } from '../rows/files.cts';
import { drawChart } from './chart.cts';
import { table, takenOn, type Section } from './table.cts';

const MOST_MB = 64;
const MOST_RATIO = 1.1;

/** The part on fetching files. */
export async function filesSection(kept: Kept<FilesFigures>): Promise<Section> {
	const { runs } = kept.figures;
	const of = (contender: string) => runs.filter((run) => run.contender === contender);
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
			const peer = of(name).find(
				({ line, megabytes }) => line === run.line && megabytes === run.megabytes,
			);
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
	const noise = Math.max(...of(CURL).map(({ seconds }) => seconds.most / seconds.least));
	const wall = (line: string, label: string) => ({
		what: `Files: wall time over curl's, ${label}, worst size`,
		target: `≤ ${MOST_RATIO}`,
		measured: `${worstRatio(line).toFixed(2)} (curl itself differs by × ${noise.toFixed(1)})`,
		met: worstRatio(line) <= MOST_RATIO,
	});
	const floors = of(NODE_ALONE).map(
		({ line, megabytes, ratio }) => `${ratio.median.toFixed(2)} (${line}, ${megabytes} MB)`,
	);
	const nodeAlone =
		floors.length === 0
			? ''
			: `\n\n*Node alone* is a program of three lines without n8n, \`http.get\` into a file: what JavaScript costs on this machine, and no node of n8n can be faster. Over curl it takes ${floors.join(', ')}. Where it misses the target of ${MOST_RATIO} itself, the node cannot reach it.`;
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

A finished task's video is fetched into n8n's storage (filesystem mode). The wall time runs from the gateway's first sight of the request for the file to the node's end, for curl to its exit; the pauses of the OpenAI node are not in it. Memory is the kernel's peak of the resident memory of n8n's process over what it was before. *gigabit* is a line of 125 MB/s, as fast as a quick network; *loopback* is within the machine, where no line limits anybody and each CPU cycle shows. Each run begins where the one before it left n8n, so memory that an earlier run kept is not counted again.

curl's own runs of one size differ by a factor of up to ${noise.toFixed(1)}: a ratio is no sharper than that.${nodeAlone}

${plot}

${table(
	['contender', 'line', 'MB', 'seconds', '÷ curl', 'memory, MB'],
	runs.map(({ contender, line, megabytes, seconds, ratio, memoryMB }) => [
		...[contender, line, String(megabytes), spreadText(seconds), spreadText(ratio)],
		memoryMB ? spreadText(memoryMB, 0) : '–',
	]),
)}`,
	};
}
