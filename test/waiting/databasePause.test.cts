import fc from 'fast-check';
import { pauseSeconds } from '../../nodes/KlingVideo/waiting/database/pauseSeconds.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

test('the first pause is the shortest that n8n keeps in its database', () => {
	expect(pauseSeconds(0, 0, HOUR)).toBe(66);
});

test('after an hour it is five minutes, and no longer after a day', () => {
	expect(pauseSeconds(HOUR, 0, 48 * HOUR)).toBe(300);
	expect(pauseSeconds(24 * HOUR, 0, 48 * HOUR)).toBe(300);
});

test('a pause that leaves room for one more goes its usual way, any other one to the deadline', () => {
	expect(pauseSeconds(0, 0, 132 * SECOND)).toBe(66);
	expect(pauseSeconds(0, 0, 131 * SECOND)).toBe(131);
});

test('it is never short enough for memory, and never leaves out the deadline', () => {
	fc.assert(
		fc.property(fc.nat(48 * HOUR), fc.nat(48 * HOUR), (waited, left) => {
			const pause = pauseSeconds(waited, 0, waited + left);
			expect(pause).toBeGreaterThanOrEqual(66);
			expect(pause).toBeLessThanOrEqual(366);
			// At the deadline, or with room for a further check before it.
			const over = pause * SECOND - left;
			if (left >= 66 * SECOND) expect(over < SECOND).toBe(true);
			if (over < 0) expect(-over).toBeGreaterThanOrEqual(65 * SECOND);
		}),
	);
});

test('the checks of a day are fewer than three hundred and fifty', () => {
	let now = 0;
	let checks = 0;
	for (; now < 24 * HOUR; checks += 1) now += pauseSeconds(now, 0, 24 * HOUR) * SECOND;
	expect(now).toBe(24 * HOUR);
	expect(checks).toBeLessThan(350);
});
