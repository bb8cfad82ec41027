import type { GatewayClient } from '../transport/gatewayClient';
import { streamOf } from './byteStream';
import type { Storable } from './byteStream';
import { FileConnection } from './fileConnection';
import { FileFault, fileFault } from './fileFault';
import type { FileSource } from './fileSource';
import type { FileTries } from './fileTries';
import { openFile } from './openFile';
import type { OpenedFile } from './openFile';

/** Bytes handed on at a time: fewer writes than chunks of the network, and little garbage. */
const BLOCK_BYTES = 256 * 1024;

/** The file cannot be gone on with from where it stopped: what was stored of it is of no use. */
export class FileMustRestart extends Error {}

/** What identifies the file between two connections. */
interface FileIdentity {
	total?: number;
	validator?: string;
	ranges: boolean;
}

/** Everything a download needs to ask for its file. */
export interface FileOrder {
	client: GatewayClient;
	source: FileSource;
	tries: FileTries;
	/** More bytes than that are not taken. */
	mostBytes?: number;
}

/** One file on its way into storage, over as many connections as it takes. Holds some blocks of it at the most. */
export class FileDownload {
	/** Why it ended early: the store may wrap what it is given. */
	fault?: unknown;

	private connection?: FileConnection;

	private opened?: OpenedFile;

	/** Ends the request that is under way. */
	private stop?: AbortController;

	private file: FileIdentity = { ranges: false };

	private block: Buffer[] = [];

	private blockBytes = 0;

	private received = 0;

	private handedOn = false;

	private ended = false;

	constructor(private readonly order: FileOrder) {}

	/**
	 * Opens the file and reads its first bytes.
	 *
	 * @returns these, and the media type that the server names
	 * @throws FileFault, ExecutionCancelled
	 */
	async start(bytes: number): Promise<{ start: Buffer; type?: string }> {
		while (this.received < bytes && !this.ended) await this.receive();
		const type = this.opened?.headers.type;
		return { start: Buffer.concat(this.block), ...(type !== undefined && { type }) };
	}

	/** The file as n8n stores it; only after `start`. */
	storable(): Storable {
		if (!this.opened) throw new Error('The file was not opened');
		return streamOf(this.blocks(), this.opened.body);
	}

	/** Ends the download, wherever it is. */
	end(): void {
		this.connection?.end();
		this.connection = undefined;
		this.stop?.abort();
	}

	private async *blocks(): AsyncGenerator<Buffer> {
		try {
			while (true) {
				while (this.blockBytes < BLOCK_BYTES && !this.ended) await this.receive();
				if (this.blockBytes === 0) return;
				const [only, ...others] = this.block;
				const block =
					only && others.length === 0 ? only : Buffer.concat(this.block, this.blockBytes);
				this.drop();
				this.handedOn = true;
				yield block;
			}
		} finally {
			this.end();
		}
	}

	private drop(): void {
		this.block = [];
		this.blockBytes = 0;
	}

	/** Takes the next bytes into the block, over another connection where the present one is lost. */
	private async receive(): Promise<void> {
		const trouble: unknown = await this.take().then(
			() => undefined,
			(error: unknown) => error,
		);
		if (trouble === undefined) return;
		this.end();
		await this.recover(trouble).catch((fault: unknown) => {
			this.fault = fault;
			throw fault;
		});
	}

	private async take(): Promise<void> {
		this.connection ??= await this.connect();
		const chunks = await this.connection.read();
		if (chunks === undefined) {
			// Fewer bytes than Content-Length says end in an error of Node's own.
			this.ended = true;
			return;
		}
		for (const chunk of chunks) {
			this.block.push(chunk);
			this.blockBytes += chunk.length;
			this.received += chunk.length;
		}
		this.checkSize(this.received);
	}

	private async recover(trouble: unknown): Promise<void> {
		if (!(trouble instanceof FileFault)) throw trouble;
		// Every byte is here: it was only the goodbye that got lost.
		if (trouble.hope === 'passing' && this.received > 0 && this.received === this.file.total) {
			this.ended = true;
			return;
		}
		await this.order.tries.pauseAfter(this.withProgress(trouble), this.received);
		if (this.received > 0 && !this.canGoOn()) this.restart();
	}

	/** A connection lost in the middle: how far it came tells a short file from a bad network. */
	private withProgress({ hope, failure }: FileFault): FileFault {
		const isLost = hope === 'passing' && failure.status === undefined;
		if (!isLost || this.received === 0) return new FileFault(hope, failure);
		const { total } = this.file;
		const text = `${this.received} of ${total ?? 'an unknown number of'} bytes came`;
		return new FileFault(hope, {
			...failure,
			text: failure.text ? `${text}: ${failure.text}` : text,
		});
	}

	private async connect(): Promise<FileConnection> {
		const { client, source } = this.order;
		const stop = new AbortController();
		this.stop = stop;
		const { validator } = this.file;
		const opened = await openFile(client, source, {
			from: this.received,
			...(validator !== undefined && { validator }),
			stop,
		});
		this.recognise(opened);
		this.opened = opened;
		return new FileConnection(client.clock, opened, stop, await client.key());
	}

	/** Whether an answer goes on with the file; one that begins anew is taken when nothing was handed on yet. */
	private recognise({ headers, isPart }: OpenedFile): void {
		const { length, range, validator, ranges } = headers;
		if (!isPart) {
			if (this.received > 0) this.restart();
			this.file = {
				ranges,
				...(length !== undefined && { total: length }),
				...(validator !== undefined && { validator }),
			};
			if (length !== undefined) this.checkSize(length);
			return;
		}
		const sameFile =
			range?.start === this.received &&
			(range.total === undefined || range.total === this.file.total) &&
			(validator === undefined ||
				this.file.validator === undefined ||
				validator === this.file.validator);
		if (!sameFile || this.received === 0) this.restart();
	}

	private canGoOn(): boolean {
		return this.file.total !== undefined && this.file.ranges;
	}

	/** @throws FileMustRestart when a part was handed on */
	private restart(): void {
		if (this.handedOn) throw new FileMustRestart();
		this.drop();
		this.received = 0;
		this.file = { ranges: false };
	}

	private checkSize(bytes: number): void {
		const { mostBytes } = this.order;
		if (mostBytes === undefined || bytes <= mostBytes) return;
		const limit = `${mostBytes / 1_000_000} MB`;
		const { total } = this.file;
		throw fileFault('final', 'fileTooLarge', {
			text:
				total === undefined
					? `it has more than ${limit}`
					: `it has ${(total / 1_000_000).toFixed(1)} MB, the limit is ${limit}`,
		});
	}
}
