const path = require('node:path');

/**
 * The engine under test: n8n-core 2.41 by default, 2.8 with N8N_ENGINE=2.8.
 * The older engine is installed under another name; its own n8n-workflow and containers go with it.
 */
const older = process.env.N8N_ENGINE === '2.8';
const olderRoot = path.dirname(require.resolve('n8n-core-2.8/package.json'));
const ofOlder = (name) => {
	const main = require.resolve(name, { paths: [olderRoot] });
	return { [`^${name}$`]: main };
};

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test', '<rootDir>/gateway'],
	testMatch: ['**/*.test.cts'],
	testPathIgnorePatterns: ['<rootDir>/test/e2e/'],
	moduleFileExtensions: ['ts', 'cts', 'js', 'cjs', 'mjs', 'json', 'node'],
	transform: {
		'^.+\\.c?ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.programs.json' }],
	},
	moduleNameMapper: older
		? {
				'^n8n-core$': 'n8n-core-2.8',
				'^n8n-core/(.*)$': 'n8n-core-2.8/$1',
				...ofOlder('n8n-workflow'),
				...ofOlder('@n8n/di'),
				...ofOlder('@n8n/config'),
				...ofOlder('@n8n/backend-common'),
			}
		: {},
	maxWorkers: 2,
	reporters: ['default', '<rootDir>/test/support/plainCount.cjs'],
	// Loading an engine takes seconds on a busy machine.
	testTimeout: 30_000,
};
