import type { NodeRun, RunItem } from './nodeRun';

/** One piece of work that the items of a run do together: each brings a value and takes its part of the results. */
export class Gathering<T, R> {
	private readonly values = new Map<RunItem, T>();

	private results?: Promise<Map<RunItem, R>>;

	constructor(private readonly run: NodeRun) {}

	/**
	 * Waits for all items of the run but the refused ones; the first that sees all there does the work.
	 *
	 * @param work gets the values in the order of the items, and gives the results in that order
	 * @returns the item's own result, if there is one
	 */
	async join(item: RunItem, value: T, work: (values: T[]) => Promise<R[]>): Promise<R | undefined> {
		this.values.set(item, value);
		await this.run.whenAll(() => this.values.size);
		this.results ??= this.shareOut(work);
		return (await this.results).get(item);
	}

	private async shareOut(work: (values: T[]) => Promise<R[]>): Promise<Map<RunItem, R>> {
		const members = [...this.values].sort(([one], [other]) => one.index - other.index);
		const results = await work(members.map(([, value]) => value));
		return new Map(
			members.flatMap(([member], place) => {
				const result = results[place];
				return result === undefined ? [] : [[member, result] as const];
			}),
		);
	}
}
