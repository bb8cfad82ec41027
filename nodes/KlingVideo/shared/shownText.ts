import { cut, readableText } from './readableText';
import { redact } from './redact';

/**
 * The gateway's text as it may be shown and stored: readable, without keys, at most `max` characters.
 * Keys are removed before the cut, or the cut could hide half a key from us and show it to the reader. Nothing is read
 * a second time after that: what was an entity of an entity would show a key that nobody has looked for.
 */
export function shownText(text: string, secret?: string, max?: number): string {
	return cut(redact(readableText(text), secret), max);
}
