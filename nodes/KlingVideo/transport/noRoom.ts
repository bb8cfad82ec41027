import type { Words } from './readWords';

/**
 * Codes that say that the account has no room for one more task just now: Kling's 1303 (too many tasks) and 1302 (too
 * many requests), Tencent's by their families, and the gateway's own "concurrency…".
 */
const CODE =
	/^(?:130[23]$|RequestLimitExceeded(?:\.|$)|LimitExceeded(?:\.|$)|ResourceInsufficient(?:\.|$)|concurrency)/i;

/** The same in the words of Kling and Tencent, for gateways that pass on the words alone. */
const PHRASE =
	/parallel task over resource pack limit|\b(?:RequestLimitExceeded|LimitExceeded|ResourceInsufficient)\b|concurrency limit/i;

/**
 * Whether the account had no room for a task: nothing was made then. Decided by the codes, those of the gateway's
 * supplier among them, else by known words; a web page's words do not count.
 */
export function isNoRoom({ codes, text = '', isPage }: Words): boolean {
	if (codes.some((code) => CODE.test(code))) return true;
	return isPage !== true && PHRASE.test(text);
}
