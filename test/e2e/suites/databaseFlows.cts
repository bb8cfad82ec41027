import { FLOW_ACTS } from '../database/flowActs.cts';
import { FLOWS } from '../database/flows.cts';
import { playFlows } from '../database/playFlows.cts';
import { testsOf } from '../playedTogether.cts';
import type { OwnSuite } from '../suite.cts';

/** The wait in the database in the workflows that people have, most of them through `kill -9`. */
export const databaseFlows: OwnSuite = {
	name: 'database flows',
	n8n: 'own',
	pace: 'sideBySide',
	tests: testsOf(playFlows, [...Object.keys(FLOW_ACTS), ...Object.keys(FLOWS)]),
};
