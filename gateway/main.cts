import { readCommandLine, USAGE } from './commandLine.cts';
import { startGateway, type GatewayOptions, type LocalGateway } from './server.cts';

/** Runs the local gateway until it is interrupted. */
async function main(): Promise<void> {
	const options = readOptions();
	if (options === 'help') {
		process.stdout.write(USAGE);
		return;
	}
	const gateway = await startGateway({ ...options, onEnd: printRequest });
	process.stdout.write(
		`Base URL:      ${gateway.url}\nAPI key:       ${gateway.key}\nResult origin: ${gateway.resultOrigin}\nInput media:   ${gateway.assetUrl('picture.jpg')} (also picture.png, voice.mp3, voice.wav, reference.mp4)\nStop with Ctrl+C\n\n`,
	);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void stop(gateway));
	}
}

function readOptions(): GatewayOptions | 'help' {
	try {
		return readCommandLine(process.argv.slice(2));
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
		process.exit(2);
	}
}

function printRequest({
	method,
	url,
	status,
}: {
	method: string;
	url: string;
	status?: number;
}): void {
	// The query holds the result link's signature.
	const path = url.split('?')[0] ?? '';
	process.stdout.write(`${new Date().toISOString()} ${method} ${path} ${status ?? 'no answer'}\n`);
}

async function stop(gateway: LocalGateway): Promise<void> {
	await gateway.close();
	process.stdout.write(`Stopped; tasks accepted: ${gateway.tasks.length}\n`);
}

void main();
