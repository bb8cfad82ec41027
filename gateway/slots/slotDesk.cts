import type { SlotCounts, Slots } from './slots.cts';

/** What a test sees of the slots, and does with them in other users' place. */
export class SlotDesk {
	constructor(
		private readonly slots: Slots,
		/** The account of a key, the good one's without a key. */
		private readonly accountOf: (key?: string) => string,
	) {}

	/** The counts of a key's account. */
	counts(key?: string): SlotCounts {
		return this.slots.counts(this.accountOf(key));
	}

	/** Others take up to `count` free slots; how many they got. */
	take(count: number, key?: string): number {
		return this.slots.take(this.accountOf(key), count);
	}

	/** Others give back up to `count` slots; how many that were. */
	giveBack(count: number, key?: string): number {
		return this.slots.giveBack(this.accountOf(key), count);
	}
}
