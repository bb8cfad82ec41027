import assert from 'node:assert/strict';
import type { Stage } from './stage.cts';
import { handedOn } from './waitingScene.cts';

export const THOUSAND =
	'a thousand items wait in one child, which stores little more at each check';

/** n8n itself is busy with so many items for half a minute, or for two on a machine that is busy too. */
const WAITS_WITHIN = 240;

/**
 * Puts a wait for a thousand items into the database. Until then n8n hardly listens to anybody else.
 * @returns what is left to do while it waits: to see what is stored, and what comes out
 */
export async function putThousandToWait(stage: Stage): Promise<() => Promise<void>> {
	const rows = Array.from({ length: 1000 }, () => ({
		plan: { seconds: Number.POSITIVE_INFINITY },
	}));
	const scene = await stage.scene('thousand', rows);
	const { parent, child } = await scene.waits(WAITS_WITHIN);
	return async () => {
		const first = await stage.table.storedBytes(child);
		await scene.checksAgain(child);
		const second = await stage.table.storedBytes(child);
		stage.finish(scene);
		stage.measures.noteStored(rows.length, first, second);
		assert.ok(second - first < first / 20, `${first} bytes, then ${second}`);
		const items = handedOn(await scene.succeeded(parent, WAITS_WITHIN), stage.gateway);
		assert.equal(items.length, rows.length);
		assert.ok(items.every(({ json }) => json.status === 'completed'));
		assert.deepEqual(
			stage.checksOf(scene),
			rows.map(() => 3),
		);
	};
}
