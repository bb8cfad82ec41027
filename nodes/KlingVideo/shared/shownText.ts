import { readableText, shorten } from './readableText';
import { redact } from './redact';

/**
 * The gateway's text as it may be shown and stored: readable, without keys, at most `max` characters.
 * Keys are removed before the cut, or the cut could hide half a key from us and show it to the reader.
 */
export function shownText(text: string, secret?: string, max?: number): string {
	return shorten(redact(readableText(text), secret), max);
}
