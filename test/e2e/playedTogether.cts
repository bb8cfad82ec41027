import type { E2eTest, Setting } from './suite.cts';

/** How the tests of a play ended: by name, with what was thrown where one failed. */
export type Outcomes = ReadonlyMap<string, PromiseSettledResult<void>>;

/** Plays once for each n8n version, whoever asks first: starts, kills and waits take minutes. */
export function oncePerVersion<T>(
	play: (setting: Setting) => Promise<T>,
): (setting: Setting) => Promise<T> {
	const plays = new Map<string, Promise<T>>();
	return async (setting) => {
		const known = plays.get(setting.version) ?? play(setting);
		plays.set(setting.version, known);
		return await known;
	};
}

/** The tests that one play answers: the first takes the time of all. */
export function testsOf(
	play: (setting: Setting) => Promise<Outcomes>,
	names: readonly string[],
): Array<E2eTest<Setting>> {
	const outcomesOf = oncePerVersion(play);
	return names.map((name) => ({
		name,
		async run(setting) {
			const outcome = (await outcomesOf(setting)).get(name);
			if (outcome === undefined) throw new Error('It was not played');
			if (outcome.status === 'rejected') throw outcome.reason;
		},
	}));
}
