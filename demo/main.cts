import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialDataDecryptedObject, ICredentialType, INodeType } from 'n8n-workflow';
import example from '../examples/01-text-to-video.json';
import { startGateway, type LocalGateway } from '../gateway/server.cts';
import { startWorkflow, type RunResult, type SavedWorkflow } from '../dev/engine/engine.cts';
import { stopEngine } from '../dev/engine/engineEnd.cts';
import { playable } from './playable.cts';
import { showProgress } from './progress.cts';

const root = path.join(__dirname, '..');

/** How long the local gateway takes for the video, in seconds. */
const LOCAL_SECONDS = 20;

/** The built node and credential: what n8n loads, not the sources. */
function built(): { nodeType: INodeType; credentialType: ICredentialType } {
	/* eslint-disable @typescript-eslint/no-require-imports */
	const { KlingVideo } = require('../dist/nodes/KlingVideo/KlingVideo.node.js') as {
		KlingVideo: new () => INodeType;
	};
	const { KlingVideoApi } = require('../dist/credentials/KlingVideoApi.credentials.js') as {
		KlingVideoApi: new () => ICredentialType;
	};
	/* eslint-enable @typescript-eslint/no-require-imports */
	return { nodeType: new KlingVideo(), credentialType: new KlingVideoApi() };
}

/** The real gateway where a key is given, else a local one. */
async function chooseGateway(): Promise<{
	credentials: ICredentialDataDecryptedObject;
	local?: LocalGateway;
}> {
	const apiKey = process.env.KLING_API_KEY;
	if (apiKey) {
		const baseUrl = process.env.KLING_BASE_URL ?? 'https://octopusx.ai';
		console.log(`Gateway: ${baseUrl} (a paid video)`);
		return { credentials: { apiKey, baseUrl } };
	}
	const local = await startGateway({ plan: { seconds: LOCAL_SECONDS } });
	console.log(`Gateway: ${local.url} (local; set KLING_API_KEY for a real one)`);
	return { credentials: { apiKey: local.key, baseUrl: local.url }, local };
}

/** Writes the video and has it looked at by ffprobe, which refuses what no player plays. */
function writeVideo({ outputs, error }: RunResult): string {
	if (error) throw new Error(`${error.message}\n${error.description ?? ''}`);
	const [item] = outputs[0] ?? [];
	const video = item?.binary?.data;
	if (!item || !video) throw new Error('The workflow put out no video');
	const file = path.join(root, 'output', video.fileName ?? 'video.mp4');
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, Buffer.from(video.data, 'base64'));
	console.log(`\nTask ${String(item.json.task_id)} is ${String(item.json.status)}`);
	console.log(`ffprobe: ${playable(file)}`);
	return file;
}

async function main(): Promise<void> {
	const { credentials, local } = await chooseGateway();
	try {
		console.log(`Workflow: ${example.name}`);
		const running = startWorkflow({
			workflow: example as unknown as SavedWorkflow,
			credentials,
			...built(),
		});
		const file = writeVideo(await showProgress(running.result));
		console.log(`Video: ${path.relative(root, file)}`);
	} finally {
		await local?.close();
		stopEngine();
	}
}

main().catch((error: unknown) => {
	console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
});
