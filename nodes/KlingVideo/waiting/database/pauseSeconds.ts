/** n8n keeps a wait of less than 65 s in memory, where a restart loses it. */
const SHORTEST_S = 66;

/** The longest pause between two checks, for tasks that take hours. */
const LONGEST_S = 300;

/**
 * How long the child waits before the next check, in seconds: a twelfth of the time waited so far, in its bounds, and
 * such that a check falls on the first deadline.
 *
 * @param now Unix milliseconds, like the others
 * @param parkedAt when the wait began
 * @param giveUpAt the first deadline of a task that is still waited for
 */
export function pauseSeconds(now: number, parkedAt: number, giveUpAt: number): number {
	const usual = Math.min(LONGEST_S, Math.max(SHORTEST_S, (now - parkedAt) / 12_000));
	const left = (giveUpAt - now) / 1000;
	// A pause that leaves less than the shortest one goes on to the deadline at once.
	const pause = left < usual + SHORTEST_S ? Math.max(SHORTEST_S, left) : usual;
	return Math.ceil(pause);
}
