import type { INodeExecutionData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { Task } from '../shared/task';
import { InFlight } from './inFlight';
import { Milestone } from './milestone';
import { TryClock } from './tryClock';

/** How long items that did not come when they were due are waited for, in milliseconds. */
const LATECOMERS_MS = 500;

/** How many files one try reads or writes side by side: each takes a few blocks of memory. */
const MOST_FILES = 6;

/** An item as its try knows it. */
export interface TriedItem {
	readonly index: number;
	/** The first thing that is wrong with the item's input; nothing is sent then. */
	problem?: Error;
	/** The id of the item's task, as soon as it is known. */
	taskId?: string;
	/** The task as last seen. */
	task?: Task;
	/** What comes out for the item, once that is known. */
	output?: INodeExecutionData;
}

/**
 * The items of one try of the node: n8n's run spans the tries of Retry On Fail. The engine starts the items side by side
 * and throws every result away when one is rejected: they have to know of each other.
 */
export class NodeTry {
	readonly items = new Map<number, TriedItem>();

	/** The limiter of requests. */
	readonly inFlight = new InFlight();

	/** The limiter of files. */
	readonly files = new InFlight(MOST_FILES);

	readonly clock: TryClock;

	/** The credential's key, read once a try. */
	key?: Promise<string>;

	/** The same once it was read: nothing that is shown may hold it. */
	secret?: string;

	/** The first item that was found bad before anything was sent. */
	firstInvalid?: TriedItem;

	/** The first item, in their order, whose error fails the node. */
	firstFailed?: TriedItem;

	private readonly checked = new Set<TriedItem>();

	private readonly settled = new Set<TriedItem>();

	private joining?: Promise<boolean>;

	private readonly everyoneChecked = new Milestone(() => this.checked.size >= this.items.size);

	private readonly everyoneSettled = new Milestone(() => this.settled.size >= this.all);

	private readonly gatherings: Milestone[] = [];

	/** Whether no further item will come, though some are missing. */
	private isShort = false;

	constructor(
		private readonly expected: number,
		/** The pause between the batches in which the engine starts the items, in milliseconds; 0 for all in one go. */
		private readonly batchIntervalMs: number,
		signal: AbortSignal | undefined,
	) {
		this.clock = new TryClock(signal);
	}

	/** Only a new `ItemTry` calls it. */
	add(item: TriedItem): void {
		this.items.set(item.index, item);
	}

	/** How many items the node was given. */
	get itemCount(): number {
		return this.expected;
	}

	/** Whether the node was given more than one item: only then is it worth saying which one is meant. */
	get several(): boolean {
		return this.expected > 1;
	}

	/**
	 * Waits until every item has been checked, so that one bad item stops the others before anything is sent.
	 * Items that the engine spaces out are not waited for.
	 *
	 * @returns whether the engine has started all items; it has not when it could not evaluate an expression of one
	 */
	async allChecked(item: TriedItem): Promise<boolean> {
		this.checked.add(item);
		if (this.batchIntervalMs > 0) return true;
		this.joining ??= this.allJoined();
		const complete = await this.joining;
		await this.everyoneChecked.reached();
		return complete;
	}

	/** The engine starts all items in one go: those that are missing a moment later will not come. */
	private async allJoined(): Promise<boolean> {
		await sleep(0);
		let before = 0;
		while (this.items.size < this.expected && this.items.size > before) {
			before = this.items.size;
			await sleep(LATECOMERS_MS);
		}
		return this.isComplete;
	}

	/** Only `ItemTry.isInvalid` calls it. */
	noteInvalid(item: TriedItem): void {
		this.firstInvalid ??= item;
	}

	/** Notes that an item's error fails the node. */
	noteFailed(item: TriedItem): void {
		// Stryker disable next-line EqualityOperator: there are no two items with one index
		if (this.firstFailed === undefined || item.index < this.firstFailed.index)
			this.firstFailed = item;
	}

	/** Whether an item has come to its end without an output: its error fails the node. */
	get hasFailed(): boolean {
		return [...this.settled].some(({ output }) => output === undefined);
	}

	/** Notes that an item has come to its end, well or not. */
	settle(item: TriedItem): void {
		this.settled.add(item);
		this.everyoneSettled.changed();
		for (const gathering of this.gatherings) gathering.changed();
	}

	/**
	 * Waits for the other items, so that the error of one can name the tasks of all. Nor may an error come before the
	 * engine has started the last item, as it does not listen before.
	 */
	async allSettled(): Promise<void> {
		await this.everyoneSettled.reached();
	}

	/** Reached when `count` and the items that have come to their end make up all items of the try. */
	gathering(count: () => number): Milestone {
		const milestone = new Milestone(() => count() + this.settled.size >= this.all);
		this.gatherings.push(milestone);
		void this.noteMissing();
		return milestone;
	}

	/** Whether the engine has started every item. */
	get isComplete(): boolean {
		return this.items.size >= this.expected;
	}

	private get all(): number {
		return this.batchIntervalMs > 0 && !this.isShort ? this.expected : this.items.size;
	}

	/**
	 * The engine starts the items in their order, and goes on without one that it cannot evaluate: the last ones have not
	 * come when as many batches were due without one.
	 */
	private async noteMissing(): Promise<void> {
		let quiet = 0;
		while (!this.clock.cancelled && quiet < this.leftAtMost) {
			const before = this.items.size;
			await sleep(this.batchIntervalMs + LATECOMERS_MS);
			quiet = this.items.size > before ? 0 : quiet + 1;
		}
		this.isShort = true;
		for (const gathering of this.gatherings) gathering.changed();
	}

	/** How many items may still come. */
	private get leftAtMost(): number {
		return this.expected - 1 - Math.max(...this.items.keys());
	}
}
