import type { GatewayClient } from '../transport/gatewayClient';
import { isObject } from '../shared/json';
import { ExecutionCancelled } from '../run/tryClock';
import type { Storable } from './byteStream';
import { isByteStream } from './byteStream';
import { FileChanged, fileFault } from './fileFault';
import type { FileHeaders } from './fileHeaders';
import { readFileHeaders } from './fileHeaders';
import type { FileSource } from './fileSource';
import { sourceAt } from './fileSource';
import { isHttpUrl } from '../shared/webLink';
import { networkFault, statusFault } from './readFileFault';

/** An answer must begin within this time, in milliseconds. */
export const ANSWER_TIMEOUT_MS = 60_000;

/** The gateway's file route may redirect so often. */
const MOST_REDIRECTS = 5;

/** An answer that holds a file, or the part of it that was asked for. */
export interface OpenedFile {
	body: Exclude<Storable, Buffer>;
	headers: FileHeaders;
	/** Whether it begins where it was asked to, and not at the file's start. */
	isPart: boolean;
}

/** What is asked for. */
export interface FileRequest {
	/** The first byte wanted. */
	from: number;
	/** The part is wanted only of the file that had this ETag or date. */
	validator: string | undefined;
	/** Ends the request and the body. */
	stop: AbortController;
}

interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

function isFullResponse(value: unknown): value is FullResponse {
	return isObject(value) && typeof value.statusCode === 'number' && isObject(value.headers);
}

async function get(
	client: GatewayClient,
	{ url, withKey }: FileSource,
	{ from, validator, stop }: FileRequest,
): Promise<unknown> {
	return await client.file({
		url,
		withKey,
		headers: {
			Accept: 'video/*, application/octet-stream;q=0.9, */*;q=0.8',
			// A compressed body has another length than its header says.
			'Accept-Encoding': 'identity',
			...(from > 0 && { Range: `bytes=${from}-` }),
			...(from > 0 && validator !== undefined && { 'If-Range': validator }),
		},
		// Ours comes first: n8n 2.8 leaves the connection open when its own time is up.
		timeoutMs: 2 * ANSWER_TIMEOUT_MS,
		signal: stop.signal,
	});
}

/** Where a redirect of the gateway's file route leads; without the key, unless it leads to that route again. */
async function redirected(
	client: GatewayClient,
	{ url }: FileSource,
	location: string | undefined,
): Promise<FileSource> {
	const from = await client.absolute(url);
	const target =
		location !== undefined && URL.canParse(location, from) ? new URL(location, from).href : '';
	if (!isHttpUrl(target)) throw fileFault('lasting', 'fileUnavailable', { code: 'badRedirect' });
	return sourceAt(target, await client.origin());
}

async function answerOf(
	client: GatewayClient,
	source: FileSource,
	wanted: FileRequest,
): Promise<FullResponse> {
	const { clock } = client;
	const secret = await client.key();
	const sent = get(client, source, wanted);
	const response = await clock.within(ANSWER_TIMEOUT_MS, sent).catch((error: unknown) => {
		wanted.stop.abort();
		throw clock.cancelled ? new ExecutionCancelled() : networkFault(error, secret);
	});
	if (response === undefined) {
		wanted.stop.abort();
		throw fileFault('passing', 'fileUnavailable', {
			code: 'ETIMEDOUT',
			text: 'No answer within 60 seconds',
		});
	}
	if (!isFullResponse(response)) throw fileFault('lasting', 'fileInvalid');
	return response;
}

/**
 * Asks one address for a file, once, from a byte on. Redirects of the gateway's own route are followed by hand, so that
 * the key goes along none of them.
 *
 * @throws FileFault when no file comes: `passing` where another try may bring it
 * @throws ExecutionCancelled
 */
export async function openFile(
	client: GatewayClient,
	source: FileSource,
	wanted: FileRequest,
): Promise<OpenedFile> {
	let from = source;
	for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
		const { statusCode, headers: given, body } = await answerOf(client, from, wanted);
		const headers = readFileHeaders(given);
		// An error without a listener would end n8n.
		if (isByteStream(body)) body.on('error', () => undefined);
		if (statusCode >= 300 && statusCode < 400 && from.withKey) {
			if (isByteStream(body)) body.destroy();
			from = await redirected(client, from, headers.location);
			continue;
		}
		const isFile = statusCode === 200 || statusCode === 206;
		if (isFile && isByteStream(body)) return { body, headers, isPart: statusCode === 206 };
		if (statusCode === 416 && wanted.from > 0) {
			wanted.stop.abort();
			throw new FileChanged(`The server has no file of more than ${wanted.from} bytes`, {
				status: statusCode,
			});
		}
		const secret = await client.key();
		const now = Date.now();
		const fault = await statusFault(
			{ statusCode, headers: given, body },
			{ withKey: from.withKey, secret, now },
			client.clock,
		);
		wanted.stop.abort();
		throw fault;
	}
	throw fileFault('lasting', 'fileUnavailable', { code: 'tooManyRedirects' });
}
