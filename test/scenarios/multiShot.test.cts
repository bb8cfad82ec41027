import { multiShot } from '../../nodes/KlingVideo/scenarios/multiShot.ts';
import { testScenario } from '../support/scenarioTests.cts';
import { multiShotCases } from './cases/multiShot.cts';

testScenario(multiShot, multiShotCases);
