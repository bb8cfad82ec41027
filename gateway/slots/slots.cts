import type { GatewayTask } from '../tasks/task.cts';

/** What happened to one account's slots. */
export interface SlotCounts {
	/** Slots taken now: open tasks and what others hold. */
	open: number;
	/** Of these, what others hold. */
	others: number;
	/** Most taken at once since the last reset. */
	mostOpen: number;
	/** Submissions that got a slot. */
	accepted: number;
	/** Submissions without room, in whatever form they were answered. */
	refused: number;
}

interface Account {
	tasks: Set<GatewayTask>;
	others: number;
	mostOpen: number;
	accepted: number;
	refused: number;
}

/**
 * The tasks that each account has open at upstream. A slot is taken at acceptance and free as soon as
 * upstream ended the task, which the gateway may show only at its next refresh.
 */
export class Slots {
	private readonly accounts = new Map<string, Account>();
	private refusals = 0;

	constructor(
		private readonly clock: { now(): number },
		/** How many slots an account has at this moment. */
		private readonly limit: () => number,
	) {}

	/** Whether an account has room for one more. */
	hasRoom(account: string): boolean {
		return this.openOf(this.account(account)) < this.limit();
	}

	/** Puts an accepted task into a slot. */
	enter(account: string, task: GatewayTask): void {
		const entry = this.account(account);
		entry.tasks.add(task);
		entry.accepted += 1;
		this.noteMost(entry);
	}

	/** Counts a submission without room; how many the gateway had before it. */
	refuse(account: string): number {
		this.account(account).refused += 1;
		this.refusals += 1;
		return this.refusals - 1;
	}

	/** Somebody else takes up to `count` free slots of an account; how many that were. */
	take(account: string, count: number): number {
		const entry = this.account(account);
		const taken = Math.max(0, Math.min(count, this.limit() - this.openOf(entry)));
		entry.others += taken;
		this.noteMost(entry);
		return taken;
	}

	/** Somebody else gives back up to `count` slots of an account; how many that were. */
	giveBack(account: string, count: number): number {
		const entry = this.account(account);
		const given = Math.min(count, entry.others);
		entry.others -= given;
		return given;
	}

	/** An account's counts now. */
	counts(account: string): SlotCounts {
		const entry = this.account(account);
		const { others, mostOpen, accepted, refused } = entry;
		return { open: this.openOf(entry), others, mostOpen, accepted, refused };
	}

	/** Every slot is free, every count 0. */
	reset(): void {
		this.accounts.clear();
		this.refusals = 0;
	}

	private openOf({ tasks, others }: Account): number {
		const now = this.clock.now();
		for (const task of tasks) {
			if (task.viewAt(now).endedAt !== undefined) tasks.delete(task);
		}
		return tasks.size + others;
	}

	private noteMost(entry: Account): void {
		entry.mostOpen = Math.max(entry.mostOpen, this.openOf(entry));
	}

	private account(name: string): Account {
		const known = this.accounts.get(name);
		if (known) return known;
		const fresh = {
			tasks: new Set<GatewayTask>(),
			others: 0,
			mostOpen: 0,
			accepted: 0,
			refused: 0,
		};
		this.accounts.set(name, fresh);
		return fresh;
	}
}
