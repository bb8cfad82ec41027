import { lipSync } from '../../nodes/KlingVideo/scenarios/lipSync.ts';
import { testScenario } from '../support/scenarioTests.cts';
import { lipSyncCases } from './cases/lipSync.cts';

testScenario(lipSync, lipSyncCases);
