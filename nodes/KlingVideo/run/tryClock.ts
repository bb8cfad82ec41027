import { sleep } from 'n8n-workflow';

/** Thrown into every wait of a run whose execution was cancelled. */
export class ExecutionCancelled extends Error {
	constructor() {
		super('The execution was cancelled');
	}
}

/** How long a timer of ours may outlive a cancelled execution, in milliseconds. */
const LONGEST_NAP_MS = 500;

interface Sleeper {
	until: number;
	wake: () => void;
	cancel: () => void;
}

/**
 * The one timer of a node run, however many items sleep in it. n8n's `sleep` cannot be interrupted, so it is taken in
 * naps: nothing is left half a second after a cancel.
 */
export class TryClock {
	private readonly sleepers = new Set<Sleeper>();

	private ticking = false;

	constructor(private readonly signal: AbortSignal | undefined) {
		signal?.addEventListener('abort', () => this.cancelAll());
	}

	/** A moment in milliseconds, of a clock that nobody sets back or forth. */
	now(): number {
		return performance.now();
	}

	get cancelled(): boolean {
		return this.signal?.aborted ?? false;
	}

	/**
	 * Sleeps for `ms` milliseconds.
	 *
	 * @throws ExecutionCancelled as soon as the execution is cancelled
	 */
	async sleep(ms: number): Promise<void> {
		if (this.cancelled) throw new ExecutionCancelled();
		if (ms > 0) await this.timer(ms).promise;
	}

	/**
	 * What `work` comes to, or `undefined` once `ms` milliseconds have passed; the work itself is not stopped.
	 *
	 * @throws ExecutionCancelled as soon as the execution is cancelled
	 */
	async within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
		const timer = this.timer(ms);
		work.catch(() => undefined);
		try {
			return await Promise.race([work, timer.promise.then(() => undefined)]);
		} finally {
			timer.stop();
		}
	}

	private timer(ms: number): { promise: Promise<void>; stop: () => void } {
		let stop = () => {};
		const promise = new Promise<void>((resolve, reject) => {
			if (this.cancelled) {
				reject(new ExecutionCancelled());
				return;
			}
			const sleeper: Sleeper = {
				until: this.now() + ms,
				wake: resolve,
				cancel: () => reject(new ExecutionCancelled()),
			};
			stop = () => this.sleepers.delete(sleeper);
			this.sleepers.add(sleeper);
			void this.tick();
		});
		promise.catch(() => undefined);
		return { promise, stop };
	}

	private async tick(): Promise<void> {
		if (this.ticking) return;
		this.ticking = true;
		while (this.sleepers.size > 0) {
			const next = Math.min(...[...this.sleepers].map(({ until }) => until));
			await sleep(Math.max(0, Math.min(next - this.now(), LONGEST_NAP_MS)));
			for (const sleeper of [...this.sleepers]) {
				if (sleeper.until > this.now()) continue;
				this.sleepers.delete(sleeper);
				sleeper.wake();
			}
		}
		this.ticking = false;
	}

	private cancelAll(): void {
		for (const sleeper of [...this.sleepers]) sleeper.cancel();
		this.sleepers.clear();
	}
}
