import type { N8n } from '../dev/n8n/n8nProcess.cts';
import type { Progress } from './progress.cts';

/** The rows of the benchmark, in the order in which they are measured. */
export const ROW_NAMES = ['start', 'noticing', 'batch', 'slots', 'load', 'files', 'scale'] as const;
export type RowName = (typeof ROW_NAMES)[number];

/** A folder for files, empty at the start of a row. */
export interface Storage {
	folder: string;
	/** Whether it is kept in memory: the disk's moods are not in the figures then. */
	inMemory: boolean;
}

/** What a row measures with. */
export interface Bench {
	/** Small sizes: shows that it works; the figures mean nothing. */
	short: boolean;
	/** The packed package. */
	tarball: string;
	/** Where n8n puts files. */
	storage: Storage;
	/**
	 * A fresh n8n 2.8.4 with the packed node in it; ended after the row. Short rows share one, without options.
	 * @param nodeOptions for the Node that it runs in, e.g. `--max-old-space-size=512`
	 */
	n8n(nodeOptions?: string): Promise<N8n>;
	/** Ends something after the row, in reverse order. */
	atEnd(end: () => Promise<void>): void;
	progress: Progress;
}
