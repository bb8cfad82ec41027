import { parseArgs } from 'node:util';
import { N8N_VERSIONS, type N8nVersion } from '../../dev/n8n/installedN8n.cts';

/** What `--help` prints. */
export const USAGE = `Usage: npm run test:e2e -- [options]

  --n8n VERSION   Only this n8n: ${N8N_VERSIONS.join(' or ')} (default: both)
  --only TEXT     Only suites and tests with this text in their name
  --side-by-side  Both n8n versions at once, as they mostly wait: half the time on a machine with two cores
  --list          Name the suites and their tests, and run nothing
  --help          This text

It needs Chromium, PostgreSQL and Redis (Debian: chromium postgresql redis-server).

Environment:
  UPDATE_DOCS=1     Writes what was seen into docs/: the versions, the figures, the pictures
  KLING_N8N_CACHE   Where n8n is installed, once per version (default: the user's cache folder)
  KLING_KEEP_N8N=1  Keeps the folders of the throw-away n8n, with their logs
  KLING_CHROMIUM    Path of the browser (default: /usr/bin/chromium)
`;

/** What the command line asks for. */
export interface Wish {
	versions: readonly N8nVersion[];
	only?: string;
	/** All versions at once, not one after another. */
	sideBySide: boolean;
	list: boolean;
}

/** Reads the command line. Throws an Error that says what is wrong. */
export function readCommandLine(args: readonly string[]): Wish | 'help' {
	const { values } = parseArgs({
		args: [...args],
		options: {
			n8n: { type: 'string' },
			only: { type: 'string' },
			'side-by-side': { type: 'boolean' },
			list: { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return 'help';
	const versions = N8N_VERSIONS.filter(
		(version) => values.n8n === undefined || values.n8n === version,
	);
	if (versions.length === 0) {
		throw new Error(`--n8n must be one of ${N8N_VERSIONS.join(', ')}, not "${values.n8n}"`);
	}
	const { only, list = false, 'side-by-side': sideBySide = false } = values;
	return { versions, only, sideBySide, list };
}
