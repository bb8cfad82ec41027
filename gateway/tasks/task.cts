import type { Submission } from '../submit/submission.cts';
import type { FetchedInput } from './fetchInputs.cts';
import type { Outcome, TaskPlan } from './plan.cts';

/** What the gateway knows of a task at one moment. */
export interface TaskView {
	status: 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';
	/** How far the work is, 0 to 1. */
	share: number;
	/** When it ended, in milliseconds on the gateway's clock. */
	endedAt?: number;
	outcome?: Outcome;
}

/** A task unfinished after this long becomes failed. */
const GIVE_UP_MS = 24 * 3600 * 1000;

const GIVEN_UP: Outcome = {
	status: 'failed',
	code: 'TaskTimeout',
	message: 'The task was not finished within 24 hours and has been refunded.',
};

/** An accepted task. Its state is worked out from the clock when it is asked for. */
export class GatewayTask {
	/** How often its status was asked for. */
	statusGets = 0;
	/** How often a completed status was answered. */
	completedGets = 0;
	/** What upstream got for the media links, where it fetches them. */
	inputs: FetchedInput[] = [];
	private finished?: { at: number; outcome: Outcome };

	constructor(
		/** `task_` and 32 letters and digits. */
		readonly id: string,
		/** What was submitted. */
		readonly submission: Submission,
		/** The key that paid. */
		readonly key: string,
		/** Milliseconds on the gateway's clock. */
		readonly acceptedAt: number,
		/** May be changed by a test at any time. */
		readonly plan: TaskPlan,
		/** Part of the result's link, so that it cannot be guessed. */
		readonly signature: string,
		private readonly clock: { now(): number },
	) {}

	/** The submitted body as parsed. */
	get body(): Submission['body'] {
		return this.submission.body;
	}

	/** Ends the task now, upstream; the gateway sees it at its next refresh. */
	finish(outcome: Outcome = this.plan.outcome): void {
		this.finished = { at: this.clock.now(), outcome };
	}

	/** The state upstream at a moment, in milliseconds on the gateway's clock. */
	viewAt(at: number): TaskView {
		if (at < this.acceptedAt) return { status: 'queued', share: 0 };
		const ends = this.end();
		if (ends && at >= ends.at) {
			return { status: ends.outcome.status, share: 1, endedAt: ends.at, outcome: ends.outcome };
		}
		const passed = at - this.acceptedAt;
		const total = this.plan.seconds * 1000;
		// A task without an end is worked on from its first moment, with no progress to show.
		if (!Number.isFinite(total)) return { status: passed > 0 ? 'processing' : 'queued', share: 0 };
		const share = passed / total;
		const status = share < this.plan.queueShare ? 'queued' : 'processing';
		return { status, share: Math.min(share, 0.99) };
	}

	private end(): { at: number; outcome: Outcome } {
		const planned = { at: this.acceptedAt + this.plan.seconds * 1000, outcome: this.plan.outcome };
		const givenUp = { at: this.acceptedAt + GIVE_UP_MS, outcome: GIVEN_UP };
		const end = this.finished ?? planned;
		return end.at <= givenUp.at ? end : givenUp;
	}
}
