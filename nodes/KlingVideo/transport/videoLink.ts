import type { IDataObject } from 'n8n-workflow';

import { at, textOf } from '../shared/json';
import { removeSecret } from '../shared/redact';

/** Where the result's link may be, in the order of trust. */
const LINK_PLACES: ReadonlyArray<readonly string[]> = [
	['video_url'],
	['metadata', 'url'],
	['metadata', 'video_url'],
	['metadata', 'result_url'],
	['url'],
	['result_url'],
	['output_url'],
	['output', 'video_url'],
	['output', 'url'],
	['video', 'url'],
	['data', 'result_url'],
	['data', 'video_url'],
	['data', 'url'],
	// Older gateways of the new-api family keep a finished task's link where a failed one's reason is.
	['fail_reason'],
];

/** The gateway's own file route, whatever stands before it in the address. */
const OWN_ROUTE = /\/v1\/videos\/([^/]+)\/content\/?$/;

/** What is known of the task whose link is read. */
export interface LinkContext {
	id: string;
	/** The key: a link that carries it would spread it into outputs and to other origins. */
	secret?: string;
	/** The gateway's base address, for its own file route. */
	base?: string;
}

/** Whether a text is the address of a file. */
export function isFileLink(text: string): boolean {
	return /^https?:\/\/[^\s/?#]/i.test(text) && !/\s/.test(text) && URL.canParse(text);
}

/**
 * The link to a finished task's video.
 *
 * A link to the gateway's file route of this very task on another host, or without a host, comes from a gateway that does
 * not know its own address: the route at our base address is meant.
 */
export function videoLink(body: IDataObject, context: LinkContext): string | undefined {
	for (const link of candidates(body)) {
		if (isOwnRoute(link, context.id) && context.base !== undefined) {
			return `${context.base}/v1/videos/${encodeURIComponent(context.id)}/content`;
		}
		// In any spelling, without its sk- too.
		const hasKey = removeSecret(link, context.secret) !== link;
		if (isFileLink(link) && !hasKey) return link;
	}
	return undefined;
}

function candidates(body: IDataObject): string[] {
	const places = LINK_PLACES.map((place) => at(body, ...place));
	// Kling's own format.
	const videos = at(body, 'task_result', 'videos');
	const native: unknown = Array.isArray(videos) ? at(videos[0], 'url') : undefined;
	return [...places, native].flatMap((value) => textOf(value) ?? []);
}

function isOwnRoute(link: string, id: string): boolean {
	const isAddress = link.startsWith('/') || isFileLink(link);
	if (!isAddress || !URL.canParse(link, 'http://gateway')) return false;
	const named = OWN_ROUTE.exec(new URL(link, 'http://gateway').pathname)?.[1];
	return named === encodeURIComponent(id);
}
