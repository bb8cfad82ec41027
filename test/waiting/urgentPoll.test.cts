import { urgentPollAt } from '../../nodes/KlingVideo/waiting/urgentPoll.ts';

const S = 1_000;

test('nobody waits: no poll is urgent', () => {
	expect(urgentPollAt('none', 0, 5 * S, 10 * S)).toBe(Infinity);
});

test.each([
	['four seconds after the last poll', 60 * S, 64 * S],
	['four seconds after the start, where there was none', undefined, 10 * S],
])('the queue has to know of the room: %s', (_, polledAt, expected) => {
	expect(urgentPollAt('confirm', 6 * S, polledAt, 30 * S)).toBe(expected);
});

describe('items wait for the slot of a task that began at the sixth second', () => {
	const at = (polledAt: number | undefined, quickestMs = 10 * S) =>
		urgentPollAt('slot', 6 * S, polledAt, quickestMs);

	test.each([
		['a twelfth of its age', 90 * S, 97 * S],
		['no less than three seconds', 30 * S, 33 * S],
		['no more than twelve', 306 * S, 318 * S],
	])('the pause is %s', (_, polledAt, expected) => {
		expect(at(polledAt)).toBe(expected);
	});

	test.each([
		['as long as none has ended, not within twenty seconds', Infinity, 26 * S],
		['not within four fifths of the time of the quickest', 100 * S, 86 * S],
		['a quick one hurries nobody below the pause', 1 * S, 9 * S],
	])('%s', (_, quickestMs, expected) => {
		expect(at(undefined, quickestMs)).toBe(expected);
	});
});
