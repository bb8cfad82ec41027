/** Event loop turns in which nothing happens before time passes. */
const IDLE_TURNS = 8;

/** Time that passes more often than that passes for ever. */
const MOST_PASSES = 2_000;

/** A clock that goes on when somebody sleeps, and when what is waited for does not come by itself. */
export class IdleClock {
	/** How long was slept, in milliseconds, each time. */
	readonly slept: number[] = [];

	/** Whether the execution was cancelled. */
	cancelled = false;

	private ms = 0;

	private stirred = 0;

	private passes = 0;

	private readonly listeners = new Set<() => void>();

	now(): number {
		return this.ms;
	}

	async sleep(ms: number): Promise<void> {
		this.slept.push(ms);
		this.pass(ms);
		await Promise.resolve();
	}

	/** What `work` comes to, or nothing once it has not come by itself: then `ms` have passed. */
	async within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
		let isSettled = false;
		const settle = () => void (isSettled = true);
		work.then(settle, settle);
		let before = this.stirred;
		for (let turn = 0; turn < IDLE_TURNS && !isSettled; turn += 1) {
			await new Promise((resolve) => setImmediate(resolve));
			if (this.stirred > before) turn = 0;
			before = this.stirred;
		}
		if (isSettled) return await work;
		this.pass(ms);
		return undefined;
	}

	/** Something happens: time stands still meanwhile. */
	stir(): void {
		this.stirred += 1;
	}

	/** Calls back whenever time has passed. */
	onPass(listener: () => void): void {
		this.listeners.add(listener);
	}

	private pass(ms: number): void {
		this.ms += ms;
		this.passes += 1;
		if (this.passes > MOST_PASSES) throw new Error('It never ends');
		for (const listener of this.listeners) listener();
	}
}
