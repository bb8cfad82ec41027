import type { IBinaryData } from 'n8n-workflow';

import type { VideoFacts } from '../output/warnings';
import { aboutFormat } from '../shared/fileFormat';
import { GatewayFailure } from '../shared/failure';
import { shownText } from '../shared/shownText';
import type { DownloadSettings } from '../shared/settings';
import type { Task } from '../shared/task';
import { ExecutionCancelled } from '../run/tryClock';
import type { GatewayClient } from '../transport/gatewayClient';
import { FileDownload, FileMustRestart } from './fileDownload';
import { FileFault, fileFault } from './fileFault';
import type { FileSource } from './fileSource';
import { sourcesOf } from './fileSource';
import { FileTries } from './fileTries';
import { noVideoText } from './noVideoText';
import { videoName } from './videoName';

/** A video in n8n's storage, and what its header told. */
export interface DownloadedVideo {
	binary: IBinaryData;
	facts: VideoFacts;
}

const MEGABYTE = 1_000_000;

interface Download {
	client: GatewayClient;
	task: Task;
	options: Omit<DownloadSettings, 'outputField'>;
	/** When the download is given up, as a moment of the try's clock, in milliseconds. */
	until: number | undefined;
}

/** One attempt to store the file from one address; `undefined` when it has to begin anew. */
async function storeOnce(
	{ client, task, options, until }: Download,
	source: FileSource,
	tries: FileTries,
): Promise<DownloadedVideo | undefined> {
	const { maxSizeMb } = options;
	const download = new FileDownload({
		client,
		source,
		tries,
		...(maxSizeMb !== undefined && { mostBytes: maxSizeMb * MEGABYTE }),
		until,
	});
	try {
		const { head, format, type } = await download.start();
		if (head.length === 0) throw fileFault('lasting', 'fileEmpty');
		// What the server says of the type makes nothing a video.
		if (!format || aboutFormat(format).kind !== 'video') {
			const text = noVideoText(head, { format, type, secret: await client.key() });
			throw fileFault('lasting', 'fileInvalid', { text });
		}
		const { mime, extension } = aboutFormat(format);
		const name = videoName(task.id, extension, options.fileName);
		const binary = await client.store(download.storable(), name, mime);
		return { binary, facts: download.facts };
	} catch (error) {
		// The store may have wrapped what it was given.
		const why = download.fault ?? error;
		if (why instanceof FileMustRestart) return undefined;
		throw isOurs(why) ? why : await notStored(client, why);
	} finally {
		download.end();
	}
}

function isOurs(error: unknown): boolean {
	return error instanceof FileFault || error instanceof ExecutionCancelled;
}

/** n8n's own storage gave up: the disk is full, or the file larger than the database may hold. */
async function notStored(client: GatewayClient, error: unknown): Promise<FileFault> {
	const secret = await client.key();
	const text = shownText(error instanceof Error ? error.message : String(error), secret);
	return fileFault('final', 'fileNotStored', { ...(text !== '' && { text }) });
}

/** Stores the file from one address, from its beginning as often as it takes, or tells why it cannot. */
async function storeFrom(
	download: Download,
	source: FileSource,
): Promise<DownloadedVideo | FileFault> {
	const tries = new FileTries(download.client.clock, download.until);
	while (true) {
		const stored = await storeOnce(download, source, tries).catch((error: unknown) => {
			if (error instanceof FileFault) return error;
			throw error;
		});
		if (stored !== undefined) return stored;
	}
}

/**
 * Stores the file from the first address that gives it, or tells why none does: what the result link says tells more
 * than the route that stands in for it, unless that one says that no address will do.
 */
async function storeFromAny(
	download: Download,
	[source, ...others]: readonly [FileSource, ...FileSource[]],
): Promise<DownloadedVideo | FileFault> {
	const { client, task } = download;
	if (client.clock.cancelled) throw new ExecutionCancelled();
	const stored = await storeFrom(download, source);
	if (!(stored instanceof FileFault)) return stored;
	client.logger.info(`Kling Video: no file of task ${task.id} (${stored.failure.reason})`);
	const [next, ...rest] = others;
	if (stored.hope === 'final' || !next) return stored;
	const later = await storeFromAny(download, [next, ...rest]);
	return later instanceof FileFault && later.hope !== 'final' ? stored : later;
}

/**
 * Downloads the video of a completed task into n8n's binary storage as a stream, so that memory does not grow with its
 * size. Lost connections are tried again from where they stopped; when the result link will not give the file, the
 * gateway's own file route is asked. The key goes to that route alone.
 *
 * @param until tells when it is given up, as a moment of the try's clock, once its turn has come: downloads queue
 * @throws GatewayFailure with the task, so that the error names it: the task itself is done and paid for
 * @throws ExecutionCancelled
 */
export async function downloadVideo(
	client: GatewayClient,
	task: Task,
	options: Omit<DownloadSettings, 'outputField'>,
	until?: () => number,
): Promise<DownloadedVideo> {
	return await client.item.nodeTry.files.run(async () => {
		const download: Download = { client, task, options, until: until?.() };
		const stored = await storeFromAny(download, sourcesOf(await client.origin(), task));
		if (stored instanceof FileFault) throw new GatewayFailure(stored.failure, task);
		return stored;
	});
}
