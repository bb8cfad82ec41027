import type { Storable } from './byteStream';

/** The body of an answer, read chunk by chunk as the store takes them. */
export class BodyReader {
	private readonly chunks: AsyncIterator<unknown>;

	constructor(private readonly body: Exclude<Storable, Buffer>) {
		this.chunks = body[Symbol.asyncIterator]();
		// An error between two reads comes out of the next one; without a listener it would end n8n.
		body.on('error', () => undefined);
	}

	/**
	 * The next bytes; `undefined` at the end.
	 *
	 * @throws what the body ended with
	 */
	async next(): Promise<Buffer | undefined> {
		const { done, value } = await this.chunks.next();
		if (done === true) return undefined;
		return Buffer.isBuffer(value) ? value : Buffer.from(String(value));
	}

	/** Ends the body, and the wait for its bytes, with an error. */
	breakOff(error: Error): void {
		this.body.destroy(error);
	}
}
