import type { IDataObject, IExecuteSingleFunctions } from 'n8n-workflow';

import { isObject } from '../parameters/inputCheck';
import { isAgentTool } from '../run/agentTool';

/**
 * What became of one submission: an accepted task, or `unknown` from the moment it is sent until a definite answer.
 */
export interface Submission {
	outcome: 'accepted' | 'unknown';
	/** Only of an accepted one. */
	taskId?: string;
	/** The execution that sent it: a person's Retry is another execution. */
	executionId: string;
	itemIndex: number;
	runIndex: number;
}

const KEY = 'submissions';

function readSubmission(value: unknown): Submission | undefined {
	if (!isObject(value)) return undefined;
	const { outcome, taskId, executionId, itemIndex, runIndex } = value;
	if (outcome !== 'accepted' && outcome !== 'unknown') return undefined;
	if (
		typeof executionId !== 'string' ||
		typeof itemIndex !== 'number' ||
		typeof runIndex !== 'number'
	)
		return undefined;
	return {
		outcome,
		executionId,
		itemIndex,
		runIndex,
		...(typeof taskId === 'string' && { taskId }),
	};
}

/**
 * The submissions of this node in this execution. n8n keeps the node's context from one try of Retry On Fail to the
 * next, saves it with a failed execution, and gives it back to a person's Retry.
 */
export class SubmissionRecord {
	private readonly entries: IDataObject;

	private readonly runIndex: number;

	private readonly itemIndex: number;

	private readonly executionId: string;

	private readonly isTool: boolean;

	constructor(context: IExecuteSingleFunctions) {
		const stored = context.getContext('node');
		const entries = stored[KEY];
		this.entries = isObject(entries) ? entries : {};
		stored[KEY] = this.entries;
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

	/** After a definite refusal there is nothing to remember. */
	refused(digest: string): void {
		delete this.entries[this.key(digest)];
	}

	/** The accepted tasks of this run of the node, in the order of their items. */
	acceptedTasks(): Array<{ itemIndex: number; taskId: string }> {
		return this.ofRun().flatMap(({ itemIndex, taskId }) =>
			taskId === undefined ? [] : [{ itemIndex, taskId }],
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
		this.entries[this.key(digest)] = {
			...what,
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
