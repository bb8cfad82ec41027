import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * The surroundings of the engine in this process: a home folder of its own and settings by environment.
 * Import this file before anything of n8n-core, which reads the environment when it is loaded.
 */

/** The n8n home folder of this test file, in the system's temporary folder; removed by `stopEngine`. */
export const engineHome = mkdtempSync(path.join(tmpdir(), 'kling-video-engine-'));

/** The secret that signs links to binary data. */
export const signingSecret = 'signing-secret-of-the-tests';

/** The n8n-core version under test, as `N8N_ENGINE` chooses it. */
export const engineVersion = process.env.N8N_ENGINE === '2.8' ? '2.8' : '2.41';

Object.assign(process.env, {
	N8N_USER_FOLDER: engineHome,
	N8N_ENCRYPTION_KEY: 'encryption-key-of-the-tests',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
	N8N_BINARY_DATA_SIGNING_SECRET: signingSecret,
	N8N_STORAGE_PATH: path.join(engineHome, 'storage'),
	// Everything is logged, but to the capture in logCapture.cts only.
	N8N_LOG_LEVEL: 'debug',
	N8N_LOG_OUTPUT: 'none',
	N8N_DIAGNOSTICS_ENABLED: 'false',
});

/** Removes the home folder of the engine. */
export function removeEngineHome(): void {
	rmSync(engineHome, { recursive: true, force: true });
}
