import { dialectOf } from './dialects/all.cts';
import { FaultProgram } from './faults/faultProgram.cts';
import type { KeyRights } from './keys.cts';
import { RequestLog } from './requestLog.cts';
import type { Settings } from './settings.cts';
import { Slots } from './slots/slots.cts';
import type { GatewayTask } from './tasks/task.cts';
import type { TaskView } from './tasks/taskView.cts';
import { TaskStore } from './tasks/taskStore.cts';

/** What both origins work on. */
export class GatewayState {
	readonly log = new RequestLog();
	readonly faults = new FaultProgram();
	readonly store: TaskStore;
	readonly slots: Slots;
	/** A key that never shares the account of the others. */
	otherAccount = '';
	/** The result origin, e.g. `http://127.0.0.1:40001`; known once it listens. */
	resultOrigin = '';
	private startedAt: number;

	constructor(
		readonly clock: { now(): number },
		readonly settings: Settings,
		readonly keys: Map<string, KeyRights>,
	) {
		this.startedAt = clock.now();
		this.store = new TaskStore(
			clock,
			() => this.settings.plan,
			() => dialectOf(this.settings.dialect).wording,
		);
		this.slots = new Slots(clock, () => this.settings.slots);
	}

	/** What the gateway knows of a task now: its upstream's state at the last refresh. */
	viewOf(task: GatewayTask): TaskView {
		return task.viewAt(this.lastRefresh());
	}

	/** The account that a key belongs to. */
	accountOf(key: string): string {
		const alone = this.settings.accounts === 'perKey' || key === this.otherAccount;
		return alone ? key : 'one';
	}

	/** A task's signed link at the result origin. */
	resultUrl(task: GatewayTask): string {
		return `${this.resultOrigin}/results/${task.id}.mp4?sign=${task.signature}`;
	}

	/** Forgets tasks, requests and faults, and starts the refreshes anew. */
	reset(): void {
		this.log.reset();
		this.faults.clear();
		this.store.reset();
		this.slots.reset();
		this.startedAt = this.clock.now();
	}

	private lastRefresh(): number {
		const now = this.clock.now();
		const every = this.settings.refreshSeconds * 1000;
		if (every <= 0) return now;
		return this.startedAt + Math.floor((now - this.startedAt) / every) * every;
	}
}
