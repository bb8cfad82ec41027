/** A download without n8n and without a network: what is answered is a test's own, and time passes by itself. */
import { Readable } from 'node:stream';
import { constants, gunzipSync } from 'node:zlib';
import type { IBinaryData, INode } from 'n8n-workflow';
import { downloadVideo } from '../../nodes/KlingVideo/download/downloadVideo';
import { failureError } from '../../nodes/KlingVideo/errors/failureError';
import type { VideoFacts } from '../../nodes/KlingVideo/output/warnings';
import { GatewayFailure, type Failure } from '../../nodes/KlingVideo/shared/failure';
import type { DownloadSettings } from '../../nodes/KlingVideo/shared/settings';
import type { FileRequest, GatewayClient } from '../../nodes/KlingVideo/transport/gatewayClient';
import type { FileReply } from './fileServer.cts';
import { IdleClock } from './idleClock.cts';

/** The gateway of all played downloads, and its key. */
export const GATEWAY = { origin: 'https://gateway.example.com', key: 'velvet-orchid-lantern' };

/** Where the result link of a played task leads. */
export const LINK = 'https://files.example.com/video.mp4?sign=abc';

/** One request for a file, as the node asks it. */
export interface AskedFile {
	url: string;
	withKey: boolean;
	/** The first byte that it asks for; undefined where it asks for all. */
	from?: number;
	ifRange?: string;
	/** How many came before it, of all. */
	before: number;
	headers: Record<string, unknown>;
	/** When n8n's helper gives up, in milliseconds. */
	timeoutMs: number;
	/** Whether the node has ended it, answered or not. */
	isEnded(): boolean;
	/** What was answered, once it was. */
	body?: Readable;
}

/** What is answered: a file, nothing that is one, an error of the network, or nothing at all. */
export type Answered = FileReply | { other: unknown } | { error: Error } | 'never';

/** What became of a download. */
export interface PlayedDownload {
	/** Every byte that was stored, under which name and type, and in what blocks. */
	stored?: { bytes: Buffer; name: string; mime: string; blocks: number[]; facts: VideoFacts };
	/** Why there is no file. */
	failure?: Failure;
	/** The same in the words that a person sees. */
	told: string;
	/** What else was thrown. */
	thrown?: unknown;
	asked: AskedFile[];
	clock: IdleClock;
	/** What n8n's log has of it. */
	log: string[];
}

/** What a test may choose. */
export interface Play {
	/** The result link; `null` = the task has none. */
	link?: string | null;
	options?: Omit<DownloadSettings, 'outputField'>;
	/** When the download is given up, in milliseconds. */
	until?: number;
	/** n8n's storage fails with this after so many blocks. */
	storeFails?: { error: unknown; afterBlocks: number };
	clock?: IdleClock;
}

const NODE: INode = {
	id: '1',
	name: 'Kling Video',
	type: 'n8n-nodes-kling-video.klingVideo',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** More requests than that for one file are asked for ever. */
const MOST_REQUESTS = 300;

/** Bytes that the network brings at a time. */
const CHUNK_BYTES = 64 * 1024;

/** Downloads the video of a task that is completed. */
export async function playDownload(
	answer: (asked: AskedFile) => Answered,
	{ link = LINK, options = {}, until, storeFails, clock = new IdleClock() }: Play = {},
): Promise<PlayedDownload> {
	const played: PlayedDownload = { told: '', asked: [], clock, log: [] };
	const client = {
		clock,
		logger: { info: (text: string) => played.log.push(text) },
		item: { nodeTry: { files: { run: async <T,>(work: () => Promise<T>) => await work() } } },
		key: async () => await Promise.resolve(GATEWAY.key),
		origin: async () => await Promise.resolve(GATEWAY.origin),
		absolute: async (url: string) =>
			await Promise.resolve(url.startsWith('/') ? GATEWAY.origin + url : url),
		file: async (request: FileRequest) => {
			const asked = askedBy(request, played.asked.length);
			played.asked.push(asked);
			if (asked.before >= MOST_REQUESTS) clock.cancelled = true;
			if (asked.before >= MOST_REQUESTS + 5) return await new Promise(() => undefined);
			return await respond(answer(asked), request.signal, clock, asked);
		},
		store: async (stream: Readable, name: string, mime: string): Promise<IBinaryData> => {
			const blocks: Buffer[] = [];
			for await (const block of stream) {
				blocks.push(block as Buffer);
				if (storeFails && blocks.length > storeFails.afterBlocks) throw storeFails.error;
			}
			const bytes = Buffer.concat(blocks);
			const sizes = blocks.map(({ length }) => length);
			played.stored = { bytes, name, mime, blocks: sizes, facts: {} };
			return { data: 'stored', mimeType: mime, fileName: name };
		},
	} as unknown as GatewayClient;
	const task = {
		id: 'task_1',
		status: 'completed' as const,
		raw: {},
		...(link !== null && { videoUrl: link }),
	};
	try {
		const { facts } = await downloadVideo(
			client,
			task,
			options,
			until === undefined ? undefined : () => until,
		);
		if (played.stored) played.stored.facts = facts;
	} catch (error) {
		played.stored = undefined;
		if (!(error instanceof GatewayFailure)) return { ...played, thrown: error };
		const about = { itemIndex: 0, several: false, submitting: false, taskId: error.task?.id };
		const { message, description } = failureError(NODE, error.failure, about);
		return { ...played, failure: error.failure, told: `${message} ${description ?? ''}` };
	}
	return played;
}

function askedBy(
	{ url, withKey, headers, signal, timeoutMs }: FileRequest,
	before: number,
): AskedFile {
	const from = /^bytes=(\d+)-$/.exec(String(headers.Range ?? ''))?.[1];
	const ifRange = headers['If-Range'];
	return {
		url,
		withKey,
		before,
		headers,
		timeoutMs,
		...(from !== undefined && { from: Number(from) }),
		...(typeof ifRange === 'string' && { ifRange }),
		isEnded: () => signal.aborted,
	};
}

async function respond(
	answered: Answered,
	signal: AbortSignal,
	clock: IdleClock,
	asked: AskedFile,
): Promise<unknown> {
	if (answered === 'never') return await new Promise(() => undefined);
	if ('error' in answered) throw answered.error;
	if ('other' in answered) return answered.other;
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(answered.headers ?? {})) headers[name] = String(value);
	const body = bodyOf(answered, headers, clock);
	asked.body = body;
	signal.addEventListener('abort', () => body.destroy(new Error('canceled')));
	return await Promise.resolve({ statusCode: answered.status ?? 200, headers, body });
}

/** A body as Node's HTTP client hands it on: unpacked, and broken where its length is not kept. */
function bodyOf(reply: FileReply, headers: Record<string, string>, clock: IdleClock): Readable {
	const { body = Buffer.alloc(0), ending = 'end', trickle } = reply;
	const isPacked = headers['content-encoding'] === 'gzip';
	const promised = Number(headers['content-length'] ?? body.length);
	// What was packed has another length than its header says.
	const isShort = body.length < promised && !('content-encoding' in headers);
	const bytes = isPacked ? gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH }) : body;
	const stream = new Readable({ read: () => undefined });
	if (trickle) {
		let at = 0;
		const startedAt = clock.now();
		clock.onPass(() => {
			const due = Math.floor((clock.now() - startedAt) / trickle.everyMs) * trickle.bytes;
			if (stream.destroyed || due <= at) return;
			stream.push(bytes.subarray(at, due));
			at = due;
		});
		return stream;
	}
	let at = 0;
	stream._read = () => {
		clock.stir();
		if (at < bytes.length) {
			const chunk = bytes.subarray(at, (at += CHUNK_BYTES));
			setImmediate(() => stream.push(chunk));
		} else if (ending === 'end' && !isShort) {
			stream.push(null);
		} else if (ending !== 'never') {
			setImmediate(() =>
				stream.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
			);
		}
	};
	return stream;
}
