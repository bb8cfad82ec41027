import type { IContextObject, IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';

import { isAgentTool } from '../run/agentTool';
import { at, isObject } from '../shared/json';
import { hasLostNotes } from './lostNotes';
import type { Submission } from './submission';
import { asStored, readSubmission, tasksOf } from './submission';

/** What is submitted, as digests in hexadecimal. */
export interface SubmittedRequest {
	/** Of the body. */
	digest: string;
	/** Of what the body comes from. */
	origin: string;
}

const KEY = 'submissions';

/** Which execution told that notes are lost; empty until one has. */
const LOST = 'lostTold';

/** Which execution sent how many submissions that were not refused. */
const SENT = 'sent';

/** The execution's ID; empty for a call over MCP, to which n8n gives none, whatever its types say. */
function executionIdOf(context: IExecuteSingleFunctions): string {
	const id: unknown = context.getExecutionId();
	return typeof id === 'string' ? id : '';
}

/** The submissions that a try or a tool call is busy with, by their keys, for each node's context. */
const busy = new WeakMap<IContextObject, Set<string>>();

/** The keys of entries by run and item. */
const places = new WeakMap<IDataObject, Map<string, string[]>>();

function groupedByPlace(keys: string[]): Map<string, string[]> {
	const grouped = new Map<string, string[]>();
	for (const key of keys) {
		const place = key.split('/', 2).join('/');
		keysAt(grouped, place).push(key);
	}
	return grouped;
}

function keysAt(grouped: Map<string, string[]>, place: string): string[] {
	const keys = grouped.get(place) ?? [];
	grouped.set(place, keys);
	return keys;
}

function busyIn(stored: IContextObject): Set<string> {
	const keys = busy.get(stored) ?? new Set();
	busy.set(stored, keys);
	return keys;
}

/**
 * The submissions of this node in this execution. n8n keeps the node's context from one try of Retry On Fail to the
 * next, saves it with a failed execution, and gives it back to a person's Retry.
 */
export class SubmissionRecord {
	private readonly stored: IContextObject;

	private readonly entries: IDataObject;

	private readonly runIndex: number;

	private readonly itemIndex: number;

	private readonly executionId: string;

	private readonly isTool: boolean;

	constructor(context: IExecuteSingleFunctions) {
		this.stored = context.getContext('node');
		const entries: unknown = this.stored[KEY];
		if (!isObject(entries) && hasLostNotes(context)) this.stored[LOST] = '';
		this.entries = isObject(entries) ? entries : {};
		this.stored[KEY] = this.entries;
		this.runIndex = Number(context.getWorkflowDataProxy(context.getItemIndex()).$runIndex);
		this.itemIndex = context.getItemIndex();
		this.executionId = executionIdOf(context);
		this.isTool = isAgentTool(context);
	}

	/**
	 * Takes up the item's place in the record, to go on with what was submitted for it before. Within one execution run and
	 * item tell which submission it is: nobody can edit the workflow between two tries, but `$now` gives another body each
	 * time. A person may have changed something before a Retry: that goes by the body, or by what the body comes from.
	 *
	 * An agent's call has no run of its own: a call of the same body or origin that nobody is busy with, and whose task has not come
	 * out of the node, is the one that is tried again; any other is a call of its own.
	 */
	open(request: SubmittedRequest): OpenSubmission {
		const { digest, origin } = request;
		const { isTool, runIndex, itemIndex } = this;
		const isSame = (entry: Submission): boolean =>
			entry.digest === digest || (origin !== '' && entry.origin === origin);
		const key = isTool
			? this.keyWhere(
					(entry, name) =>
						!entry.handedOver &&
						entry.itemIndex === itemIndex &&
						isSame(entry) &&
						!busyIn(this.stored).has(name),
				)
			: (this.keyWhere((entry) => this.isOwn(entry)) ?? this.keyWhere(isSame));
		const found = key ?? this.freeKey(`${runIndex}/${itemIndex}/${digest}`);
		busyIn(this.stored).add(found);
		return new OpenSubmission(this, found, request);
	}

	/** Whether it was this execution that sent it, not an earlier one that a person retries. */
	isOwn(submission: Submission): boolean {
		return submission.executionId === this.executionId;
	}

	/**
	 * Whether n8n was killed in this node and has lost its notes, so that any item may have a task already. Said for one
	 * execution: a person who retries that one knows.
	 */
	isLost(): boolean {
		const told: unknown = this.stored[LOST];
		if (told === '') this.stored[LOST] = this.executionId;
		return this.stored[LOST] === this.executionId;
	}

	/** How many submissions this execution has sent that were not refused, over all runs, tries and loops. */
	get sentCount(): number {
		const sent: unknown = this.stored[SENT];
		const isOurs = isObject(sent) && sent.executionId === this.executionId;
		return isOurs && typeof sent.count === 'number' ? sent.count : 0;
	}

	/** A submission is about to be sent, or turned out not to count: it was refused, or was not sent after all. */
	countSent(change: 1 | -1): void {
		this.stored[SENT] = { executionId: this.executionId, count: this.sentCount + change };
	}

	/** Every task that was accepted in this run of the node, in the order of the items, also those that ended badly. */
	acceptedTasks(): Array<{ itemIndex: number; taskId: string }> {
		return this.ofRun().flatMap((entry) =>
			tasksOf(entry).map((taskId) => ({ itemIndex: entry.itemIndex, taskId })),
		);
	}

	/** The items of this run of which it is not known whether this execution made a task for them. */
	unknownItems(): number[] {
		return this.ofRun()
			.filter((entry) => entry.outcome === 'unknown' && this.isOwn(entry))
			.map(({ itemIndex }) => itemIndex);
	}

	/** What stands under a key of `open`. */
	at(key: string): Submission | undefined {
		return readSubmission(key, at(this.entries, key));
	}

	/** Writes under a key of `open`; nothing is left of a refused submission without tasks before it. */
	put(
		key: string,
		what: Pick<Submission, 'outcome' | 'taskId' | 'earlier' | 'digest' | 'origin' | 'isWebsite'>,
	): void {
		if (what.outcome === 'refused' && what.earlier.length === 0) {
			delete this.entries[key];
			return;
		}
		const { executionId, itemIndex, runIndex } = this;
		this.entries[key] = asStored({
			...what,
			handedOver: false,
			executionId,
			itemIndex,
			runIndex,
		});
	}

	/**
	 * Nobody is busy with it any more.
	 *
	 * @param handedOver its task has come out of the node: another call of an agent for the same video is a new submission
	 */
	close(key: string, handedOver: boolean): void {
		const entry = this.at(key);
		if (this.isTool && handedOver && entry) this.entries[key] = asStored({ ...entry, handedOver });
		busyIn(this.stored).delete(key);
	}

	/** The newest entry that fits: of the item's own place, or of any where an agent calls. */
	private keyWhere(fits: (entry: Submission, key: string) => boolean): string | undefined {
		const keys = this.isTool ? Object.keys(this.entries) : this.keysOfPlace();
		return [...keys].reverse().find((key) => {
			const entry = this.at(key);
			return entry !== undefined && fits(entry, key);
		});
	}

	/** By place, so that thousands of items do not each read all entries. */
	private keysOfPlace(): string[] {
		const known = places.get(this.entries) ?? groupedByPlace(Object.keys(this.entries));
		places.set(this.entries, known);
		return keysAt(known, `${this.runIndex}/${this.itemIndex}`);
	}

	private freeKey(wanted: string): string {
		const isTaken = (key: string) =>
			Object.hasOwn(this.entries, key) || busyIn(this.stored).has(key);
		let key = wanted;
		for (let call = 2; isTaken(key); call += 1) key = `${wanted}/${call}`;
		this.keysOfPlace().push(key);
		return key;
	}

	private ofRun(): Submission[] {
		return Object.entries(this.entries)
			.flatMap(([key, entry]) => readSubmission(key, entry) ?? [])
			.filter(({ runIndex }) => runIndex === this.runIndex)
			.sort((one, other) => one.itemIndex - other.itemIndex);
	}
}

/** The one submission that an item, or an agent's call, is about. */
export class OpenSubmission {
	constructor(
		private readonly record: SubmissionRecord,
		private readonly key: string,
		private readonly request: SubmittedRequest,
	) {}

	/** What is remembered of it. */
	get known(): Submission | undefined {
		return this.record.at(this.key);
	}

	/** Takes up a task that another execution submitted: from here on it is this execution's. */
	takeUp(): void {
		const { known } = this;
		if (known?.outcome === 'accepted') this.record.put(this.key, known);
	}

	/** Before it is sent: whatever happens next, it is not sent again by itself. */
	sending(): void {
		this.write('unknown');
	}

	/** A website answered it: that is worth telling at the next try too. */
	answeredByWebsite(): void {
		const { known } = this;
		if (known) this.record.put(this.key, { ...known, isWebsite: true });
	}

	accepted(taskId: string): void {
		const { known } = this;
		const earlier = known?.earlier ?? [];
		this.record.put(this.key, { outcome: 'accepted', taskId, earlier, ...this.request });
	}

	/** After a definite refusal there is nothing to remember but the tasks before it. */
	refused(): void {
		this.record.countSent(-1);
		this.write('refused');
	}

	/** The accepted task is over, without a video and without a price; another one may follow. */
	over(): void {
		this.record.countSent(-1);
		this.write('refused');
	}

	/** The tasks that ended without a video before the present one. */
	get earlier(): string[] {
		return this.known?.earlier ?? [];
	}

	/** Nobody is busy with it any more. @param handedOver its task has come out of the node */
	close(handedOver: boolean): void {
		this.record.close(this.key, handedOver);
	}

	private write(outcome: 'unknown' | 'refused'): void {
		const { known } = this;
		this.record.put(this.key, {
			outcome,
			earlier: known ? tasksOf(known) : [],
			...this.request,
		});
	}
}
