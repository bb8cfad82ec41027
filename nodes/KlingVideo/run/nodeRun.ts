import type { IExecuteData, IExecuteSingleFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { Task } from '../shared/task';
import { isAgentTool } from './agentTool';
import { InFlight } from './inFlight';
import { RunClock } from './runClock';

/** One item on its way through one try of the node. */
export interface RunItem {
	index: number;
	run: NodeRun;
	/** The first thing that is wrong with the item's input; nothing is sent then. */
	refusal?: Error;
	/** The shown name of the parameter behind each path of the body that the user filled. */
	sources: Map<string, string>;
	/** For files handed over under an address that differs at every try: what stands for each address in the digest. */
	fingerprints: Map<string, string>;
	/** The id of the item's task, as soon as it is known. */
	taskId?: string;
	/** The task as last seen. */
	task?: Task;
	/** Notes that the submitted task has come out of the node. */
	handOver?: () => void;
}

/** How long items that did not come in one go are waited for, in milliseconds. */
const LATECOMERS_MS = 500;

/**
 * The items of one try of the node. The engine starts them side by side and throws every result away when one is
 * refused: they have to know of each other.
 */
export class NodeRun {
	readonly items = new Map<number, RunItem>();

	readonly inFlight = new InFlight();

	readonly clock: RunClock;

	/** The credential's key, read once a run. */
	key?: Promise<string>;

	private readonly prepared = new Set<RunItem>();

	private readonly settled = new Set<RunItem>();

	private waiting: Array<{ reached: () => boolean; wake: () => void }> = [];

	constructor(
		/** How many items the node was given. */
		private readonly expected: number,
		/** Whether the engine starts the items in spaced batches. */
		private readonly batched: boolean,
		signal: AbortSignal | undefined,
	) {
		this.clock = new RunClock(signal);
	}

	add(index: number): RunItem {
		const item: RunItem = { index, run: this, sources: new Map(), fingerprints: new Map() };
		this.items.set(index, item);
		return item;
	}

	/** Whether the node was given more than one item: only then is it worth saying which one is meant. */
	get several(): boolean {
		return this.expected > 1;
	}

	/**
	 * Waits until every item has been looked over, so that one bad item stops the others before anything is sent.
	 * Items that the engine spaces out are not waited for.
	 *
	 * @returns whether the engine has started all items; it has not when it could not evaluate an expression of one
	 */
	async allPrepared(item: RunItem): Promise<boolean> {
		this.prepared.add(item);
		this.changed();
		if (this.batched) return true;
		const complete = await this.allJoined();
		await this.until(() => this.prepared.size >= this.items.size);
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
		return this.items.size >= this.expected;
	}

	/** The first item that was found bad before anything was sent. */
	get firstRefused(): RunItem | undefined {
		return [...this.items.values()].find(({ refusal }) => refusal !== undefined);
	}

	/** Notes that an item has come to its end, well or not. */
	settle(item: RunItem): void {
		this.settled.add(item);
		this.changed();
	}

	/**
	 * Waits for the other items, so that the error of one can name the tasks of all. Nor may an error come before the
	 * engine has started the last item, as it does not listen before.
	 */
	async allSettled(): Promise<void> {
		await this.until(() => this.settled.size >= (this.batched ? this.expected : this.items.size));
	}

	/** Waits until `count` and the refused items make up all items. */
	async whenAll(count: () => number): Promise<void> {
		this.changed();
		const all = this.batched ? this.expected : this.items.size;
		await this.until(() => count() + this.refusedCount >= all);
	}

	private get refusedCount(): number {
		return [...this.items.values()].filter(({ refusal }) => refusal !== undefined).length;
	}

	private changed(): void {
		const due = this.waiting.filter(({ reached }) => reached());
		this.waiting = this.waiting.filter((one) => !due.includes(one));
		for (const { wake } of due) wake();
	}

	private async until(reached: () => boolean): Promise<void> {
		if (!reached()) await new Promise<void>((wake) => this.waiting.push({ reached, wake }));
	}
}

/** The engine hands the same object to every item of a run. */
const runs = new WeakMap<IExecuteData, NodeRun>();

/** The engine makes one context an item; a pagination function gets an object that inherits from it. */
const items = new WeakMap<object, RunItem>();

function itemCount(context: IExecuteSingleFunctions): number {
	// A tool has one item, whatever its agent has: the agent's data may stand in for its own.
	if (isAgentTool(context) || context.getNode().executeOnce === true) return 1;
	return context.getExecuteData().data.main?.[0]?.length ?? 1;
}

function isBatched(context: IExecuteSingleFunctions): boolean {
	const interval = context.getNodeParameter('requestOptions.batching.batch.batchInterval', 0);
	return typeof interval === 'number' && interval > 0;
}

/** Enters the item into its run; called once an item, before anything else. */
export function joinRun(context: IExecuteSingleFunctions): RunItem {
	const key = context.getExecuteData();
	const index = context.getItemIndex();
	let run = runs.get(key);
	// Another try, or another call of an agent, hands over the same object: an item that is here already belongs to that.
	if (!run || run.items.has(index)) {
		run = new NodeRun(itemCount(context), isBatched(context), context.getExecutionCancelSignal());
		runs.set(key, run);
	}
	const item = run.add(index);
	items.set(context, item);
	return item;
}

/**
 * The item of a context that has joined its run.
 *
 * @throws Error when it has not, which is a fault of this package
 */
export function runItem(context: IExecuteSingleFunctions): RunItem {
	const item = items.get(context) ?? items.get(Object.getPrototypeOf(context) as object);
	if (!item) throw new Error('The item has not joined its run');
	return item;
}

/** Whether no later try of the node has begun since the item joined its own. */
export function isLatestTry(context: IExecuteSingleFunctions, item: RunItem): boolean {
	return runs.get(context.getExecuteData()) === item.run;
}
