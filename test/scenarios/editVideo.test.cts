import { editVideo } from '../../nodes/KlingVideo/scenarios/editVideo.ts';
import { testScenario } from '../support/scenarioTests.cts';
import { editVideoCases } from './cases/editVideo.cts';

testScenario(editVideo, editVideoCases);
