import type { Suite } from '../suite.cts';
import { agent } from './agent.cts';
import { credential } from './credential.cts';
import { database } from './database.cts';
import { databaseFlows } from './databaseFlows.cts';
import { durableExamples } from './durableExamples.cts';
import { editor } from './editor.cts';
import { firstSteps } from './firstSteps.cts';
import { killed } from './killed.cts';
import { operations } from './operations.cts';
import { paidOnce } from './paidOnce.cts';
import { queue } from './queue.cts';
import { quickExamples } from './quickExamples.cts';
import { videoQueue } from './videoQueue.cts';

/** Every suite, in the order in which those that run one by one are run. */
export const SUITES: readonly Suite[] = [
	credential,
	operations,
	quickExamples,
	durableExamples,
	paidOnce,
	agent,
	editor,
	firstSteps,
	killed,
	queue,
	videoQueue,
	databaseFlows,
	database,
];
