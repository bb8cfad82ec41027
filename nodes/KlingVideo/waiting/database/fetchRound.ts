import type { IExecuteFunctions, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';

import { downloadVideo } from '../../download/downloadVideo';
import { GatewayClient } from '../../transport/gatewayClient';
import type { ItemTry } from '../../run/itemTry';
import { NodeTry } from '../../run/nodeTry';
import { ExecutionCancelled } from '../../run/tryClock';
import { endWithFailure, failureOf } from './endWithFailure';
import type { WaitingTask } from './waitingTask';
import { asJson, fromJson } from './waitingTask';
import { requestOrError } from './requestOf';

/** A download may take this long beyond the time-out of the wait, in milliseconds: the others wait for it. */
const LEAST_DOWNLOAD_MS = 10 * 60_000;

/** A failed download does not make the task fail: the item has the task, and the error of the download. */
async function fetchFile(
	context: IExecuteFunctions,
	item: ItemTry,
	request: IHttpRequestOptions | Error,
	parked: WaitingTask,
): Promise<INodeExecutionData> {
	const { taskId, seen = {}, download } = parked;
	const videoUrl = typeof seen.video_url === 'string' ? { videoUrl: seen.video_url } : {};
	const task = { id: taskId, status: 'completed' as const, raw: {}, ...videoUrl };
	const fetch = async () => {
		if (request instanceof Error) throw request;
		const client = new GatewayClient(context, item, request);
		const until = Math.max(parked.giveUpAt, Date.now() + LEAST_DOWNLOAD_MS);
		return await downloadVideo(client, task, download?.options ?? {}, until);
	};
	let binary: INodeExecutionData['binary'];
	let json = seen;
	const problem = await fetch().then((video) => {
		binary = { [download?.outputField ?? 'data']: video.binary };
		json = { ...seen, ...video.facts };
	}, failureOf);
	if (item.nodeTry.clock.cancelled) throw new ExecutionCancelled();
	if (problem) endWithFailure(context, parked, problem);
	else parked.outcome = { json };
	return { json: asJson([parked]), ...(binary && { binary }), pairedItem: { item: item.index } };
}

/** Downloads the video of each parked task that it is given: the work of the execution that `fetchFiles` starts. */
export async function fetchRound(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const tasks = this.getInputData().flatMap(({ json }) => fromJson(json));
	const run = new NodeTry(tasks.length, false, this.getExecutionCancelSignal());
	const request = await requestOrError(this);
	return [
		await Promise.all(
			tasks.map(async (task, index) => await fetchFile(this, run.add(index), request, task)),
		),
	];
}
