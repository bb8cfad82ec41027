import type { FileFormat } from '../shared/fileFormat';
import { shownText } from '../shared/shownText';

/** How much of a file is shown at the most, before it is cut to a sane length. */
const MOST_TEXT = 16_384;

/** No text has control characters but white space. */
const NOT_TEXT = /[^\s\P{Cc}]|\ufffd/u;

/** How many of the first bytes are shown of what is neither text nor known. */
const SHOWN_BYTES = 8;

/**
 * What a file begins with that is no video: its first words where it is text, else what its bytes tell, and the media
 * type that the server names.
 *
 * @param about.secret taken out of the text
 */
export function noVideoText(
	head: Buffer,
	{ format, type, secret }: { format?: FileFormat; type?: string; secret: string },
): string {
	return `${beginning(head, format, secret)} (${type ?? 'no type'})`;
}

function beginning(head: Buffer, format: FileFormat | undefined, secret: string): string {
	if (format) return `the bytes of a ${format} file`;
	// The last character may be cut.
	const text = head.toString('utf8', 0, MOST_TEXT).replace(/\ufffd$/, '');
	if (!NOT_TEXT.test(text)) return shownText(text, secret);
	const bytes = head.toString('hex', 0, SHOWN_BYTES).replace(/(..)(?=.)/g, '$1 ');
	return `bytes of no known format: ${bytes}`;
}
