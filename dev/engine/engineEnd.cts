import './engineProcess.cts';
import { Container } from './engineModules.cts';
import { SSHClientsManager } from 'n8n-core/dist/execution-engine/ssh-clients-manager';
import { removeEngineHome } from './engineProcess.cts';

/** Ends what the engine keeps running (2.8 holds a timer that would keep the process alive). */
export function stopEngine(): void {
	Container.get(SSHClientsManager).onShutdown();
	removeEngineHome();
}

// In a test file nobody has to remember it.
if (typeof afterAll === 'function') afterAll(stopEngine);
