import { ACTS } from '../database/acts.cts';
import { COSTS, playDatabase } from '../database/playDatabase.cts';
import { RESTARTS } from '../database/restarts.cts';
import { THOUSAND } from '../database/thousand.cts';
import { testsOf } from '../playedTogether.cts';
import type { OwnSuite } from '../suite.cts';

/** The wait in the database: one n8n for all tests of a version, as nearly all of their time is waiting. */
export const database: OwnSuite = {
	name: 'database',
	n8n: 'own',
	pace: 'alone',
	tests: testsOf(playDatabase, [...Object.keys(ACTS), THOUSAND, ...RESTARTS, COSTS]),
};
