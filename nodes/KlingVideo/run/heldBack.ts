/** Thrown for an item that comes to nothing because another item's error fails the node. */
export class HeldBack extends Error {}
