import { ours, peers } from './schedules.cts';
import { simulateNoticing, type Noticing, type NoticingWorld } from './simulateNoticing.cts';
import type { Durations, ProgressKind } from './tasks.cts';

/** One world in which all schedules are compared. */
export interface Column {
	name: string;
	/** Whether it counts for the targets, or shows how the schedule bears a world it was not made for. */
	group: 'usual' | 'off-peak' | 'other';
	world: Omit<NoticingWorld, 'seed' | 'tasks' | 'schedule'>;
}

/** The schedules' results in one column, this node's first. */
export interface ColumnResult {
	column: Column;
	rows: Array<{ schedule: string; noticing: Noticing }>;
}

const around = (median: number): Durations => ({
	kind: 'logNormal',
	median,
	sigma: 0.6,
	from: 20,
	to: 1200,
});
const hours: Durations = { kind: 'uniform', from: 3600, to: 43_200 };

const refreshes = [0, 15];
const shown = (refreshSeconds: number) =>
	refreshSeconds === 0 ? 'shown at once' : `shown every ${refreshSeconds} s`;

/** The same durations under several kinds of progress, each shown at once and every 15 s. */
function columnsOf(
	group: Column['group'],
	title: string,
	durations: Durations,
	kinds: ProgressKind[],
	begins: NoticingWorld['begins'] = 'atSubmission',
): Column[] {
	return kinds.flatMap((progress) =>
		refreshes.map((refreshSeconds) => ({
			name: `${title}: ${progress}, ${shown(refreshSeconds)}`,
			group,
			world: { durations, progress, refreshSeconds, begins },
		})),
	);
}

/** All columns of the comparison. */
export const columns: readonly Column[] = [
	...columnsOf('usual', 'Minutes', around(150), ['linear', 'coarse', 'absent']),
	...columnsOf('off-peak', 'Off-peak hours', hours, ['linear', 'coarse', 'absent']),
	...columnsOf('other', 'Quick tasks (median 60 s)', around(60), ['linear', 'absent']),
	...columnsOf('other', 'Slow tasks (median 400 s)', around(400), ['linear', 'absent']),
	...columnsOf('other', 'Wait begun midway', around(150), ['linear', 'absent'], 'anywhere'),
	...columnsOf('other', 'Hours, not known to be', hours, ['linear', 'absent', 'queued first']),
	...columnsOf('other', 'Odd progress', around(150), [
		'queued first',
		'fast then slow',
		'slow then fast',
		'stuck',
		'garbage',
	]),
];

/** How this node waits in a column: it knows a task that it submitted, and whether it runs off-peak. */
export function oursIn(column: Column) {
	if (column.world.begins === 'anywhere') return ours('unknown');
	return ours(column.group === 'off-peak' ? 'offPeak' : 'fresh');
}

interface Play {
	seed: number;
	tasks: number;
}

const playedPeers = new Map<string, ColumnResult['rows']>();

/** The peers' results: they never read the progress, so columns that differ only in it share them. */
function playPeers({ world }: Column, play: Play): ColumnResult['rows'] {
	const blind = { ...world, progress: 'absent', ...play } as const;
	const key = JSON.stringify(blind);
	const rows =
		playedPeers.get(key) ??
		peers.map((schedule) => ({
			schedule: schedule.name,
			noticing: simulateNoticing({ ...blind, schedule }),
		}));
	playedPeers.set(key, rows);
	return rows;
}

/** Plays this node and, where asked for, all peers in one column. */
export function playColumn(
	column: Column,
	{ withPeers, ...play }: Play & { withPeers: boolean },
): ColumnResult {
	const schedule = oursIn(column);
	const noticing = simulateNoticing({ ...column.world, ...play, schedule });
	const own = { schedule: schedule.name, noticing };
	return { column, rows: [own, ...(withPeers ? playPeers(column, play) : [])] };
}
