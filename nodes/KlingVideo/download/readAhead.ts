import type { Storable } from './byteStream';

/** So many bytes are held while the store writes: enough that neither waits for the other, on any line. */
const AHEAD_BYTES = 512 * 1024;

/**
 * The body of an answer, read on while what came before is being stored. Node's own iterator stops and starts the socket
 * for every 64 kB, which costs a quarter of the time of a large file.
 */
export class ReadAhead {
	private chunks: Buffer[] = [];

	private bytes = 0;

	/** How it ended: with all its bytes, or with an error. */
	private over: { error?: unknown } | undefined;

	private wake: () => void = () => undefined;

	constructor(private readonly body: Exclude<Storable, Buffer>) {
		body.on('data', (chunk: unknown) => this.take(chunk));
		body.on('end', () => this.finish({}));
		body.on('error', (error: unknown) => this.finish({ error }));
		body.on('close', () => this.finish({ error: new Error('The connection was closed early') }));
	}

	/**
	 * What has come and was not taken yet, in order, as soon as there is anything; `undefined` at the end.
	 *
	 * @throws what the body ended with, once all that had come before is taken
	 */
	async next(): Promise<Buffer[] | undefined> {
		if (this.bytes === 0 && !this.over) {
			await new Promise<void>((resolve) => {
				this.wake = resolve;
			});
		}
		const { chunks } = this;
		if (chunks.length > 0) {
			this.chunks = [];
			this.bytes = 0;
			this.body.resume();
			return chunks;
		}
		if (this.over && 'error' in this.over) throw this.over.error;
		return undefined;
	}

	/** Ends the wait for bytes with an error, unless it is over already. */
	finish(how: { error?: unknown }): void {
		this.over ??= how;
		this.wake();
	}

	private take(chunk: unknown): void {
		const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
		this.chunks.push(bytes);
		this.bytes += bytes.length;
		if (this.bytes >= AHEAD_BYTES) this.body.pause();
		this.wake();
	}
}
