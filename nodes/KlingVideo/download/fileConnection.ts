import type { TryClock } from '../run/tryClock';
import { ExecutionCancelled } from '../run/tryClock';
import { fileFault } from './fileFault';
import type { OpenedFile } from './openFile';
import { ReadAhead } from './readAhead';
import { networkFault } from './readFileFault';

/** A connection that brings nothing for so long, in milliseconds, counts as lost. */
export const STALL_MS = 60_000;

/** How often that is looked at, in milliseconds. */
const WATCH_MS = 5_000;

/** The body of one answer, read as it comes, and given up when it stalls or the execution is cancelled. */
export class FileConnection {
	private readonly body: ReadAhead;

	/** Since when a chunk is waited for; not while the store writes, which may take its time. */
	private waitingSince: number | undefined;

	private broken: Error | undefined;

	private close: () => void = () => undefined;

	private readonly closed = new Promise<true>((resolve) => {
		this.close = () => resolve(true);
	});

	constructor(
		private readonly clock: TryClock,
		{ body }: OpenedFile,
		private readonly stop: AbortController,
		private readonly secret: string,
	) {
		this.body = new ReadAhead(body);
		void this.watch();
	}

	/**
	 * The next bytes, in chunks as they came; `undefined` at the end.
	 *
	 * @throws FileFault when the connection is lost or stalls
	 * @throws ExecutionCancelled
	 */
	async read(): Promise<Buffer[] | undefined> {
		this.waitingSince = this.clock.now();
		try {
			const chunks = await this.body.next();
			if (this.broken) throw this.broken;
			if (chunks === undefined) this.close();
			return chunks;
		} catch (error) {
			this.end();
			throw this.broken ?? networkFault(error, this.secret);
		} finally {
			this.waitingSince = undefined;
		}
	}

	/** Ends the connection, wherever it is. */
	end(): void {
		this.close();
		this.stop.abort();
	}

	private async watch(): Promise<void> {
		const { clock } = this;
		try {
			while ((await clock.within(WATCH_MS, this.closed)) === undefined) {
				if (this.waitingSince === undefined || clock.now() - this.waitingSince < STALL_MS) continue;
				this.breakOff(
					fileFault('passing', 'fileUnavailable', {
						code: 'ETIMEDOUT',
						text: 'Nothing came for 60 seconds',
					}),
				);
			}
		} catch {
			this.breakOff(new ExecutionCancelled());
		}
	}

	private breakOff(why: Error): void {
		this.broken = why;
		this.body.finish({ error: why });
		this.end();
	}
}
