import type { ItemTry } from './itemTry';
import type { Milestone } from './milestone';
import type { NodeTry } from './nodeTry';

/** One piece of work that the items of a try do together: each brings a value and takes its part of the results. */
export class Together<T, R> {
	private readonly values = new Map<ItemTry, T>();

	private readonly complete: Milestone;

	private results?: Promise<Map<ItemTry, R | undefined>>;

	constructor(nodeTry: NodeTry) {
		this.complete = nodeTry.gathering(() => this.values.size);
	}

	/**
	 * Waits for all items of the try but those that have come to their end; the first that sees all there does the work.
	 *
	 * @param work gets the values in the order of the items, and their items, and gives the results in that order
	 * @returns the item's own result, if there is one
	 */
	async join(
		item: ItemTry,
		value: T,
		work: (values: T[], members: ItemTry[]) => Promise<R[]>,
	): Promise<R | undefined> {
		this.values.set(item, value);
		await this.complete.reached();
		this.results ??= this.shareOut(work);
		return (await this.results).get(item);
	}

	private async shareOut(
		work: (values: T[], members: ItemTry[]) => Promise<R[]>,
	): Promise<Map<ItemTry, R | undefined>> {
		const members = [...this.values].sort(([one], [other]) => one.index - other.index);
		const results = await work(
			members.map(([, value]) => value),
			members.map(([member]) => member),
		);
		return new Map(members.map(([member], place) => [member, results[place]]));
	}
}
