import assert from 'node:assert/strict';
import type { LocalGateway } from '../../../gateway/server.cts';
import type { N8nApi } from '../../../dev/n8n/n8nApi.cts';

/** The table that the example makes. */
export const TABLE = 'kling_videos';

/** What the suite reads of a row. */
export interface QueueRow {
	key: string;
	state: string;
	taskId: string;
	reason: string;
	videoUrl: string;
}

/** The queue's rows, oldest first. */
export async function queueRows(api: N8nApi): Promise<QueueRow[]> {
	const rows = await api.tableRows(TABLE);
	return rows.map((row) => ({
		key: textOf(row.key),
		state: textOf(row.state),
		taskId: textOf(row.task_id),
		reason: textOf(row.reason),
		videoUrl: textOf(row.video_url),
	}));
}

/**
 * What must hold at the end: one row for each key, one task at most for each key, each task in the row of its key or
 * that row is `check`, and no row that is neither done nor `check`.
 */
export function assertPaidOnce(
	rows: readonly QueueRow[],
	keys: readonly string[],
	gateway: LocalGateway,
): void {
	assert.deepEqual(rows.map(({ key }) => key).sort(), [...keys].sort());
	const paid = gateway.tasks.map(({ id, body }) => ({ id, key: String(body.prompt) }));
	const paidKeys = paid.map(({ key }) => key);
	assert.deepEqual([...paidKeys].sort(), [...new Set(paidKeys)].sort(), 'a key was paid for twice');
	for (const { id, key } of paid) {
		const row = rows.find((one) => one.key === key);
		assert.ok(row?.taskId === id || row?.state === 'check', `${key}: ${JSON.stringify(row)}`);
	}
	for (const row of rows) {
		assert.ok(['done', 'check'].includes(row.state), JSON.stringify(row));
		if (row.state === 'done') assert.ok(row.videoUrl !== '' && row.taskId !== '');
		else assert.notEqual(row.reason, '');
	}
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
