import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer.
 * @param what what is waited for, for the error
 * @param ask gives `undefined` while the answer is not there
 * @param seconds after which to give up
 * @param everyMs pause between two tries, milliseconds
 * @throws when the time is over, with the last error of `ask` as the cause
 */
export async function eventually<T>(
	what: string,
	ask: () => Promise<T | undefined> | T | undefined,
	seconds: number,
	everyMs = 250,
): Promise<T> {
	const end = Date.now() + seconds * 1000;
	let cause: unknown;
	for (;;) {
		try {
			const answer = await ask();
			if (answer !== undefined) return answer;
			cause = undefined;
		} catch (error) {
			cause = error;
		}
		if (Date.now() > end) {
			const why = cause instanceof Error ? `: ${cause.message}` : '';
			throw new Error(`Not within ${seconds} s: ${what}${why}`, { cause });
		}
		await pause(everyMs);
	}
}
