import type { IContextObject, IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';

import { isObject } from '../shared/json';
import { isAgentTool } from '../run/agentTool';
import { hasLostNotes } from './lostNotes';

/**
 * What became of one submission: an accepted task, or `unknown` from the moment it is sent until a definite answer.
 * A refused one is remembered only for the tasks before it.
 */
export interface Submission {
	outcome: 'accepted' | 'unknown' | 'refused';
	/** Only of an accepted one. */
	taskId?: string;
	/** The tasks of the same request that ended badly before this submission, oldest first. */
	earlier: string[];
	/** The execution that sent it: a person's Retry is another execution. */
	executionId: string;
	itemIndex: number;
	runIndex: number;
}

const KEY = 'submissions';

/** Which execution told that notes are lost; empty until one has. */
const LOST = 'lostTold';

const OUTCOMES = ['accepted', 'unknown', 'refused'] as const;

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

function readSubmission(value: unknown): Submission | undefined {
	if (!isObject(value)) return undefined;
	const { taskId, earlier, executionId, itemIndex, runIndex } = value;
	const outcome = OUTCOMES.find((one) => one === value.outcome);
	if (!outcome || !isText(executionId)) return undefined;
	if (typeof itemIndex !== 'number' || typeof runIndex !== 'number') return undefined;
	return {
		outcome,
		executionId,
		itemIndex,
		runIndex,
		earlier: Array.isArray(earlier) ? earlier.filter(isText) : [],
		...(isText(taskId) && { taskId }),
	};
}

/** Every task of one entry, oldest first. */
function tasksOf({ earlier, taskId }: Submission): string[] {
	return taskId === undefined ? earlier : [...earlier, taskId];
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
		this.executionId = context.getExecutionId();
		this.isTool = isAgentTool(context);
	}

	/** What became of this very request of this item in this run of the node. */
	find(digest: string): Submission | undefined {
		return readSubmission(this.entries[this.key(digest)]);
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
		if (this.stored[LOST] === '') this.stored[LOST] = this.executionId;
		return this.stored[LOST] === this.executionId;
	}

	/** Before a submission is sent: whatever happens next, it is not sent again by itself. */
	sending(digest: string): void {
		this.put(digest, { outcome: 'unknown' });
	}

	accepted(digest: string, taskId: string): void {
		this.put(digest, { outcome: 'accepted', taskId });
	}

	/** The task has come out of the node: another call of an agent for the same video is a new submission. */
	handedOver(digest: string): void {
		const entry = this.entries[this.key(digest)];
		if (this.isTool && isObject(entry)) entry.handedOver = true;
	}

	/** After a definite refusal there is nothing to remember but the tasks before it. */
	refused(digest: string): void {
		if (this.find(digest)?.earlier.length) this.put(digest, { outcome: 'refused' });
		else delete this.entries[this.key(digest)];
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

	private ofRun(): Submission[] {
		return Object.values(this.entries)
			.flatMap((entry) => readSubmission(entry) ?? [])
			.filter(({ runIndex }) => runIndex === this.runIndex)
			.sort((one, other) => one.itemIndex - other.itemIndex);
	}

	private put(digest: string, what: Pick<Submission, 'outcome' | 'taskId'>): void {
		const before = this.find(digest);
		const earlier = before ? tasksOf(before) : [];
		this.entries[this.key(digest)] = {
			...what,
			...(earlier.length > 0 && { earlier }),
			executionId: this.executionId,
			itemIndex: this.itemIndex,
			runIndex: this.runIndex,
		};
	}

	/**
	 * An agent's retry of a call comes under a run index of its own: a call of the same request whose answer was not
	 * handed over is the one that is tried again.
	 */
	private key(digest: string): string {
		const open = this.isTool
			? Object.keys(this.entries).find((key) => this.isOpen(key, digest))
			: undefined;
		return open ?? `${this.runIndex}/${this.itemIndex}/${digest}`;
	}

	private isOpen(key: string, digest: string): boolean {
		const entry = this.entries[key];
		return (
			key.endsWith(`/${this.itemIndex}/${digest}`) && isObject(entry) && entry.handedOver !== true
		);
	}
}
