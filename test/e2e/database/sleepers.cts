import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionTable } from './executionTable.cts';

const LATER_MS = 3600_000;

/** After so long no timer is left that n8n made before the clocks were moved. */
const TIMERS_MS = 75_000;

/** Executions that must not wake while n8n is killed: their clocks are moved as soon as they wait. */
export class Sleepers {
	private over = false;
	private readonly moving: Promise<void>;

	constructor(
		private readonly table: ExecutionTable,
		private readonly scenes: ReadonlyArray<{ workflowId: string }>,
	) {
		this.moving = this.keepMoving();
	}

	/** To be called when all wait; returns when none of them will wake. */
	async fallAsleep(): Promise<void> {
		await pause(TIMERS_MS);
		this.over = true;
		await this.moving;
	}

	/** Sets when all of them wake. */
	async wakeAt(moment: Date): Promise<void> {
		for (const { workflowId } of this.scenes) {
			await this.table.wakeAt(workflowId, 'children', moment);
		}
	}

	private async keepMoving(): Promise<void> {
		while (!this.over) {
			await this.wakeAt(new Date(Date.now() + LATER_MS));
			await pause(3000);
		}
	}
}
