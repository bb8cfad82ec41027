import { parseArgs } from 'node:util';
import { readSlotOptions, SLOT_OPTIONS, SLOT_USAGE } from '../../gateway/slots/slotOptions.cts';
import { HIGHEST_PORT } from '../../dev/n8n/freePort.cts';
import { N8N_VERSIONS, type N8nVersion } from '../../dev/n8n/installedN8n.cts';

/** What `--help` prints. */
export const USAGE = `Usage: npm run dev -- [options]

  --n8n VERSION       ${N8N_VERSIONS.join(' or ')} (default: the first one on Node 20 and 22, the other on Node 24)
  --port N            Port of n8n (default: 5678, or the next free one)
  --seconds N         How long a video takes at the local gateway (default: 20)
${SLOT_USAGE}  --help              This text
`;

/** What the command line asks for. */
export interface DevWish {
	version: N8nVersion;
	/** The port that was asked for; without one any free port serves. */
	port?: number;
	seconds: number;
	/** How many tasks the gateway takes at once, and what it says to more. */
	slots: ReturnType<typeof readSlotOptions>;
}

/** Reads the command line. Throws an Error that says what is wrong. */
export function readCommandLine(args: readonly string[]): DevWish | 'help' {
	const { values } = parseArgs({
		args: [...args],
		options: {
			n8n: { type: 'string' },
			port: { type: 'string' },
			seconds: { type: 'string' },
			...SLOT_OPTIONS,
			help: { type: 'boolean' },
		},
	});
	if (values.help) return 'help';
	const major = Number(process.versions.node.split('.')[0]);
	const wanted = values.n8n ?? (major < 24 ? N8N_VERSIONS[0] : N8N_VERSIONS[1]);
	const version = N8N_VERSIONS.find((known) => known === wanted);
	if (version === undefined) {
		throw new Error(`--n8n must be one of ${N8N_VERSIONS.join(', ')}, not "${wanted}"`);
	}
	return {
		version,
		port: values.port === undefined ? undefined : portNumber(values.port),
		seconds: number('seconds', values.seconds, 20),
		slots: readSlotOptions(values),
	};
}

function portNumber(text: string): number {
	const port = number('port', text, 0);
	if (!Number.isInteger(port) || port > HIGHEST_PORT) {
		throw new Error(`--port must be a whole number up to ${HIGHEST_PORT}, not "${text}"`);
	}
	return port;
}

function number(name: string, text: string | undefined, usual: number): number {
	const value = text === undefined ? usual : Number(text);
	if (!Number.isFinite(value) || value < 1) {
		throw new Error(`--${name} must be a number of 1 or more, not "${text}"`);
	}
	return value;
}
