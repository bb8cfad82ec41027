import { rm } from 'node:fs/promises';
import http from 'node:http';
import { startN8n, type N8n } from '../../dev/n8n/n8nProcess.cts';
import { packProject } from '../../dev/n8n/packedNode.cts';
import { Progress } from '../progress.cts';
import type { Bench } from '../row.cts';
import { packOneRequest } from './oneRequest.cts';
import { makeStorage } from './storage.cts';

/** Packs the node, measures, and ends everything that the measurement started. Short rows share one n8n. */
export async function withBench<T>(
	short: boolean,
	measure: (bench: Bench) => Promise<T>,
): Promise<T> {
	const ends: Array<() => Promise<void>> = [];
	const progress = new Progress();
	// n8n closes idle connections: a request must not meet one that is just being closed.
	http.globalAgent = new http.Agent({ keepAlive: false });
	const tarball = await packProject();
	const storage = await makeStorage();
	// Video files go there, for all contenders alike.
	const env = {
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		N8N_BINARY_DATA_STORAGE_PATH: storage.folder,
		N8N_LOG_LEVEL: 'warn',
	};
	let shared: Promise<N8n> | undefined;
	const atEnd: Bench['atEnd'] = (end) => {
		ends.unshift(end);
	};
	try {
		return await measure({
			short,
			tarball,
			storage,
			progress,
			atEnd,
			async n8n(nodeOptions) {
				const start = async () => {
					const packages = [tarball, await packOneRequest()];
					const n8n: N8n = await startN8n({
						...{ version: '2.8.4', packages },
						env: { ...env, ...(nodeOptions !== undefined && { NODE_OPTIONS: nodeOptions }) },
					});
					atEnd(async () => await n8n.dispose());
					return n8n;
				};
				if (!short) return await start();
				shared ??= start();
				return await shared;
			},
		});
	} finally {
		for (const end of ends) await end();
		await rm(storage.folder, { recursive: true, force: true });
		progress.stop();
	}
}
