import type { Failure, FailureReason } from '../../nodes/KlingVideo/shared/failure.ts';
import type { Task } from '../../nodes/KlingVideo/shared/task.ts';
import {
	isLinkGivenUp,
	noteFailure,
	noteTask,
	type Trouble,
} from '../../nodes/KlingVideo/waiting/trouble.ts';

const failure = (reason: FailureReason, status?: number): Failure => ({
	...{ reason, acceptance: 'unknown' },
	...(status !== undefined && { status }),
});
const taskOf = (more: Partial<Task>): Task => ({ id: 't', status: 'pending', raw: {}, ...more });

/** At which of the given seconds the trouble, noted at each, is taken for one that asking again cannot mend. */
function givenUpAt(trouble: Trouble, reason: FailureReason, seconds: number[]): number | undefined {
	return seconds.find((second) => noteFailure(trouble, failure(reason), second * 1_000));
}

describe('a task that was seen', () => {
	test.each<[string, Partial<Task>, boolean]>([
		['pending', {}, false],
		['failed', { status: 'failed' }, true],
		['cancelled', { status: 'cancelled' }, true],
		['completed with its link', { status: 'completed', videoUrl: 'https://a.example/1' }, true],
		['completed without', { status: 'completed' }, false],
	])('%s: is there nothing more to wait for? %s', (_, task, expected) => {
		expect(noteTask({}, taskOf(task), 5)).toBe(expected);
	});

	test('ends what was amiss before', () => {
		const trouble: Trouble = { unknownSince: 1, keyRefusedSince: 2, linkMissingSince: 3 };
		noteTask(trouble, taskOf({}), 5);
		expect(trouble).toEqual({});
	});

	test('without its link: the first moment counts', () => {
		const trouble: Trouble = {};
		noteTask(trouble, taskOf({ status: 'completed' }), 0);
		noteTask(trouble, taskOf({ status: 'completed' }), 9);
		expect(trouble.linkMissingSince).toBe(0);
		noteTask(trouble, taskOf({ status: 'failed' }), 9);
		expect(trouble.linkMissingSince).toBeUndefined();
	});
});

describe('a poll that found no task', () => {
	test('of an unknown task is repeated for a minute', () => {
		expect(givenUpAt({}, 'taskUnknown', [0, 30, 60, 61])).toBe(61);
	});

	test('passing trouble in between begins the minute anew', () => {
		const trouble: Trouble = {};
		expect(givenUpAt(trouble, 'taskUnknown', [0, 60])).toBeUndefined();
		expect(givenUpAt(trouble, 'gatewayTrouble', [61])).toBeUndefined();
		expect(givenUpAt(trouble, 'taskUnknown', [100, 160, 161])).toBe(161);
	});

	test.each<FailureReason>(['badKey', 'keyUsedUp'])(
		'%s of our own task: the key may be topped up within five minutes',
		(reason) => {
			const trouble = { isOurs: true, unknownSince: 7 };
			expect(givenUpAt(trouble, reason, [10, 310, 311])).toBe(311);
			expect(trouble.unknownSince).toBe(7);
			expect(givenUpAt({}, reason, [10])).toBe(10);
		},
	);

	test.each<[FailureReason, number | undefined, boolean]>([
		['unreachable', undefined, false],
		['gatewayTrouble', 502, false],
		['gatewayTrouble', 501, true],
		['noCredit', 403, true],
		['modelUnavailable', 403, true],
		['redirected', 302, true],
	])('%s with status %s: is it final? %s', (reason, status, isFinal) => {
		for (const isOurs of [true, false])
			expect(noteFailure({ isOurs }, failure(reason, status), 0)).toBe(isFinal);
	});

	test('of a completed task whose link is missing is never final', () => {
		const trouble = { linkMissingSince: 0 };
		for (const reason of ['badKey', 'noCredit', 'taskUnknown'] as const)
			expect(givenUpAt(trouble, reason, [1, 100, 1000])).toBeUndefined();
	});
});

describe('the link is waited for', () => {
	test.each([
		['no longer than a minute', 60_000, 100_000, true],
		['a minute', 59_999, 100_000, false],
		['no longer than to the deadline', 30_000, 30_000, true],
		['up to the deadline', 29_999, 30_000, false],
	])('%s', (_, now, deadline, isOver) => {
		expect(isLinkGivenUp({ linkMissingSince: 0 }, now, deadline)).toBe(isOver);
	});

	test('only where it is missing', () => {
		expect(isLinkGivenUp({}, 100_000, 0)).toBe(false);
	});
});
