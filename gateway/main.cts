import { readCommandLine, USAGE } from './commandLine.cts';
import { startGateway, type GatewayOptions, type LocalGateway } from './server.cts';

/** Runs the local gateway until it is interrupted. */
async function main(): Promise<void> {
	const options = readOptions();
	if (options === 'help') {
		process.stdout.write(USAGE);
		return;
	}
	const gateway = await start(options);
	process.stdout.write(
		`Base URL:      ${gateway.url}\nAPI key:       ${gateway.key}\nResult origin: ${gateway.resultOrigin}\nInput media:   ${gateway.assetUrl('picture.jpg')} (also picture.png, voice.mp3, voice.wav, reference.mp4)\nStop with Ctrl+C\n\n`,
	);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void stop(gateway));
	}
}

/** Starts it, or says in words why it cannot be. */
async function start(options: GatewayOptions): Promise<LocalGateway> {
	try {
		return await startGateway({ ...options, onEnd: printRequest });
	} catch (error) {
		const problem = portProblem(error, options);
		if (problem === undefined) throw error;
		process.stderr.write(`${problem}\n`);
		process.exit(1);
	}
}

/** What is wrong with a port, and what to do; undefined for any other error. */
function portProblem(error: unknown, { resultPort }: GatewayOptions): string | undefined {
	if (!(error instanceof Error) || !('code' in error) || !('port' in error)) return undefined;
	const { code, port } = error;
	const option = port === resultPort ? '--result-port' : '--port';
	const advice = `Choose another with ${option}, or leave it out to get a free one.`;
	if (code === 'EADDRINUSE') return `Port ${port} is in use by another program. ${advice}`;
	return code === 'EACCES' ? `Port ${port} is not allowed to this user. ${advice}` : undefined;
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

main().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exit(1);
});
