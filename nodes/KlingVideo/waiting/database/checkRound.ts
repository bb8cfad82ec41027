import type { IExecuteFunctions, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';

import type { NodeTry } from '../../run/nodeTry';
import { checkTask } from './checkTask';
import { downloadFiles } from './downloadFiles';
import { pauseSeconds } from './pauseSeconds';
import { requestOrError } from './requestOf';
import { asJson, fromJson } from './storedTasks';
import { lostItem, outputOf } from './waitingItem';
import { roundOf } from './waitingItemTry';
import type { WaitingTask } from './waitingTask';

/** While files are downloaded the other tasks are checked after this pause, in milliseconds. */
const PAUSE_OF_DOWNLOADS_MS = 60_000;

/** Checks every task that is waited for, again and again as long as files are being downloaded meanwhile. */
async function check(
	context: IExecuteFunctions,
	round: NodeTry,
	request: IHttpRequestOptions | Error,
	tasks: WaitingTask[],
): Promise<void> {
	const downloads = new Set<Promise<unknown>>();
	const begun = new Set<WaitingTask>();
	do {
		const waiting = tasks.filter((task) => !task.isOver && !task.isDownloading);
		await Promise.all(waiting.map(async (task) => await checkTask(context, round, request, task)));
		const wanted = tasks.filter((task) => task.isDownloading && !task.isOver && !begun.has(task));
		for (const task of wanted) begun.add(task);
		const [first, ...others] = wanted;
		if (first) {
			const download = downloadFiles(context, round, [first, ...others]).finally(() =>
				downloads.delete(download),
			);
			downloads.add(download);
		}
		// Not without a download: a timer would hold the execution's data in memory for as long as it is set.
		if (downloads.size > 0) await round.clock.within(PAUSE_OF_DOWNLOADS_MS, Promise.all(downloads));
	} while (downloads.size > 0);
}

/**
 * One check of all tasks of a node that waits, each asked for only until it has ended: the work of the child execution. It
 * puts the child to wait until the next check. n8n then hands on the node's input, which leads to the next check, and drops
 * what it returned; so what n8n stores does not grow with the tasks from check to check.
 *
 * @returns the waiting node's output items once all tasks have ended; until then those of a wait that was lost
 */
export async function checkRound(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	// n8n saves a node's context with a waiting execution.
	const stored = this.getContext('node');
	const [first] = this.getInputData();
	const kept = fromJson(stored);
	const tasks = kept.length > 0 ? kept : fromJson(first?.json);
	const round = roundOf(tasks, this.getExecutionCancelSignal());
	await check(this, round, await requestOrError(this), tasks);
	const waiting = tasks.filter(({ isOver }) => isOver !== true);
	// In the order of the waiting node's items, by which n8n pairs them.
	if (waiting.length === 0) return [tasks.map(outputOf)];
	Object.assign(stored, asJson(tasks));
	const since = Math.min(...waiting.map((task) => task.since));
	const giveUpAt = Math.min(...waiting.map((task) => task.giveUpAt));
	const now = Date.now();
	await this.putExecutionToWait(new Date(now + 1000 * pauseSeconds(now, since, giveUpAt)));
	// n8n 2.41 hands this on when the child crashes in a later check.
	return [tasks.map(lostItem)];
}
