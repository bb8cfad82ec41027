import { spreadText } from '../measuring/spread.cts';
import type { Kept } from '../results.cts';
import type { StartFigures } from '../rows/start.cts';
import { table, takenOn, type Section } from './table.cts';

const MOST_MS = 15;
const MOST_KB = 75;

/** The part on the time to load. */
export function startSection(kept: Kept<StartFigures>): Section {
	const { loads, tarballBytes } = kept.figures;
	const own = loads.find(({ node }) => node === 'Kling Video');
	const kB = tarballBytes / 1000;
	const times = loads[0]?.wallMs.n ?? 0;
	return {
		verdicts: [
			{
				what: 'Start: time to load the node',
				target: `≤ ${MOST_MS} ms`,
				measured: own ? `${own.wallMs.median.toFixed(1)} ms` : 'none',
				met: own !== undefined && own.wallMs.median <= MOST_MS,
			},
			{
				what: 'Start: CPU time to load the node',
				target: `≤ ${MOST_MS} ms`,
				measured: own ? `${own.cpuMs.median.toFixed(1)} ms` : 'none',
				met: own !== undefined && own.cpuMs.median <= MOST_MS,
			},
			{
				what: 'Start: size of the package',
				target: `≤ ${MOST_KB} kB`,
				measured: `${kB.toFixed(1)} kB`,
				met: kB <= MOST_KB,
			},
		],
		peersAhead: [],
		markdown: `## Start

${takenOn(kept)}

The packed package is unpacked; a fresh process loads \`n8n-workflow\`, as n8n has, then an empty module, then the node's file. The figure is the second time less the first, over ${times} processes (5 for n8n's own nodes). Those bring libraries along that n8n may have loaded already; they are here for scale.

${table(
	['node', 'wall, ms', 'CPU, ms'],
	loads.map(({ node, wallMs, cpuMs }) => [node, spreadText(wallMs, 1), spreadText(cpuMs, 1)]),
)}

The wall time holds the waiting for a core, where the machine has other work; the CPU time does not.

The package is ${kB.toFixed(1)} kB packed.`,
	};
}
