/** Thrown for an item that comes to nothing because another item's error fails the node. */
export class HeldBack extends Error {
	constructor() {
		super('The item was held back, since another one failed');
	}
}
