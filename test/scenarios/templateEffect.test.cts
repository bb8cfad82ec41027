import { templateEffect } from '../../nodes/KlingVideo/scenarios/templateEffect.ts';
import { testScenario } from '../support/scenarioTests.cts';
import { templateEffectCases } from './cases/templateEffect.cts';

testScenario(templateEffect, templateEffectCases, { templateEffect: 'served' });
