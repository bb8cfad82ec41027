import type { IExecuteFunctions, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';

import { downloadVideo } from '../../download/downloadVideo';
import type { RunItem } from '../../run/nodeRun';
import { NodeRun } from '../../run/nodeRun';
import { ExecutionCancelled } from '../../run/runClock';
import { endWithFailure, failureOf } from './endWithFailure';
import type { ParkedTask } from './parkedTask';
import { asJson, fromJson } from './parkedTask';
import { requestOf } from './requestOf';

/** A failed download does not make the task fail: the item has the task, and the error of the download. */
async function fetchFile(
	context: IExecuteFunctions,
	item: RunItem,
	request: Promise<IHttpRequestOptions>,
	parked: ParkedTask,
): Promise<INodeExecutionData> {
	const { taskId, seen = {}, download } = parked;
	const videoUrl = typeof seen.video_url === 'string' ? { videoUrl: seen.video_url } : {};
	const task = { id: taskId, status: 'completed' as const, raw: {}, ...videoUrl };
	const fetch = async () =>
		await downloadVideo(context, item, await request, task, download?.options ?? {});
	let binary: INodeExecutionData['binary'];
	const problem = await fetch().then((video) => {
		binary = { [download?.outputField ?? 'data']: video };
	}, failureOf);
	if (item.run.clock.cancelled) throw new ExecutionCancelled();
	if (problem) endWithFailure(context, parked, problem);
	else parked.outcome = { json: seen };
	return { json: asJson([parked]), ...(binary && { binary }), pairedItem: { item: item.index } };
}

/** Downloads the video of each parked task that it is given: the work of the execution that `fetchFiles` starts. */
export async function fetchRound(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const tasks = this.getInputData().flatMap(({ json }) => fromJson(json));
	const run = new NodeRun(tasks.length, false, this.getExecutionCancelSignal());
	const request = requestOf(this);
	request.catch(() => undefined);
	return [
		await Promise.all(
			tasks.map(async (task, index) => await fetchFile(this, run.add(index), request, task)),
		),
	];
}
