import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { ItemSettings } from '../shared/settings';
import type { Task } from '../shared/task';
import type { Warning } from '../shared/warning';
import { FilledPaths } from './filledPaths';
import type { NodeTry, TriedItem } from './nodeTry';

/** Looks at the whole body of an item, once every parameter has put itself into it. @throws InputError */
export type FinalCheck = (body: IDataObject) => void | Promise<void>;

/** How an item came to its end: its output left the node, an error did, or it waits in n8n's database. */
export type ItemEnd = 'handedOver' | 'failed' | 'putToWait';

/** One item on its way through one try of the node. */
export class ItemTry implements TriedItem {
	problem?: Error;

	/** Which parameters filled the body. */
	readonly sources = new FilledPaths();

	/** For files handed over under an address that differs at every try: what stands for each address in the digest. */
	readonly fingerprints = new Map<string, string>();

	/** What can only be checked when the body is complete. */
	readonly finalChecks: FinalCheck[] = [];

	/** What the user should know of the input. */
	readonly warnings: Warning[] = [];

	/** Everything that the user set beside the body; read before anything is sent. */
	settings: ItemSettings = { simplify: true };

	taskId?: string;

	task?: Task;

	output?: INodeExecutionData;

	/** What is done when the item has come to its end, and whether its task came out of the node. */
	readonly atEnd: Array<(end: ItemEnd) => void> = [];

	/** Tasks of this item that ended without a video before the present one, oldest first. */
	earlierTaskIds: string[] = [];

	constructor(
		readonly index: number,
		readonly nodeTry: NodeTry,
	) {
		nodeTry.add(this);
	}

	/** Notes what is wrong with the item's input; the first problem counts. */
	isInvalid(problem: unknown): void {
		if (this.problem) return;
		this.problem = problem instanceof Error ? problem : new Error(String(problem));
		this.nodeTry.noteInvalid(this);
	}

	/** Notes that the item has come to its end. */
	end(how: ItemEnd): void {
		for (const done of this.atEnd.splice(0)) done(how);
	}
}
