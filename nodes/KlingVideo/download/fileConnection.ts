import type { TryClock } from '../run/tryClock';
import { ExecutionCancelled } from '../run/tryClock';
import { BodyReader } from './bodyReader';
import { fileFault } from './fileFault';
import { Flow } from './flow';
import type { OpenedFile } from './openFile';
import { networkFault } from './readFileFault';

/** How often the flow is checked, in milliseconds. */
const WATCH_MS = 5_000;

/** The body of one answer, read as it comes, and given up when it stalls or the execution is cancelled. */
export class FileConnection {
	private readonly body: BodyReader;

	private readonly flow = new Flow();

	private broken: Error | undefined;

	private close: () => void = () => undefined;

	private readonly closed = new Promise<true>((resolve) => {
		this.close = () => resolve(true);
	});

	/** @param until when it is given up however fast it is, as a moment of the try's clock, in milliseconds */
	constructor(
		private readonly clock: Pick<TryClock, 'now' | 'within'>,
		{ body }: Pick<OpenedFile, 'body'>,
		private readonly stop: AbortController,
		private readonly secret: string,
		private readonly until = Infinity,
	) {
		this.body = new BodyReader(body);
		void this.watch();
	}

	/**
	 * The next bytes; `undefined` at the end.
	 *
	 * @throws FileFault when the connection is lost or too slow
	 * @throws ExecutionCancelled
	 */
	async read(): Promise<Buffer | undefined> {
		this.flow.waits(this.clock.now());
		try {
			const chunk = await this.body.next();
			this.flow.came(this.clock.now(), chunk?.length ?? 0);
			if (chunk === undefined) this.close();
			return chunk;
		} catch (error) {
			this.end();
			throw this.broken ?? networkFault(error, this.secret);
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
				const now = clock.now();
				const isLate = now >= this.until;
				const text = isLate ? 'The time for the download was up' : this.flow.problem(now);
				if (text === undefined) continue;
				const hope = isLate ? 'final' : 'passing';
				this.breakOff(fileFault(hope, 'fileUnavailable', { code: 'ETIMEDOUT', text }));
			}
		} catch {
			this.breakOff(new ExecutionCancelled());
		}
	}

	private breakOff(why: Error): void {
		this.broken = why;
		this.body.breakOff(why);
		this.end();
	}
}
