/**
 * How long to pause before asking again, in milliseconds: what the server asks for, else our own pause; within reason.
 *
 * @param own our own pause
 * @param asked the server's Retry-After
 * @param longest the longest pause that a server may ask for
 */
export function pauseMs(own: number, asked: number | undefined, longest: number): number {
	return asked === undefined ? own : Math.min(asked, longest);
}
