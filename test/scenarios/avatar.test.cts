import { avatar } from '../../nodes/KlingVideo/scenarios/avatar.ts';
import { testScenario } from '../support/scenarioTests.cts';
import { avatarCases } from './cases/avatar.cts';

testScenario(avatar, avatarCases);
