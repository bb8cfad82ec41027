import { ACTS } from '../database/acts.cts';
import { COSTS, playDatabase, type Outcomes } from '../database/playDatabase.cts';
import { RESTARTS } from '../database/restarts.cts';
import { THOUSAND } from '../database/thousand.cts';
import type { OwnSuite, Setting } from '../suite.cts';

const plays = new Map<string, Promise<Outcomes>>();

/** One n8n for all tests of a version: they take minutes, nearly all of it waiting. */
async function outcomesOf(setting: Setting): Promise<Outcomes> {
	const known = plays.get(setting.version) ?? playDatabase(setting);
	plays.set(setting.version, known);
	return await known;
}

/** The wait in the database: the first test takes the time of all. */
export const database: OwnSuite = {
	name: 'database',
	n8n: 'own',
	pace: 'alone',
	tests: [...Object.keys(ACTS), THOUSAND, ...RESTARTS, COSTS].map((name) => ({
		name,
		async run(setting) {
			const outcome = (await outcomesOf(setting)).get(name);
			if (outcome === undefined) throw new Error('It was not played');
			if (outcome.status === 'rejected') throw outcome.reason;
		},
	})),
};
