import { InFlight } from './inFlight';
import type { NodeRun } from './nodeRun';

/** How many files one node run reads or writes side by side: each takes a few blocks of memory. */
const MOST_FILES = 6;

const limits = new WeakMap<NodeRun, InFlight>();

/** The limiter of a node run's files. */
export function filesOf(run: NodeRun): InFlight {
	const known = limits.get(run);
	if (known) return known;
	const made = new InFlight(MOST_FILES);
	limits.set(run, made);
	return made;
}
