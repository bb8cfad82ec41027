// Prints how soon each schedule notices a finished task, and with how many polls, in virtual time.
// Run: node --require tsx/cjs bench/noticing/main.cts
import { columns, playColumn } from './columns.cts';

const head = ['schedule', 'polls', 'most', 'lateness', 'p95', 'metric'];
const line = (cells: string[]) =>
	cells.map((cell, n) => (n === 0 ? cell.padEnd(28) : cell.padStart(9))).join('');

for (const column of columns) {
	// The every-second peer polls one off-peak task 24,000 times: fewer tasks tell as much there.
	const tasks = column.world.durations.to > 3600 ? 1_000 : 10_000;
	const { rows } = playColumn(column, { seed: 1, tasks, withPeers: column.group !== 'other' });
	console.log(`\n${column.name} (${tasks} tasks)\n${line(head)}`);
	for (const { schedule, noticing } of rows) {
		const { meanPolls, maxPolls, meanLateness, lateness, metric } = noticing;
		console.log(
			line([
				schedule,
				meanPolls.toFixed(1),
				String(maxPolls),
				`${meanLateness.toFixed(2)} s`,
				`${lateness.p95.toFixed(1)} s`,
				metric.toFixed(2),
			]),
		);
	}
}
