/** Resolves once a condition holds; throws when it still does not after 4 s of real time. */
export async function eventually(condition: () => boolean): Promise<void> {
	const until = performance.now() + 4000;
	while (!condition()) {
		if (performance.now() > until) throw new Error(`Not so after 4 s: ${String(condition)}`);
		await new Promise((resolve) => setImmediate(resolve));
	}
}
