import { imageToVideo } from '../../nodes/KlingVideo/scenarios/imageToVideo.ts';
import { testScenario } from '../support/scenarioTests.cts';
import { imageToVideoCases } from './cases/imageToVideo.cts';

testScenario(imageToVideo, imageToVideoCases);
