import { parseArgs } from 'node:util';
import { ROW_NAMES, type RowName } from './row.cts';

/** What `--help` prints. */
export const USAGE = `Usage: npm run bench -- [options]

  --only ROW   Only this row, may be given several times: ${ROW_NAMES.join(', ')}
  --short      Small sizes, to see that it all still works; writes nothing
  --docs       Measure nothing, write the pages from the figures in bench/results
  --help       This text

Figures go to bench/results/<row>.json; docs/benchmarks.md, docs/scale.md and the plots are written from them.
`;

/** What the command line asks for. */
export interface Wish {
	rows: readonly RowName[];
	short: boolean;
	docsOnly: boolean;
}

/** Reads the command line. Throws an Error that says what is wrong. */
export function readCommandLine(args: readonly string[]): Wish | 'help' {
	const { values } = parseArgs({
		args: [...args],
		options: {
			only: { type: 'string', multiple: true },
			short: { type: 'boolean' },
			docs: { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	if (values.help) return 'help';
	const wanted = values.only ?? ROW_NAMES;
	const unknown = wanted.find((name) => !ROW_NAMES.some((row) => row === name));
	if (unknown !== undefined) {
		throw new Error(`--only must be one of ${ROW_NAMES.join(', ')}, not "${unknown}"`);
	}
	return {
		rows: ROW_NAMES.filter((row) => wanted.includes(row)),
		short: values.short ?? false,
		docsOnly: values.docs ?? false,
	};
}
