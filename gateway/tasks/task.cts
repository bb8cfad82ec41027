import type { Submission } from '../submit/submission.cts';
import type { FetchedInput } from './fetchInputs.cts';
import type { TaskPlan } from './plan.cts';
import type { Ending, Outcome, TaskView } from './taskView.cts';

const GIVEN_UP: Ending = {
	status: 'failed',
	code: 'TaskTimeout',
	message: 'The task was not finished in time and has been refunded.',
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

	/** What its video is, and the paths of the body that were dropped on the way. */
	get video(): Submission['video'] {
		return this.submission.video;
	}

	/** Ends the task now, upstream; the gateway sees it at its next refresh. */
	finish(outcome: Outcome = this.plan.outcome): void {
		this.finished = { at: this.clock.now(), outcome };
	}

	/** The state upstream at a moment, in milliseconds on the gateway's clock. */
	viewAt(at: number): TaskView {
		if (at < this.acceptedAt) return { status: 'queued', share: 0, fresh: true };
		const { at: endedAt, outcome } = this.end();
		const ended = at >= endedAt;
		if (ended && outcome.status !== 'stuck') {
			return { status: outcome.status, share: 1, endedAt, outcome };
		}
		if (at >= this.givenUpAt) {
			const swept = { endedAt: this.givenUpAt, outcome: GIVEN_UP, swept: true };
			return { status: 'failed', share: 1, ...swept };
		}
		if (ended) return { status: 'processing', share: 1 };
		const passed = at - this.acceptedAt;
		const total = this.plan.seconds * 1000;
		// A task without an end is worked on from its first moment, with no progress to show.
		if (!Number.isFinite(total)) return { status: passed > 0 ? 'processing' : 'queued', share: 0 };
		const share = passed / total;
		const status = share < this.plan.queueShare ? 'queued' : 'processing';
		return { status, share: Math.min(share, 0.99) };
	}

	/** The state that was last seen before the gateway gave the task up. */
	viewBeforeSweep(): TaskView {
		return this.viewAt(this.givenUpAt - 1);
	}

	private get givenUpAt(): number {
		return this.acceptedAt + this.plan.giveUpSeconds * 1000;
	}

	private end(): { at: number; outcome: Outcome } {
		const planned = { at: this.acceptedAt + this.plan.seconds * 1000, outcome: this.plan.outcome };
		const end = this.finished ?? planned;
		return end.at <= this.givenUpAt ? end : { at: Number.POSITIVE_INFINITY, outcome: end.outcome };
	}
}
