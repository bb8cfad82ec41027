import { spreadText } from '../measuring/spread.cts';
import type { Kept } from '../results.cts';
import { LATENCY_MS, SMALL_HEAP_MB, type LoadFigures } from '../rows/load.cts';
import { table, takenOn, type Section } from './table.cts';

const MOST_IN_FLIGHT = 20;
const MOST_POLL_MS = 3;
const MOST_MEMORY_MB = 150;

/** The part on many tasks in one node. */
export function loadSection(kept: Kept<LoadFigures>): Section {
	const { tasks, taskSeconds, requestCpuMs, waits } = kept.figures;
	const [first, ...peers] = waits;
	if (first === undefined) throw new Error('The load figures are empty');
	const own = first;
	const count = tasks.toLocaleString('en');
	const above = own.pollCpuMs - requestCpuMs.median;
	const ahead = (
		what: string,
		read: (wait: LoadFigures['waits'][number]) => number,
		digits: number,
	) =>
		peers
			.filter((peer) => read(peer) < read(own))
			.map(
				(peer) =>
					`Load, ${peer.contender}: ${what} ${read(peer).toFixed(digits)} against ${read(own).toFixed(digits)}.`,
			);
	return {
		verdicts: [
			{
				what: `Load: requests in flight with ${count} tasks`,
				target: `≤ ${MOST_IN_FLIGHT}`,
				measured: String(own.peakInFlight),
				met: own.peakInFlight <= MOST_IN_FLIGHT,
			},
			{
				what: 'Load: n8n CPU of a poll above one declared request',
				target: `≤ ${MOST_POLL_MS} ms`,
				measured: `${above.toFixed(1)} ms`,
				met: above <= MOST_POLL_MS,
			},
			{
				what: `Load: memory of n8n over what it was, heap of ${SMALL_HEAP_MB} MB`,
				target: `≤ ${MOST_MEMORY_MB} MB`,
				measured: megabytes(own.smallHeapMB),
				met: own.smallHeapMB !== undefined && own.smallHeapMB <= MOST_MEMORY_MB,
			},
			{
				what: "Load: memory of n8n over what it was, this machine's heap",
				target: `≤ ${MOST_MEMORY_MB} MB`,
				measured: megabytes(own.memoryMB),
				met: own.memoryMB <= MOST_MEMORY_MB,
			},
			{
				what: 'Load: completions missed',
				target: '0',
				measured: String(tasks - own.completed),
				met: own.completed === tasks,
			},
		],
		peersAhead: [
			...ahead('CPU a poll, ms,', ({ pollCpuMs }) => pollCpuMs, 1),
			...ahead('polls a task', ({ pollsPerTask }) => pollsPerTask, 1),
			...ahead(
				`memory with a heap of ${SMALL_HEAP_MB} MB, MB,`,
				({ smallHeapMB }) => smallHeapMB ?? Number.NaN,
				0,
			),
			...ahead('memory, MB,', ({ memoryMB }) => memoryMB, 0),
			...ahead('median lateness, s,', ({ lateness }) => lateness.median, 2),
		],
		markdown: `## Load

${takenOn(kept)}

${count} tasks of ${taskSeconds.from} to ${taskSeconds.to} s are waited for in one node (Wait, without the files); the gateway takes ${LATENCY_MS} ms for an answer. CPU is that of n8n's process as the kernel counts it, all threads, less what it uses when left alone, and less a run of ${count} items that sends nothing. The yardstick is a plain declarative node that sends one GET an item, measured in the same way: ${spreadText(requestCpuMs, 1)} ms a request. The OpenAI node takes tasks one after another: ${count} of them would take hours, so it is not here.

${table(
	[
		...['', 'completed', 'in flight', 'polls a task', 'CPU a poll, ms'],
		...[`memory, heap of ${SMALL_HEAP_MB} MB`, 'memory, MB', 'lateness, s'],
	],
	waits.map((wait) => [
		wait.contender,
		`${wait.completed} of ${tasks}`,
		String(wait.peakInFlight),
		wait.pollsPerTask.toFixed(1),
		wait.pollCpuMs.toFixed(1),
		wait.smallHeapMB?.toFixed(0) ?? '–',
		wait.memoryMB.toFixed(0),
		spreadText(wait.lateness),
	]),
)}

Memory is the peak of the process during the run over its size before, once in an n8n whose heap is that of a machine of 1 GB (${SMALL_HEAP_MB} MB), and once in an n8n that may have what this machine has. The requests leave garbage behind, most of it of n8n's own request helper; the larger the heap may become, the later Node collects it. A node has no say in that: the figure of the small heap is what the wait needs, the other one what Node lets lie about.`,
	};
}

function megabytes(size: number | undefined): string {
	return size === undefined ? 'not measured' : `${size.toFixed(0)} MB`;
}
