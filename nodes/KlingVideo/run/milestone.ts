/** A condition that many wait for: each change costs one test of it, however many wait. */
export class Milestone {
	private pass: () => void = () => undefined;

	private readonly passed: Promise<void>;

	constructor(private readonly isReached: () => boolean) {
		this.passed = new Promise((resolve) => {
			this.pass = resolve;
		});
	}

	/** To be called whenever what the condition depends on has changed. */
	changed(): void {
		if (this.isReached()) this.pass();
	}

	/** Waits until the condition has been met once. */
	async reached(): Promise<void> {
		this.changed();
		await this.passed;
	}
}
