/** A connection that brings nothing for so long, in milliseconds, counts as lost. */
export const STALL_MS = 60_000;

/** So many bytes have to come in a minute of waiting: a kilobyte a second is below any line. */
export const LEAST_BYTES = 60_000;

const MINUTE_MS = 60_000;

/**
 * Whether a connection brings enough: measured over the time in which bytes are waited for, and not while n8n's storage
 * writes, which may take its time. Moments are in milliseconds.
 */
export class Flow {
	private waitingSince: number | undefined;

	/** Of the present minute: how long bytes were waited for, and how many came. */
	private waitedMs = 0;

	private bytes = 0;

	/** Bytes are waited for from now on. */
	waits(now: number): void {
		this.waitingSince = now;
	}

	/** So many bytes have come; nobody waits for more until `waits`. */
	came(now: number, bytes: number): void {
		this.waitedMs = this.waited(now);
		this.bytes += bytes;
		this.waitingSince = undefined;
		if (this.waitedMs < MINUTE_MS || this.bytes < LEAST_BYTES) return;
		this.waitedMs = 0;
		this.bytes = 0;
	}

	/** What is wrong with the flow; undefined as long as it is good. */
	problem(now: number): string | undefined {
		if (this.waiting(now) >= STALL_MS) {
			return `Nothing came for ${STALL_MS / 1000} seconds`;
		}
		if (this.waited(now) < MINUTE_MS || this.bytes >= LEAST_BYTES) return undefined;
		return `Only ${this.bytes} bytes came in a minute`;
	}

	private waited(now: number): number {
		return this.waitedMs + this.waiting(now);
	}

	/** How long bytes have been waited for without any. */
	private waiting(now: number): number {
		return now - (this.waitingSince ?? now);
	}
}
