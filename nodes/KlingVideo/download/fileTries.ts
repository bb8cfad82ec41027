import type { TryClock } from '../run/tryClock';
import { pauseMs } from '../shared/pause';
import { FileFault } from './fileFault';

/** Pauses before the next try of the same address, in milliseconds; a new megabyte starts them anew. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000];

/** A file that the gateway does not have yet is asked for this often, with this pause in milliseconds. */
const EARLY = { tries: 12, pauseMs: 5_000 };

/** A server's own Retry-After is kept to up to this, in milliseconds. */
const LONGEST_PAUSE_MS = 60_000;

/** So many further bytes make a try a success: a server that gives one byte at a time does not keep us for ever. */
const PROGRESS_BYTES = 1_000_000;

/** So often a file is begun anew; `ignored` = the server offers parts, and sends the whole file instead. */
const MOST_ANEW = { usual: 3, ignored: 1 };

/** The patience with one address. */
export class FileTries {
	private failed = 0;

	private early = 0;

	/** How far the file had come when the pauses last began anew. */
	private furthest = 0;

	private anew = 0;

	/** Whether the server has answered a request for a part with the whole file. */
	ignoresRange = false;

	/** @param until no try is begun after this moment, as a moment of the try's clock, in milliseconds */
	constructor(
		private readonly clock: Pick<TryClock, 'now' | 'sleep'>,
		private readonly until = Infinity,
	) {}

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
		if (received >= this.furthest + PROGRESS_BYTES) {
			this.failed = 0;
			this.furthest = received;
		}
		const pause = failure.reason === 'taskNotReady' ? this.earlyPause() : PAUSES_MS[this.failed++];
		if (pause === undefined) throw fault;
		const ms = pauseMs(pause, failure.retryAfterMs, LONGEST_PAUSE_MS);
		if (this.clock.now() + ms >= this.until) throw fault;
		await this.clock.sleep(ms);
	}

	/**
	 * Notes that the file has to be begun anew.
	 *
	 * @param why what the try before it ended with
	 * @throws FileFault that fault, as a lasting one, when the file was begun anew too often
	 */
	beginAnew(why: FileFault): void {
		this.anew += 1;
		const most = this.ignoresRange ? MOST_ANEW.ignored : MOST_ANEW.usual;
		if (this.anew > most) throw new FileFault('lasting', why.failure);
	}

	private earlyPause(): number | undefined {
		this.early += 1;
		return this.early > EARLY.tries ? undefined : EARLY.pauseMs;
	}
}
