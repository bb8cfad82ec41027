import type { TaskStatus } from '../shared/task';

/** Every spelling that ends a task, in lower case; any other, "unknown" too, is a task still pending. */
const ENDED: ReadonlyMap<string, TaskStatus> = new Map([
	['completed', 'completed'],
	['success', 'completed'],
	['succeed', 'completed'],
	['succeeded', 'completed'],
	['finish', 'completed'],
	['finished', 'completed'],
	['failed', 'failed'],
	['failure', 'failed'],
	['fail', 'failed'],
	['error', 'failed'],
	['aborted', 'failed'],
	['expired', 'failed'],
	['cancelled', 'cancelled'],
	['canceled', 'cancelled'],
]);

/** A status as gateways spell it, read. */
export interface ReadStatus {
	status: TaskStatus;
	/** In lower case, without its reason; "" when there is none. */
	word: string;
	/** What some gateways add: "failed: the picture is too small". */
	reason?: string;
}

/** Reads a status in any letter case, with or without a reason behind it. */
export function readStatus(spelling: string | undefined): ReadStatus {
	const whole = spelling ?? '';
	const end = whole.search(/[:：]|$/);
	const plain = whole.slice(0, end).trim().toLowerCase();
	const told = whole.slice(end + 1).trim();
	return {
		status: ENDED.get(plain) ?? 'pending',
		word: plain,
		...(told !== '' && { reason: told }),
	};
}
