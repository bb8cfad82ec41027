// Rules for the programs around the package (gateway, demo, tests, benchmarks): they are Node programs,
// so the node rules of eslint.config.mjs, which n8n keeps for `nodes/` and `credentials/`, do not fit them.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{
		ignores: [
			'dist/**',
			'node_modules/**',
			'nodes/**',
			'credentials/**',
			'coverage/**',
			'.cache/**',
		],
	},
	{
		files: ['**/*.cts', '**/*.cjs', '**/*.mjs', '**/*.js'],
		extends: [js.configs.recommended, tseslint.configs.recommended],
		languageOptions: {
			globals: Object.fromEntries(
				[
					'__dirname',
					'__filename',
					'Buffer',
					'URL',
					'AbortController',
					'clearInterval',
					'clearTimeout',
					'console',
					'fetch',
					'module',
					'performance',
					'process',
					'require',
					'setImmediate',
					'setInterval',
					'setTimeout',
					'structuredClone',
				].map((name) => [name, 'readonly']),
			),
		},
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
		},
	},
	{
		files: ['**/*.cjs', '**/*.js'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
);
