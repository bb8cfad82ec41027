import type { VideoFacts } from '../output/warnings';
import { aboutFormat, FORMAT_BYTES, formatOf, type FileFormat } from '../shared/fileFormat';
import type { GatewayClient } from '../transport/gatewayClient';
import { fitOf, type KnownFile } from './answerFit';
import { streamOf } from './byteStream';
import type { Storable } from './byteStream';
import { endFault } from './endFault';
import { FileConnection } from './fileConnection';
import { FileChanged, FileFault, fileFault } from './fileFault';
import { validatorOf } from './fileHeaders';
import type { FileSource } from './fileSource';
import type { FileTries } from './fileTries';
import { openFile } from './openFile';
import type { OpenedFile } from './openFile';
import { VideoReader } from './videoReader';

/** Bytes handed on at a time: fewer writes than chunks of the network, and little garbage. */
const BLOCK_BYTES = 256 * 1024;

/** A part that was sent whole and brought less than this is no progress worth speaking of. */
const LEAST_PART_BYTES = 64 * 1024;

/** The file cannot be gone on with from where it stopped: what was stored of it is of no use. */
export class FileMustRestart extends Error {}

/** Everything a download needs to ask for its file. */
export interface FileOrder {
	client: GatewayClient;
	source: FileSource;
	tries: FileTries;
	/** More bytes than that are not taken. */
	mostBytes?: number;
	/** When the download is given up, as a moment of the try's clock, in milliseconds. */
	until: number | undefined;
}

/** How a file begins. */
export interface FileStart {
	head: Buffer;
	/** By its bytes. */
	format: FileFormat | undefined;
	/** The media type that the server names. */
	type: string | undefined;
}

/** One file on its way into storage, over as many connections as it takes. Holds some blocks of it at the most. */
export class FileDownload {
	/** Why it ended early: the store may wrap what it is given. */
	fault?: unknown;

	private connection?: FileConnection;

	private opened?: OpenedFile;

	/** Ends the request that is under way. */
	private stop = new AbortController();

	/** Undefined until the file's first answer, when it has to be begun anew, and when what was said is not so. */
	private known?: KnownFile;

	/** The present answer: where its body starts and has to end, from the file's start. */
	private answer: { isPart: boolean; start: number; end: number | undefined } = {
		isPart: false,
		start: 0,
		end: undefined,
	};

	/** What the file is, by its first bytes. */
	private format?: FileFormat;

	/** Only of a video. */
	private reader?: VideoReader;

	private block: Buffer[] = [];

	private blockBytes = 0;

	private received = 0;

	private handedOn = false;

	private ended = false;

	constructor(private readonly order: FileOrder) {}

	/**
	 * Opens the file and reads its first bytes.
	 *
	 * @throws FileFault, ExecutionCancelled
	 */
	async start(): Promise<FileStart> {
		while (this.received < FORMAT_BYTES && !this.ended) await this.receive();
		const { block, format, opened } = this;
		return { head: Buffer.concat(block), format, type: opened?.headers.type };
	}

	/** The file as n8n stores it; only after `start`. It is read on its way: a damaged one does not end well. */
	storable(): Storable {
		if (!this.opened) throw new Error('The file was not opened');
		return streamOf(this.blocks(), this.opened.body);
	}

	/** What the video's header told; only once it is stored. */
	get facts(): VideoFacts {
		return this.reader?.facts ?? {};
	}

	/** Ends the download, wherever it is. */
	end(): void {
		this.connection?.end();
		this.connection = undefined;
		this.stop.abort();
	}

	private async *blocks(): AsyncGenerator<Buffer> {
		while (true) {
			while (this.blockBytes < BLOCK_BYTES && !this.ended) await this.receive();
			if (this.blockBytes === 0) return;
			const [only, ...others] = this.block;
			// Stryker disable next-line ConditionalExpression,LogicalOperator: it only spares a copy of the bytes
			const block = only && others.length === 0 ? only : Buffer.concat(this.block, this.blockBytes);
			this.drop();
			this.handedOn = true;
			yield block;
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
		const chunk = await this.connection.read();
		if (chunk === undefined) return this.endAnswer();
		this.block.push(chunk);
		this.blockBytes += chunk.length;
		this.received += chunk.length;
		this.reader?.take(chunk);
		if (this.received > (this.answer.end ?? Infinity)) this.disbelieveLength();
		this.checkSize(this.received);
		if (!this.format) this.recogniseFormat();
	}

	/** By all that has come: nothing is handed on before. */
	private recogniseFormat(): void {
		this.format = formatOf(Buffer.concat(this.block));
		if (!this.format || aboutFormat(this.format).kind !== 'video') return;
		this.reader = new VideoReader(this.format);
		for (const chunk of this.block) this.reader.take(chunk);
	}

	/**
	 * The body of a whole file has another length than its header says, which HTTP does not allow: n8n's helper has
	 * unpacked it. Nothing is promised then, and parts are none of the file.
	 */
	private disbelieveLength(): void {
		const { isPart, end } = this.answer;
		if (isPart) throw new FileChanged(`More bytes came than the ${end} that belong to the part`);
		this.answer.end = undefined;
		this.known = undefined;
	}

	/** The body of an answer has ended: with the file, or with a part of it. */
	private endAnswer(): void {
		const { received, answer } = this;
		if (!answer.isPart && received !== (answer.end ?? received)) this.disbelieveLength();
		const isAnswered = received === (this.answer.end ?? received);
		if (isAnswered && received === (this.known?.total ?? received)) return this.finish();
		// A server may send less than it was asked for (RFC 9110): the next request goes on from there.
		this.end();
		if (isAnswered && received - answer.start >= LEAST_PART_BYTES) return;
		throw fileFault('passing', 'fileUnavailable');
	}

	/** All that was promised is here. @throws FileFault when it is no whole video all the same */
	private finish(): void {
		const fault =
			this.reader && endFault(this.reader.end(), this.received, this.known?.total !== undefined);
		if (fault) throw fault;
		this.ended = true;
	}

	private async recover(trouble: unknown): Promise<void> {
		if (!(trouble instanceof FileFault)) throw trouble;
		// Every byte is here: it was only the goodbye that got lost.
		const isWhole = this.received === this.known?.total;
		if (isWhole && !(trouble instanceof FileChanged)) return this.finish();
		const { tries } = this.order;
		const fault = this.withProgress(trouble);
		await tries.pauseAfter(fault, this.received);
		if (trouble instanceof FileChanged || (this.received > 0 && !this.canGoOn())) {
			this.beginAnew(fault);
		}
	}

	/** A connection lost in the middle: how far it came tells a short file from a bad network. */
	private withProgress({ hope, failure }: FileFault): FileFault {
		const isLost = hope === 'passing' && failure.status === undefined;
		if (!isLost || this.received === 0) return new FileFault(hope, failure);
		const { progress } = this;
		return new FileFault(hope, {
			...failure,
			text: failure.text ? `${progress}: ${failure.text}` : progress,
		});
	}

	private async connect(): Promise<FileConnection> {
		const { client, source, until } = this.order;
		const stop = new AbortController();
		this.stop = stop;
		const opened = await openFile(client, source, {
			from: this.received,
			validator: this.known && validatorOf(this.known),
			stop,
		});
		this.recognise(opened);
		this.opened = opened;
		return new FileConnection(client.clock, opened, stop, await client.key(), until);
	}

	/** Takes an answer that fits. One that begins anew is taken too where nothing was handed on yet. */
	private recognise(opened: OpenedFile): void {
		const fit = fitOf(opened, this.received, this.known);
		if (fit.is === 'other') throw new FileChanged(`The server sent ${fit.why}`);
		if (this.received > 0 && fit.is === 'start') {
			this.order.tries.ignoresRange ||= !fit.file.ranges && opened.headers.ranges;
			this.beginAnew(fileFault('passing', 'fileUnavailable', { text: this.progress }));
		}
		this.known = fit.file;
		this.answer = { isPart: opened.isPart, start: this.received, end: fit.end };
		if (fit.file.total !== undefined) this.checkSize(fit.file.total);
	}

	private get progress(): string {
		const { total } = this.known ?? {};
		return `${this.received} of ${total ?? 'an unknown number of'} bytes came`;
	}

	private canGoOn(): boolean {
		const { known } = this;
		return known?.total !== undefined && known.ranges && !this.order.tries.ignoresRange;
	}

	/** @throws FileMustRestart when a part was handed on; FileFault when that was done too often */
	private beginAnew(why: FileFault): void {
		this.order.tries.beginAnew(why);
		if (this.handedOn) throw new FileMustRestart();
		this.drop();
		this.received = 0;
		this.known = undefined;
		this.format = undefined;
		this.reader = undefined;
	}

	private checkSize(bytes: number): void {
		const { mostBytes } = this.order;
		if (mostBytes === undefined || bytes <= mostBytes) return;
		const limit = `${mostBytes / 1_000_000} MB`;
		const { total } = this.known ?? {};
		throw fileFault('final', 'fileTooLarge', {
			text:
				total === undefined
					? `it has more than ${limit}`
					: `it has ${(total / 1_000_000).toFixed(1)} MB, the limit is ${limit}`,
		});
	}
}
