const { createRequire } = require('node:module');
const path = require('node:path');

/** Jest's own parts, of the version that its runner has. */
const ofJest = createRequire(require.resolve('jest-runner'));
const { NullConsole } = ofJest('@jest/console');
const { createScriptTransformer } = ofJest('@jest/transform');
const { default: Runtime } = ofJest('jest-runtime');
const { readConfigs } = createRequire(require.resolve('jest'))('jest-cli')
	? createRequire(createRequire(require.resolve('jest')).resolve('jest-cli'))('jest-config')
	: {};
