/** How a task ends. */
export type Outcome =
	| { status: 'completed' }
	| { status: 'failed'; code: string; message: string }
	| { status: 'cancelled' }
	/** Never: it stays at processing and 100 % until the gateway gives it up. */
	| { status: 'stuck' };

/** What the gateway knows of a task at one moment. */
export interface TaskView {
	status: 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';
	/** The gateway has not asked its upstream yet. */
	fresh?: boolean;
	/** The gateway gave it up. */
	swept?: boolean;
	/** How far the work is, 0 to 1. */
	share: number;
	/** When it ended, in milliseconds on the gateway's clock. */
	endedAt?: number;
	outcome?: Ending;
}

/** An outcome that ends a task. */
export type Ending = Exclude<Outcome, { status: 'stuck' }>;
