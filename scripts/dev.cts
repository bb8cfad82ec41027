import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { startGateway } from '../gateway/server.cts';
import { installedN8n } from '../dev/n8n/installedN8n.cts';
import { startScriptedChat } from '../dev/n8n/scriptedChat.cts';
import { OWNER } from '../dev/n8n/n8nApi.cts';
import { startN8n, type N8n } from '../dev/n8n/n8nProcess.cts';
import { packProject } from '../dev/n8n/packedNode.cts';
import { choosePort, USUAL_PORT } from './dev/choosePort.cts';
import { readCommandLine, USAGE } from './dev/commandLine.cts';
import { fillN8n } from './dev/fillN8n.cts';
import { build, onChange, rebuildInto } from './dev/rebuild.cts';

/** Runs a real n8n with the built package, a local gateway and all example workflows, until it is interrupted. */
async function main(): Promise<void> {
	const wish = readCommandLine(process.argv.slice(2));
	if (wish === 'help') {
		process.stdout.write(USAGE);
		return;
	}
	const { version, seconds, slots } = wish;
	const port = await choosePort(wish.port);
	const other = wish.port === undefined && port !== USUAL_PORT;
	if (other) say(`Port ${USUAL_PORT} is in use: taking the next free one`);
	say(`n8n will be at http://127.0.0.1:${port}. Building …`);
	const problem = await build();
	if (problem !== undefined) throw new Error(`The build failed\n${problem}`);
	await installedN8n(version);
	const folder = await mkdtemp(path.join(tmpdir(), 'kling-dev-'));
	const gateway = await startGateway({
		plan: { seconds },
		...slots,
		fetchInputs: true,
		acceptDataUris: true,
		templateEffect: 'served',
		onEnd: ({ method, url, status }) =>
			say(`gateway: ${method} ${url.split('?')[0]} ${status ?? '–'}`),
	});
	const chat = await startScriptedChat({ prompt: 'A paper boat on a puddle', seconds: 5 });
	say(`Starting n8n ${version} …`);
	const n8n = await startN8n({
		version,
		port,
		userFolder: folder,
		packages: [await packProject()],
		env: { N8N_RESTRICT_FILE_ACCESS_TO: folder },
	});
	const stopWatching = onChange(() => restartWithChanges(n8n));
	stopOnSignal(async () => {
		stopWatching();
		await n8n.dispose();
		await gateway.close();
		await chat.close();
		await rm(folder, { recursive: true, force: true });
	});
	const names = await fillN8n(n8n.api, gateway, chat, folder);
	process.stdout.write(
		[
			'',
			`n8n:      ${n8n.url}`,
			`Login:    ${OWNER.email} / ${OWNER.password}`,
			`Gateway:  ${gateway.url} (each video takes ${seconds} s)`,
			`API key:  ${gateway.key}, for a credential of your own; Local gateway has it already`,
			`Picture:  ${gateway.assetPath('picture.jpg')}, for the form`,
			`Files:    ${folder}`,
			'',
			...names.map((name) => `  ${name}`),
			'',
			`Open "${names[0]}" and press Execute workflow: the video plays in the output panel.`,
			'A change in nodes/, credentials/ or icons/ rebuilds the package and restarts n8n.',
			'Everything in this n8n is thrown away at the end. Stop with Ctrl+C.',
			'',
			'',
		].join('\n'),
	);
}

async function restartWithChanges(n8n: N8n): Promise<void> {
	say('Rebuilding …');
	const error = await rebuildInto(n8n.userFolder);
	if (error !== undefined) {
		say(`The build failed; n8n goes on with what it has\n${error}`);
		return;
	}
	const took = await n8n.restart();
	say(`n8n is up again after ${took.toFixed(0)} s: reload the page`);
}

/** Stops all parts in order at the first signal, at once at the second. */
function stopOnSignal(stop: () => Promise<void>): void {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		// The servers' own listener would kill n8n before it could end by itself.
		process.removeAllListeners(signal);
		process.once(signal, () => {
			say('Stopping …');
			stop()
				.then(() => process.exit(0))
				.catch(fail);
		});
	}
}

function say(text: string): void {
	process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}

function fail(error: unknown): void {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

main().catch(fail);
