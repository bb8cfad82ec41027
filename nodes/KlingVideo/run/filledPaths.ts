/** Which parameter filled which place of a body, so that a contradiction can name both. */
export class FilledPaths {
	private readonly filled: Array<{ path: readonly string[]; shownName: string }> = [];

	/** @param shownName the parameter's name as the panel shows it */
	note(path: readonly string[], shownName: string): void {
		this.filled.push({ path, shownName });
	}

	/** The parameter that filled a place, or something in it, or what it is a part of. */
	around(path: readonly string[]): string | undefined {
		return this.filled.find(({ path: filled }) => {
			const shared = Math.min(filled.length, path.length);
			return path.slice(0, shared).every((key, index) => key === filled[index]);
		})?.shownName;
	}
}
