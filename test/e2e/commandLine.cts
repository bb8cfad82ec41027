import { parseArgs } from 'node:util';
import { N8N_VERSIONS, OLDER_N8N_VERSIONS, type N8nVersion } from '../../dev/n8n/installedN8n.cts';

const KNOWN: readonly N8nVersion[] = [...N8N_VERSIONS, ...OLDER_N8N_VERSIONS];

/** What `--help` prints. */
export const USAGE = `Usage: npm run test:e2e -- [options]

  --n8n VERSION   Only this n8n: ${N8N_VERSIONS.join(' or ')} (default: both), or, with the basics alone,
                  ${OLDER_N8N_VERSIONS.join(' or ')}
  --basics        Only the suites of the basics
  --only TEXT     Only suites and tests with this text in their name
  --side-by-side  Both n8n versions at once, as they mostly wait: half the time on a machine with two cores
  --list          Name the suites and their tests, and run nothing
  --help          This text

n8n 2.41 brings its Node, the others run on the one that runs this. On Node 22, for instance:
npx --yes --package=node@22 -- npm run test:e2e -- --n8n 2.8.4 --basics

It needs Chromium, PostgreSQL and Redis (Debian: chromium postgresql redis-server); the basics need none of them.

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
	/** Only the suites of the basics. */
	basics: boolean;
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
			basics: { type: 'boolean' },
			'side-by-side': { type: 'boolean' },
			list: { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return 'help';
	const versions =
		values.n8n === undefined ? N8N_VERSIONS : KNOWN.filter((version) => version === values.n8n);
	if (versions.length === 0) {
		throw new Error(`--n8n must be one of ${KNOWN.join(', ')}, not "${values.n8n}"`);
	}
	const { only, basics = false, list = false, 'side-by-side': sideBySide = false } = values;
	return { versions, only, basics, sideBySide, list };
}
