import { columns, playColumn } from '../noticing/columns.cts';
import type { Bench } from '../row.cts';

/** How soon each schedule notices a finished task, and with how many polls, in virtual time. */
export interface NoticingFigures {
	columns: Array<{
		name: string;
		group: string;
		tasks: number;
		rows: Array<{
			schedule: string;
			meanPolls: number;
			maxPolls: number;
			meanLateness: number;
			p95Lateness: number;
			metric: number;
		}>;
	}>;
}

/** Plays every column of the comparison. */
export async function measureNoticing({ short, progress }: Bench): Promise<NoticingFigures> {
	const bar = progress.begin('noticing: columns in virtual time', columns.length);
	const played: NoticingFigures['columns'] = [];
	for (const column of columns) {
		const hours = column.world.durations.to > 3600;
		// The every-second peer polls one off-peak task 24,000 times: fewer tasks tell as much there.
		const tasks = short ? 100 : hours ? 1_000 : 10_000;
		const { rows } = playColumn(column, { seed: 1, tasks, withPeers: column.group !== 'other' });
		played.push({
			name: column.name,
			group: column.group,
			tasks,
			rows: rows.map(({ schedule, noticing }) => ({
				schedule,
				meanPolls: noticing.meanPolls,
				maxPolls: noticing.maxPolls,
				meanLateness: noticing.meanLateness,
				p95Lateness: noticing.lateness.p95,
				metric: noticing.metric,
			})),
		});
		bar.step();
		await new Promise((resolve) => setImmediate(resolve));
	}
	bar.end();
	return { columns: played };
}
