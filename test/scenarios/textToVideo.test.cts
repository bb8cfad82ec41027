import { textToVideo } from '../../nodes/KlingVideo/scenarios/textToVideo.ts';
import { testScenario } from '../support/scenarioTests.cts';
import { textToVideoCases } from './cases/textToVideo.cts';

testScenario(textToVideo, textToVideoCases);
