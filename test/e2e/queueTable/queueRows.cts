import assert from 'node:assert/strict';
import type { LocalGateway } from '../../../gateway/server.cts';
import type { N8nApi } from '../../../dev/n8n/n8nApi.cts';

/** The table that the example makes. */
export const TABLE = 'kling_videos';

/** What the suite reads of a row; an empty text where the cell is empty. */
export interface QueueRow {
	key: string;
	state: string;
	taskId: string;
	earlierTaskIds: string;
	tries: number;
	reason: string;
	videoUrl: string;
	/** ISO 8601. */
	linkExpires: string;
	file: string;
	/** ISO 8601. */
	updatedAt: string;
}

/** The queue's rows, oldest first. */
export async function queueRows(api: N8nApi): Promise<QueueRow[]> {
	const rows = await api.tableRows(TABLE);
	return rows.map((row) => ({
		key: textOf(row.key),
		state: textOf(row.state),
		taskId: textOf(row.task_id),
		earlierTaskIds: textOf(row.earlier_task_ids),
		tries: Number(row.tries),
		reason: textOf(row.reason),
		videoUrl: textOf(row.video_url),
		linkExpires: textOf(row.link_expires),
		file: textOf(row.file),
		updatedAt: textOf(row.updatedAt),
	}));
}

/** The row of a key. Throws when there is none, or more than one. */
export async function rowOf(api: N8nApi, key: string): Promise<QueueRow> {
	const [row, ...more] = (await queueRows(api)).filter((one) => one.key === key);
	assert.ok(row !== undefined && more.length === 0, `${key} has ${1 + more.length} rows`);
	return row;
}

/** The tasks that were accepted for a key, by the prompt that a key's order has. */
export function tasksOf(gateway: LocalGateway, key: string): string[] {
	return gateway.tasks.filter(({ body }) => body.prompt === key).map(({ id }) => id);
}

/**
 * What must hold when nothing is under way: one row for each key, at most one task for each key, each task in the row of
 * its key or that row is `check`, and every row is `done` or `check`.
 */
export function assertPaidOnce(
	rows: readonly QueueRow[],
	keys: readonly string[],
	gateway: LocalGateway,
): void {
	assert.deepEqual(rows.map(({ key }) => key).sort(), [...keys].sort());
	assert.ok(gateway.tasks.every(({ body }) => keys.includes(String(body.prompt))));
	for (const row of rows) {
		const tasks = tasksOf(gateway, row.key);
		assert.ok(tasks.length <= 1, `${row.key} was paid for twice: ${JSON.stringify(tasks)}`);
		assert.ok(['done', 'check'].includes(row.state), JSON.stringify(row));
		if (row.state === 'check') assert.notEqual(row.reason, '');
		else assert.deepEqual([[row.taskId], row.videoUrl !== ''], [tasks, true], JSON.stringify(row));
	}
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
