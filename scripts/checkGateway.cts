// Asks a gateway what it is and what this node can do there; `--help` says how.
//
//   npm run check-gateway -- --base-url https://… --key sk-…
import { setTimeout as sleep } from 'node:timers/promises';
import { checkGateway } from './checkGateway/checkGateway.cts';
import { readCommandLine, USAGE, type CheckWish } from './checkGateway/commandLine.cts';

async function main(): Promise<void> {
	const wish = readWish();
	if (wish === 'help') {
		process.stdout.write(USAGE);
		return;
	}
	const { text, isUsable } = await checkGateway(wish, {
		pause: async (seconds) => await sleep(seconds * 1000),
		onTask: (id) => process.stderr.write(`Task ${id}: waiting for the video …\n`),
	});
	process.stdout.write(text);
	if (!isUsable) process.exitCode = 1;
}

function readWish(): CheckWish | 'help' {
	try {
		return readCommandLine(process.argv.slice(2), process.env);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
		process.exit(2);
	}
}

void main();
