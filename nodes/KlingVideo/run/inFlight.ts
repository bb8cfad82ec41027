/** How many requests one node run has under way at the most: kind to the gateway, and enough for 1,000 items. */
export const MOST_IN_FLIGHT = 20;

/** Lets `limit` pieces of work run side by side; the others queue in order. */
export class InFlight {
	private running = 0;

	private readonly queue: Array<() => void> = [];

	constructor(private readonly limit = MOST_IN_FLIGHT) {}

	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.running >= this.limit) await new Promise<void>((enter) => this.queue.push(enter));
		else this.running += 1;
		try {
			return await work();
		} finally {
			const next = this.queue.shift();
			if (next) next();
			else this.running -= 1;
		}
	}
}
