import { InputError } from '../shared/inputError';

/**
 * Refuses a submission beyond the most that the user allows in one execution; loops and retries count.
 *
 * @param sent how many this execution has submitted
 * @throws InputError before anything is sent
 */
export function checkMostVideos(most: number | undefined, sent: number): void {
	if (most === undefined || sent < most) return;
	throw new InputError(
		'Most Videos',
		`is ${most}, and this execution has submitted ${sent} ${sent === 1 ? 'task' : 'tasks'} already`,
		"Raise 'Most Videos' if that many are wanted; otherwise look for a loop that never ends",
	);
}
