import './engineProcess.cts';
import { createRequire } from 'node:module';

// The engine's own copies: those at the top of node_modules may belong to another package.
const requireFromEngine = createRequire(require.resolve('n8n-core'));

/** The container that the engine under test keeps its services in. */
export const { Container } = requireFromEngine('@n8n/di') as typeof import('@n8n/di');

/** n8n's Logger class. */
export const { Logger } = requireFromEngine(
	'@n8n/backend-common',
) as typeof import('@n8n/backend-common');
