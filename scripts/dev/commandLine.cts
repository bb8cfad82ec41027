import { parseArgs } from 'node:util';
import { N8N_VERSIONS, type N8nVersion } from '../../dev/n8n/installedN8n.cts';

/** What `--help` prints. */
export const USAGE = `Usage: npm run dev -- [options]

  --n8n VERSION   ${N8N_VERSIONS.join(' or ')} (default: the first one on Node 20 and 22, the other on Node 24)
  --port N        Port of n8n (default: 5678)
  --seconds N     How long a video takes at the local gateway (default: 20)
  --help          This text
`;

/** What the command line asks for. */
export interface DevWish {
	version: N8nVersion;
	port: number;
	seconds: number;
}

/** Reads the command line. Throws an Error that says what is wrong. */
export function readCommandLine(args: readonly string[]): DevWish | 'help' {
	const { values } = parseArgs({
		args: [...args],
		options: {
			n8n: { type: 'string' },
			port: { type: 'string' },
			seconds: { type: 'string' },
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
		port: number('port', values.port, 5678),
		seconds: number('seconds', values.seconds, 20),
	};
}

function number(name: string, text: string | undefined, usual: number): number {
	const value = text === undefined ? usual : Number(text);
	if (!Number.isFinite(value) || value < 1) {
		throw new Error(`--${name} must be a number of 1 or more, not "${text}"`);
	}
	return value;
}
