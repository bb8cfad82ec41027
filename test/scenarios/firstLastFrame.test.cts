import { firstLastFrame } from '../../nodes/KlingVideo/scenarios/firstLastFrame.ts';
import { testScenario } from '../support/scenarioTests.cts';
import { firstLastFrameCases } from './cases/firstLastFrame.cts';

testScenario(firstLastFrame, firstLastFrameCases);
