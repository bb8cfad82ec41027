import { motionControl } from '../../nodes/KlingVideo/scenarios/motionControl.ts';
import { testScenario } from '../support/scenarioTests.cts';
import { motionControlCases } from './cases/motionControl.cts';

testScenario(motionControl, motionControlCases);
