import { SlotWindow } from '../../nodes/KlingVideo/submission/slotWindow.ts';

/** Without jitter, unless told otherwise. */
const windowOf = (limits: ConstructorParameters<typeof SlotWindow>[0] = {}) =>
	new SlotWindow({ random: () => 0.5, ...limits });

/** Makes every offer that may be made, and tells how many those were. */
function offerAll(window: SlotWindow, now = 0): number {
	let offers = 0;
	for (; window.mayOffer(now); offers += 1) window.offered();
	return offers;
}

/** An account that was found to be full at a moment, by the first of four offers. */
function full(now = 0, limits: ConstructorParameters<typeof SlotWindow>[0] = {}): SlotWindow {
	const window = windowOf(limits);
	offerAll(window);
	for (let offer = 0; offer < 4; offer += 1) window.wasRefused(now);
	return window;
}

describe('as long as nothing was refused', () => {
	test('four offers are under way, one more for each that is accepted, up to twenty', () => {
		const window = windowOf();
		expect(offerAll(window)).toBe(4);
		for (let accepted = 1; accepted <= 30; accepted += 1) {
			window.wasAccepted();
			expect(offerAll(window)).toBe(accepted <= 16 ? 2 : 1);
			expect(window.open).toBe(accepted);
		}
	});

	test('an offer that comes to nothing is made anew, and no more than that', () => {
		const window = windowOf();
		offerAll(window);
		window.cameToNothing();
		window.cameToNothing();
		expect(offerAll(window)).toBe(2);
		expect(window.open).toBe(0);
	});

	test('the next offer may be made at once, or only when something happens', () => {
		const window = windowOf();
		expect(window.nextOfferAt()).toBe(0);
		offerAll(window);
		expect(window.nextOfferAt()).toBeUndefined();
	});

	test("the user's own limit counts open tasks and offers, those of an earlier try too", () => {
		const window = windowOf({ most: 3 });
		window.wasOpen();
		expect(offerAll(window)).toBe(2);
		window.wasAccepted();
		window.wasAccepted();
		expect(window.open).toBe(3);
		expect(offerAll(window)).toBe(0);
		window.hasEnded();
		expect(offerAll(window)).toBe(1);
	});
});

describe('after a refusal', () => {
	test.each([
		[0, 7_500],
		[0.5, 10_000],
		[1, 12_500],
	])('the account is asked again after ten seconds, a quarter more or less: %d', (random, ms) => {
		const window = full(1_000, { random: () => random });
		expect(window.nextOfferAt()).toBe(1_000 + ms);
		expect(window.mayOffer(1_000 + ms - 1)).toBe(false);
		expect(offerAll(window, 1_000 + ms)).toBe(1);
		expect(window.nextOfferAt()).toBeUndefined();
	});

	test('the pause doubles with each further one, up to ninety seconds', () => {
		const window = full();
		const pauses: number[] = [];
		let now = 0;
		for (let offer = 0; offer < 6; offer += 1) {
			const at = window.nextOfferAt() ?? NaN;
			pauses.push((at - now) / 1000);
			now = at;
			window.offered();
			window.wasRefused(now);
		}
		expect(pauses).toEqual([10, 10, 20, 40, 80, 90]);
	});

	test('an acceptance makes room for one offer at once, and the next pause is short again', () => {
		const window = full();
		for (const now of [10_000, 30_000]) {
			window.offered();
			window.wasRefused(now);
		}
		window.offered();
		window.wasAccepted();
		expect(offerAll(window, 30_000)).toBe(1);
		window.cameToNothing();
		expect(window.mayOffer(30_000)).toBe(false);
		window.hasEnded();
		window.offered();
		window.wasRefused(80_000);
		expect(window.nextOfferAt()).toBe(90_000);
	});

	test('the end of an own task makes room for one offer; two ends for two, one after the other', () => {
		const window = full();
		window.wasOpen();
		window.wasOpen();
		window.wasOpen();
		expect(window.nextOfferAt()).toBeUndefined();
		window.hasEnded();
		window.hasEnded();
		expect(offerAll(window)).toBe(1);
		window.cameToNothing();
		expect(offerAll(window)).toBe(1);
		window.cameToNothing();
		expect(offerAll(window)).toBe(0);
	});

	test('a refusal takes back every sign of room', () => {
		const window = full();
		for (let task = 0; task < 3; task += 1) window.wasOpen();
		window.hasEnded();
		window.hasEnded();
		window.offered();
		window.wasRefused(0);
		expect(window.nextOfferAt()).toBeUndefined();
	});

	test.each([
		[5_000, 5_000],
		[90_000, 90_000],
		[300_000, 90_000],
	])('a gateway that asks for %d ms is given %d, whatever there is room for', (asked, given) => {
		const window = windowOf();
		window.wasOpen();
		window.offered();
		window.wasRefused(1_000, asked);
		window.hasEnded();
		expect(window.nextOfferAt()).toBe(1_000 + given);
		window.offered();
		// A later refusal that asks for less does not shorten it.
		window.wasRefused(2_000, 1);
		expect(window.nextOfferAt()).toBe(Math.max(12_000, 1_000 + given));
	});

	test('it is not asked without a sign while own tasks are open, whose ends are seen', () => {
		for (const [seesEnds, at] of [
			[true, undefined],
			[false, 10_000],
		] as const) {
			const window = full(0, { seesEnds });
			expect(window.nextOfferAt()).toBe(10_000);
			window.wasOpen();
			expect(window.nextOfferAt()).toBe(at);
		}
	});

	test('it is asked all the same while it accepts most: thirteen refusals for ten tasks', () => {
		const window = windowOf();
		for (let task = 0; task < 10; task += 1) {
			window.offered();
			window.wasAccepted();
		}
		const asks: boolean[] = [];
		for (let refusal = 0; refusal < 14; refusal += 1) {
			window.offered();
			window.wasRefused(0);
			asks.push(window.nextOfferAt() !== undefined);
		}
		expect(asks).toEqual(asks.map((_, refusals) => refusals + 1 < 13));
	});
});

describe('an account that accepts every task, and fails those without room a moment later', () => {
	/** One task was accepted, and failed for lack of room at that moment. */
	function late(now = 0): SlotWindow {
		const window = windowOf();
		window.offered();
		window.wasAccepted();
		window.hasEndedForLackOfRoom(now);
		return window;
	}

	test('is asked again after the pause, and the task has no slot', () => {
		const window = late(1_000);
		expect(window.open).toBe(0);
		expect(window.isWaitingToConfirm).toBe(false);
		expect(window.nextOfferAt()).toBe(11_000);
	});

	test('is offered no more until the next task was seen at work, and then at once', () => {
		const window = late();
		window.wasConfirmed();
		expect(window.nextOfferAt()).toBe(10_000);
		window.offered();
		window.wasAccepted();
		expect(window.isWaitingToConfirm).toBe(true);
		expect(window.nextOfferAt()).toBeUndefined();
		window.wasConfirmed();
		expect(window.isWaitingToConfirm).toBe(false);
		expect(window.nextOfferAt()).toBe(0);
	});

	test('is given twice the pause when the next one fails too, but not for one of the first', () => {
		const window = late();
		window.wasOpen();
		window.hasEndedForLackOfRoom(1_000);
		expect(window.nextOfferAt()).toBe(11_000);
		window.offered();
		window.wasAccepted();
		window.hasEndedForLackOfRoom(11_000);
		expect(window.isWaitingToConfirm).toBe(false);
		// The pause was set before it was doubled.
		expect(window.nextOfferAt()).toBe(21_000);
		window.offered();
		window.wasAccepted();
		window.hasEndedForLackOfRoom(21_000);
		expect(window.nextOfferAt()).toBe(41_000);
	});

	test('its failed tasks do not count as accepted', () => {
		const window = windowOf();
		for (let task = 0; task < 4; task += 1) window.offered();
		for (let task = 0; task < 4; task += 1) window.wasAccepted();
		// Three have a slot, for which one refusal is few; of one it would be many.
		window.hasEndedForLackOfRoom(0);
		expect(window.nextOfferAt()).toBe(10_000);
		window.hasEndedForLackOfRoom(0);
		expect(window.nextOfferAt()).toBe(10_000);
		window.hasEndedForLackOfRoom(0);
		expect(window.nextOfferAt()).toBeUndefined();
	});
});
