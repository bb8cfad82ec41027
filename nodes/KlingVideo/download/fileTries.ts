import type { TryClock } from '../run/tryClock';
import type { FileFault } from './fileFault';

/** Pauses before the next try of the same address, in milliseconds; a new megabyte starts them anew. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000];

/** A file that the gateway does not have yet is asked for this often, with this pause in milliseconds. */
const EARLY = { tries: 12, pauseMs: 5_000 };

/** A server's own Retry-After is kept to up to this, in milliseconds. */
const LONGEST_PAUSE_MS = 60_000;

/** So many further bytes make a try a success: a server that gives one byte at a time does not keep us for ever. */
const PROGRESS_BYTES = 1_000_000;

/** The patience with one address. */
export class FileTries {
	private failed = 0;

	private early = 0;

	private furthest = 0;

	constructor(private readonly clock: TryClock) {}

	/**
	 * Waits before the next try.
	 *
	 * @param received how many bytes of the file the failed try had reached
	 * @throws FileFault the fault itself when it is not passing, or was met too often
	 * @throws ExecutionCancelled
	 */
	async pauseAfter(fault: FileFault, received: number): Promise<void> {
		const { hope, failure } = fault;
		if (hope !== 'passing') throw fault;
		if (received >= this.furthest + PROGRESS_BYTES) this.failed = 0;
		this.furthest = Math.max(this.furthest, received);
		const pause = failure.reason === 'taskNotReady' ? this.earlyPause() : PAUSES_MS[this.failed++];
		if (pause === undefined) throw fault;
		await this.clock.sleep(Math.min(failure.retryAfterMs ?? pause, LONGEST_PAUSE_MS));
	}

	private earlyPause(): number | undefined {
		this.early += 1;
		return this.early > EARLY.tries ? undefined : EARLY.pauseMs;
	}
}
