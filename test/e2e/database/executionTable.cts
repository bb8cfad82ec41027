import * as path from 'node:path';
import { childRun } from '../../../dev/n8n/childRun.cts';
import type { N8n } from '../../../dev/n8n/n8nProcess.cts';

/** n8n's table of executions (SQLite), for what its own interface does not give: all of them at once, and the clock. */
export class ExecutionTable {
	constructor(private readonly n8n: N8n) {}

	/** How many executions there are in each status. */
	async counts(): Promise<Record<string, number>> {
		const rows = await this.query<{ status: string; count: number }>(
			'SELECT status, count(*) AS count FROM execution_entity WHERE deletedAt IS NULL GROUP BY status',
		);
		return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
	}

	/** The executions of a workflow, in the order in which they began; without those that n8n has deleted. */
	async ofWorkflow(
		workflowId: string,
	): Promise<Array<{ id: string; status: string; mode: string; waitTill: string | null }>> {
		return await this.query(
			'SELECT id, status, mode, waitTill FROM execution_entity WHERE workflowId = ? AND deletedAt IS NULL ORDER BY id',
			workflowId,
		);
	}

	/** How much an execution takes in the database, in bytes. */
	async storedBytes(id: string): Promise<number> {
		const [row] = await this.query<{ bytes: number }>(
			'SELECT length(CAST(data AS BLOB)) AS bytes FROM execution_data WHERE executionId = ?',
			id,
		);
		if (!row) throw new Error(`There is no execution ${id}`);
		return row.bytes;
	}

	/**
	 * Moves when waiting executions go on, as if time had passed. While n8n runs it does not help those that n8n has a timer
	 * for: once a minute it makes one for each that is due within 70 s.
	 * @param which those that check, or those that wait for one of these
	 */
	async wakeAt(workflowId: string, which: 'children' | 'parents', moment: Date): Promise<void> {
		await this.query(
			`UPDATE execution_entity SET waitTill = ? WHERE workflowId = ? AND status = 'waiting' AND id ${
				which === 'children' ? 'IN' : 'NOT IN'
			} (SELECT executionId FROM execution_data WHERE workflowData LIKE '%Kling Video: check %')`,
			moment.toISOString().replace('T', ' ').replace('Z', ''),
			workflowId,
		);
	}

	/** The driver is n8n's own, run by the Node that it was built for. */
	private async query<T>(sql: string, ...values: string[]): Promise<T[]> {
		const { node, root } = this.n8n.installed;
		const file = path.join(this.n8n.userFolder, '.n8n', 'database.sqlite');
		const { stdout } = await childRun(node, ['-e', PROGRAM, file, sql, JSON.stringify(values)], {
			cwd: root,
			seconds: 60,
		});
		// The rows are of the type that the query asks for.
		return JSON.parse(stdout);
	}
}

const PROGRAM = `
const [file, sql, values] = process.argv.slice(1);
const { Database } = require('sqlite3');
const database = new Database(file);
database.configure('busyTimeout', 20000);
database.all(sql, JSON.parse(values), (error, rows) => {
	if (error) throw error;
	database.close(() => process.stdout.write(JSON.stringify(rows)));
});
`;
