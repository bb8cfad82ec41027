import type { Task } from '../shared/task';
import { isHttpUrl } from '../shared/webLink';

/** One address of a task's video. */
export interface FileSource {
	/** Absolute, or a path at the gateway. */
	url: string;
	/** Whether it is the gateway's own file route, the only address of a file that gets the key. */
	withKey: boolean;
}

/** The path of the gateway's own file route, whatever stands before it in the base URL. */
const CONTENT_PATH = /\/v1\/videos\/[^/]+\/content\/?$/;

/**
 * An address of a file as a source. The key goes along only when it is the file route at the gateway's own origin.
 *
 * @param origin the gateway's, as `gatewayOrigin` gives it
 */
export function sourceAt(url: string, origin: string): FileSource {
	const parsed = new URL(url);
	return { url, withKey: parsed.origin === origin && CONTENT_PATH.test(parsed.pathname) };
}

/**
 * Where a task's video can be had, in the order of trying: the result link, then the gateway's own route.
 *
 * @param origin the gateway's, as `gatewayOrigin` gives it
 */
export function sourcesOf(origin: string, { id, videoUrl }: Task): FileSource[] {
	const own: FileSource = { url: `/v1/videos/${encodeURIComponent(id)}/content`, withKey: true };
	if (videoUrl === undefined || !isHttpUrl(videoUrl)) return [own];
	const link = sourceAt(videoUrl, origin);
	return link.withKey ? [link] : [link, own];
}
