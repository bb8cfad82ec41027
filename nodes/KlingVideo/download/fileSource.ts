import { isLocalAddress } from '../shared/localAddress';
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

function isFileRoute(url: string): boolean {
	return CONTENT_PATH.test(new URL(url).pathname);
}

/**
 * An address of a file as a source. The key goes along only when it is the file route at the gateway's own origin.
 *
 * @param origin the gateway's, as `gatewayOrigin` gives it
 */
export function sourceAt(url: string, origin: string): FileSource {
	return { url, withKey: new URL(url).origin === origin && isFileRoute(url) };
}

/**
 * Where a task's video can be had, in the order of trying: the result link, then the gateway's own route. A link to a
 * file route elsewhere comes from a gateway that does not know its own address, or from one behind it: it wants a key
 * that we do not have, so our own route comes first.
 *
 * @param origin the gateway's, as `gatewayOrigin` gives it
 */
export function sourcesOf(
	origin: string,
	{ id, videoUrl }: Pick<Task, 'id' | 'videoUrl'>,
): [FileSource, ...FileSource[]] {
	const own: FileSource = { url: `/v1/videos/${encodeURIComponent(id)}/content`, withKey: true };
	// Stryker disable next-line ConditionalExpression: no address is no http address; the types want it said
	if (videoUrl === undefined || !isHttpUrl(videoUrl)) return [own];
	const link = sourceAt(videoUrl, origin);
	if (link.withKey) return [link];
	if (!isFileRoute(videoUrl)) return [link, own];
	return isLocalAddress(videoUrl) ? [own] : [own, link];
}
