import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request for a file. */
export interface FileRequest {
	/** How many came before it. */
	before: number;
	/** The first byte that it asks for; undefined where it asks for all. */
	from?: number;
	ifRange?: string;
}

/** How an answer ends: well, with a closed or reset connection, or never. */
export type Ending = 'end' | 'close' | 'reset' | 'never';

/** What is answered to one request. */
export interface FileReply {
	/** Default: 200. */
	status?: number;
	headers?: Record<string, string | number>;
	body?: Buffer;
	/** Default: `end`. */
	ending?: Ending;
	/** The end of the body is the end of the connection, as in HTTP/1.0; else it is sent in chunks, or has a length. */
	untilClose?: boolean;
	/** So many bytes at once with a pause in between, instead of all. */
	trickle?: { bytes: number; everyMs: number };
}

/** A server that answers each request for a file as a test says. */
export class FileServer {
	requests: FileRequest[] = [];

	/** The answer to a request. */
	reply: (request: FileRequest) => FileReply = () => ({ status: 404 });

	private readonly server = createServer((request, response) => this.handle(request, response));

	/** Where a file is: the name does not matter. */
	get url(): string {
		const { port } = this.server.address() as AddressInfo;
		return `http://127.0.0.1:${port}/video.mp4?sign=abc`;
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private handle({ headers }: IncomingMessage, response: ServerResponse): void {
		const from = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
		const ifRange = headers['if-range'];
		const request: FileRequest = {
			before: this.requests.length,
			...(from !== undefined && { from: Number(from) }),
			...(typeof ifRange === 'string' && { ifRange }),
		};
		this.requests.push(request);
		response.on('error', () => undefined);
		send(response, this.reply(request));
	}
}

function send(response: ServerResponse, reply: FileReply): void {
	const { status = 200, headers = {}, body = Buffer.alloc(0), ending = 'end', trickle } = reply;
	if (reply.untilClose) {
		response.shouldKeepAlive = false;
		response.useChunkedEncodingByDefault = false;
	}
	response.writeHead(status, headers);
	response.flushHeaders();
	if (trickle) {
		sendSlowly(response, body, trickle);
		return;
	}
	response.write(body, () => finish(response, ending));
}

function finish(response: ServerResponse, ending: Ending): void {
	if (ending === 'end') response.end();
	else if (ending === 'close') response.socket?.destroy();
	else if (ending === 'reset') response.socket?.resetAndDestroy();
}

function sendSlowly(
	response: ServerResponse,
	body: Buffer,
	{ bytes, everyMs }: NonNullable<FileReply['trickle']>,
): void {
	let at = 0;
	const timer = setInterval(() => {
		if (at >= body.length || response.destroyed) {
			clearInterval(timer);
			response.end();
			return;
		}
		response.write(body.subarray(at, at + bytes));
		at += bytes;
	}, everyMs);
	response.on('close', () => clearInterval(timer));
}
