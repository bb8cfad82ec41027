import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import type { VideoFacts } from '../../nodes/KlingVideo/output/warnings.ts';
import { MovieReader } from '../../nodes/KlingVideo/shared/movieReader.ts';
import { networkText, type GatewayUnderCheck } from './gatewayUnderCheck.cts';

/** A download that takes longer, in milliseconds, is given up. */
const DOWNLOAD_MS = 300_000;

/** What was found out about a finished task's file. */
export interface FetchedVideo {
	/** Where it came from: the link of the task, or the gateway's own file route. */
	from: 'link' | 'content';
	bytes: number;
	facts: VideoFacts;
}

/**
 * Fetches a finished task's file, by its link without the key, or else through the gateway; keeps none of it.
 * @returns what is known of it, or what went wrong
 */
export async function fetchVideo(
	gateway: GatewayUnderCheck,
	task: Task,
): Promise<FetchedVideo | string> {
	const ways: Array<[FetchedVideo['from'], string, RequestInit]> = [
		[
			'content',
			`${gateway.baseUrl}/v1/videos/${encodeURIComponent(task.id)}/content`,
			{ redirect: 'manual', headers: { authorization: `Bearer ${gateway.key}` } },
		],
	];
	if (task.videoUrl !== undefined) ways.unshift(['link', task.videoUrl, {}]);
	const faults: string[] = [];
	for (const [from, url, options] of ways) {
		try {
			const response = await fetch(url, { ...options, signal: AbortSignal.timeout(DOWNLOAD_MS) });
			if (response.ok && response.body !== null) {
				return { from, ...(await readVideo(response.body)) };
			}
			faults.push(`${from}: ${response.status}`);
		} catch (error) {
			faults.push(`${from}: ${networkText(error)}`);
		}
	}
	return gateway.clean(faults.join('; '));
}

async function readVideo(
	body: AsyncIterable<Uint8Array>,
): Promise<Pick<FetchedVideo, 'bytes' | 'facts'>> {
	const movie = new MovieReader();
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.length;
		movie.take(Buffer.from(chunk));
	}
	const { seconds, sides } = movie;
	return { bytes, facts: { ...(seconds !== undefined && { seconds }), ...sides } };
}
