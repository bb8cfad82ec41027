import { referenceToVideo } from '../../nodes/KlingVideo/scenarios/referenceToVideo.ts';
import { testScenario } from '../support/scenarioTests.cts';
import { referenceToVideoCases } from './cases/referenceToVideo.cts';

testScenario(referenceToVideo, referenceToVideoCases);
